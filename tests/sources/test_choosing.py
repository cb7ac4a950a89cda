import pytest
from exporters import write

from socroi import sources
from socroi.errors import SourceError

X = "Post id,Date,Post text,{link},Impressions,Likes,Engagements,New follows,Url clicks"
ROW = '1,"Tue, Feb 18, 2025",Invented,https://x.com/invented/status/1,70,3,5,1,4'


def test_a_heading_that_is_missing_is_named_with_the_one_that_may_be_meant(tmp_path):
    path = write(tmp_path, X.format(link="Address of post"), ROW)
    with pytest.raises(SourceError, match=r"looks like X \(Twitter\) post analytics; “Post Link” is missing in row 1"):
        sources.read(path)
    path = write(tmp_path, X.format(link="Perma Link"), ROW)
    with pytest.raises(SourceError, match=r"there is “Perma Link”\. Use it\? Say columns=\{'link': 'Perma Link'\}"):
        sources.read(path)


def test_a_heading_that_was_named_is_taken(tmp_path):
    export = sources.read(write(tmp_path, X.format(link="Perma Link"), ROW), columns={"link": "Perma Link"})
    assert (export.source, export.table["clicks"].tolist()) == ("x_posts", [4])


def test_the_refusal_of_a_file_that_looks_like_nothing_is_no_list_of_all_exporters(tmp_path):
    with pytest.raises(SourceError) as refused:
        sources.read(write(tmp_path, "Datum;Kosten", "1.1.2026;10"))
    assert len(str(refused.value)) < 400


def test_the_heading_row_is_found_below_lines_that_name_the_report(tmp_path):
    above = ["Invented report", "Impressions are counted twice a day", "", "Account: Invented, Date: today"]
    assert len(sources.read(write(tmp_path, *above, X.format(link="Post Link"), ROW)).table) == 1


def test_a_file_of_ads_with_a_currency_in_its_headings_is_metas_and_one_with_ecpm_reddits(tmp_path):
    meta = write(tmp_path, "Campaign name,Amount spent (EUR),Impressions,Reporting starts", "A,1,100,2026-04-01")
    assert sources.read(meta).source == "meta_ads"
    reddit = write(tmp_path, "Campaign Name,Amount Spent (EUR),Impressions,Clicks,eCPM,Date", "A,1,100,1,10,2026-04-01")
    assert sources.read(reddit).source == "reddit_ads"


def test_what_is_known_of_a_file_is_said(data):
    export = sources.read(data / "meta_en_day_platform.csv")
    assert export.why.startswith("Known as Meta Ads Manager by the columns")
    assert (export.level, export.claims, export.account) == ("campaign", "platform's claim", None)
