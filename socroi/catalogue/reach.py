"""Reach: how many people saw it, how often, and how much of the talk is about you."""

from __future__ import annotations

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.units import Column, Count, Fraction, Ratio
from socroi.errors import CellError

FAMILY = Family(11, "Reach", "How many people saw it, how often, and how much do they talk about you?")


@formula(unplaced="Reach belongs to a single post, and the workbooks count by month.", twin="SUM(reach)/SUM(fans)")
def SOCREACHRATE(reach: Column[Count], fans: Column[Count]) -> Fraction:
    """Reach rate: the share of fans that a post reached.

    Args:
        reach: how many people saw it, each counted once, one cell or a range; blanks are skipped.
        fans: how many fans or followers there were, one cell or a range with a row for each post; blanks are skipped.

    Returns:
        The sum of reach / the sum of fans. 0.1 means 10%; above 1 it reached more people than there are fans.

    Errors:
        #DIV/0!: there were no fans.
        #N/A: reach or fans hold no number yet.

    Source:
        [S3], step 1: reach is the first measure to be looked at; the ratio as the platforms' own reports define it.

    Examples:
        =SOCREACHRATE(150,1000) -> 0.15
        =SOCREACHRATE({150;50},{1000;1000}) -> 0.1
        =SOCREACHRATE(150,0) -> #DIV/0!
    """
    return sum(reach) / sum(fans)


@formula(
    unplaced="People whom two posts reached are in both rows, so that months cannot be added up.",
    twin="SUM(impressions)/SUM(reach)",
)
def SOCFREQ(impressions: Column[Count], reach: Column[Count]) -> Ratio:
    """Frequency: how often each person reached saw it.

    Args:
        impressions: how often it was shown, one cell or a range; blanks are skipped.
        reach: how many people saw it, each counted once, one cell or a range; blanks are skipped. People whom two posts
            reached are counted twice when their rows are added up.

    Returns:
        The sum of impressions / the sum of reach. 2 means that each person saw it twice on average.

    Errors:
        #DIV/0!: nobody was reached.
        #N/A: impressions or reach hold no number yet.

    Source:
        Media planning, [farris2010], chapter 9: gross impressions / reach; "frequency" in the reports of Meta's ads.

    Examples:
        =SOCFREQ(3000,1500) -> 2
        =SOCFREQ({3000;1000},{1500;500}) -> 2
        =SOCFREQ(3000,0) -> #DIV/0!
    """
    return sum(impressions) / sum(reach)


@formula(
    unplaced="What is said of competitors comes from a listening tool, which shows the share itself.",
    twin="IF(SUM(mentions)>SUM(mentions_all),#NUM!,SUM(mentions)/SUM(mentions_all))",
)
def SOCSHARE(mentions: Column[Count], mentions_all: Column[Count]) -> Fraction:
    """Share of voice: how much of the talk about all of you is about you.

    Args:
        mentions: how often your company was mentioned, one cell or a range; blanks are skipped.
        mentions_all: how often your company and its competitors together were mentioned; blanks are skipped.

    Returns:
        The sum of mentions / the sum of mentions_all. 0.25 means a quarter of the talk.

    Errors:
        #DIV/0!: nobody was mentioned.
        #NUM!: your own mentions are more than all together: the competitors' alone were given.
        #N/A: an argument holds no number yet.

    Source:
        Share of voice as in media measurement, [farris2010], chapter 9; [S1]: the conversations in which people
        recommend a company.

    Examples:
        =SOCSHARE(50,200) -> 0.25
        =SOCSHARE({50;30},{200;120}) -> 0.25
        =SOCSHARE(50,40) -> #NUM!
    """
    own, everybody = sum(mentions), sum(mentions_all)
    if own > everybody:
        raise CellError("#NUM!", f"{own:g} of {everybody:g} mentions are yours.", "Count yours among all of them.")
    return own / everybody
