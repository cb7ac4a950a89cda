"""Tagged links: built from source, medium and campaign, and checked before they are published.

Web analytics counts by these words, letter by letter: Facebook and facebook are two sources, and a link without a
medium belongs to no channel. What is checked is what cannot be mended once people have clicked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

from socroi.catalogue.link import CLICK_IDS, SOCUTM
from socroi.definition.suggestion import closest
from socroi.errors import CellError
from socroi.sources.headings import header_key, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

TAGS: Final = ("source", "medium", "campaign", "content", "term", "id")
"""The fields of a tagged link, each written with utm_ before it."""

_SOCIAL: Final = re.compile(r"(?:organic|paid)?[-_ ]?social(?:[-_ ](?:media|network|paid|organic))?|sm")
_PAID: Final = re.compile(r"(?:.*cp.*|ppc|retargeting|paid.*)")
_OTHERS: Final = ("email", "affiliate", "referral", "display", "banner", "video", "audio", "sms", "push", "qr", "print")
_SHORTENERS: Final = frozenset({"bit.ly", "t.co", "tinyurl.com", "goo.gl", "ow.ly", "buff.ly", "lnkd.in", "is.gd"})
_EMAIL: Final = re.compile(r"[^\s@/&=?]+@[^\s@/&=?]+\.[a-z]{2,}", re.IGNORECASE)
_PHONE: Final = re.compile(r"\+\d{8,15}|00\d{9,15}")
_LONGEST: Final = 2000
"""Some programs cut off addresses that are longer."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a link, or may be.

    Attributes:
        what: a sentence, with what to do.
        wrong: whether visits are lost or counted wrong for sure.
    """

    what: str
    wrong: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A link and what was found.

    Attributes:
        url: the address, with its tags.
        findings: what is wrong with it.
        placed: the page or site on which it will stand; "" where nobody says.
        tags: source, medium and so on, as SOCUTM reads them.
    """

    url: str
    findings: list[Finding] = field(default_factory=list)
    placed: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_wrong(self) -> bool:
        """Whether it should not be published."""
        return any(each.wrong for each in self.findings)


def tagged(url: str, tags: Mapping[str, str], *, placed: str = "") -> Link:
    """Put tags on a link, and check it. What it has already, its query and its fragment, stays.

    Args:
        url: the address of a page.
        tags: source, medium, campaign, content, term, id; blank ones are not put on.
        placed: the page or site on which the link will stand.
    """
    changed: list[str] = []
    wanted = {}
    for name in TAGS:
        text = tags.get(name, "").strip()
        if text:
            wanted[name] = _plain(text)
            if wanted[name] != text:
                changed.append(f"{name} “{text}” is written {wanted[name]}")
    there = _read(url)
    findings = [
        Finding(f"It has {name} “{there[name]}” already, and was to have “{text}”: take the old one off.", wrong=True)
        for name, text in wanted.items()
        if there.get(name, text) != text
    ]
    new = {name: text for name, text in wanted.items() if name not in there}
    link = checked(_with(url, new) if not findings and _host(url) else url.strip(), placed=placed)
    said = [Finding(f"Written in small letters, without blanks: {', '.join(changed)}.", wrong=False)] if changed else []
    return Link(link.url, [*findings, *link.findings, *said], placed, link.tags)


def checked(url: str, *, placed: str = "") -> Link:
    """Check a link that is tagged already."""
    plain = url.strip()
    if not _host(plain):
        what = "It is no address of a page: it begins with https:// and a domain."
        return Link(plain, [Finding(what, wrong=True)], placed)
    tags = _read(plain)
    found = [*_of_address(plain, placed), *_of_tags(plain, tags), *_of_persons(plain)]
    return Link(plain, found, placed, tags)


def among_all(links: Sequence[Link]) -> list[Link]:
    """Check links against each other: the same one twice, one name written in several ways."""
    more: dict[int, list[Finding]] = defaultdict(list)
    first: dict[tuple[str, str], int] = {}
    for index, link in enumerate(links):
        before = first.setdefault((link.url, link.placed), index)
        if before != index:
            more[index].append(Finding(f"It is the same link as number {before + 1}.", wrong=False))
    for name in ("source", "medium", "campaign"):
        for index, what in _ways(name, [link.tags.get(name, "") for link in links]):
            more[index].append(Finding(what, wrong=True))
    return [Link(link.url, [*link.findings, *more[index]], link.placed, link.tags) for index, link in enumerate(links)]


def _ways(name: str, written: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The places where a name is written in another way than most often: spring-sale among spring_sale."""
    groups: dict[str, list[str]] = defaultdict(list)
    for text in written:
        if text:
            groups[_one_name(name, text)].append(text)
    for index, text in enumerate(written):
        group = groups.get(_one_name(name, text), []) if text else []
        usual = max(dict.fromkeys(group), key=group.count, default=text)
        if text != usual:
            yield index, f"Its {name} is “{text}”, and elsewhere “{usual}”: analytics counts them apart."


def _one_name(name: str, text: str) -> str:
    platform = _platform(text) if name == "source" else ""
    return platform or re.sub(r"[\W_]+", "", text.casefold())


def _platform(source: str) -> str:
    """The platform that a source names; "" where none is known."""
    try:
        return SOCUTM(source, "platform")
    except CellError:
        return ""


def _plain(text: str) -> str:
    """A tag as analytics counts it best: small letters, and no blank."""
    return re.sub(r"\s+", "_", text.casefold())


def _host(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    host = parts.hostname or ""
    return host if parts.scheme in ("http", "https") and "." in host and " " not in url.strip() else ""


def _read(url: str) -> dict[str, str]:
    """The tags of a link, as SOCUTM reads them."""
    if not _host(url):
        return {}
    return {name: text for name in TAGS if (text := SOCUTM(url.strip(), name))}


def _with(url: str, tags: Mapping[str, str]) -> str:
    parts = urlsplit(url.strip())
    more = "&".join(f"utm_{name}={quote(text, safe='-._~')}" for name, text in tags.items())
    query = "&".join(filter(None, (parts.query.rstrip("&"), more)))
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", query, parts.fragment))


def _of_address(url: str, placed: str) -> Iterator[Finding]:
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if parts.scheme == "http":
        yield Finding("It begins with http://: where the page sends on to https:// tags may be lost.", wrong=False)
    site = (_host(placed) or placed.strip().casefold()).removeprefix("www.")
    if site and (host == site or host.endswith(f".{site}")):
        yield Finding(
            f"It stands on {site} and leads to it: tags on links inside a site take the visit away from whoever "
            "brought it. Take them off.",
            wrong=True,
        )
    if host in _SHORTENERS:
        yield Finding(f"{host} shortens links: tag the long address, and then shorten it.", wrong=True)
    if "utm_" in parts.fragment.casefold():
        yield Finding("Its tags stand behind the #, where analytics does not look: they go before it.", wrong=True)
    if "?" in parts.query:
        yield Finding("It has two question marks: between its parts stands &.", wrong=True)
    if len(url) > _LONGEST:
        yield Finding(f"It has {len(url):,} signs; some programs cut off what is beyond {_LONGEST:,}.", wrong=False)


def _of_tags(url: str, tags: Mapping[str, str]) -> Iterator[Finding]:
    pairs = parse_qsl(urlsplit(url).query.replace("&amp;", "&"), keep_blank_values=True, errors="replace")
    names = [name for name, _ in pairs]
    for name in dict.fromkeys(each.casefold() for each in names):
        values = {value for each, value in pairs if each.casefold() == name}
        if name.startswith("utm_") and len([each for each in names if each.casefold() == name]) > 1:
            said = f", as {' and '.join(f'“{value}”' for value in sorted(values))}" if len(values) > 1 else ""
            yield Finding(f"{name} stands in it twice{said}: keep one.", wrong=True)
        if name in CLICK_IDS:
            yield Finding(f"{name} is of one visit, from which the link was copied: take it off.", wrong=True)
    for name in names:
        bare = name.casefold().removeprefix("utm_")
        if name != name.casefold() and bare in TAGS:
            yield Finding(f"{name} is written utm_{bare}, in small letters.", wrong=True)
        if name.casefold().startswith("utm") and bare not in TAGS:
            meant = closest(bare.lstrip("_-"), TAGS)
            yield Finding(f"{name} is no tag." + (f" Is utm_{meant} meant?" if meant else ""), wrong=True)
    for name in ("source", "medium"):
        if not tags.get(name):
            yield Finding(f"It has no {name}: utm_{name}= is missing.", wrong=True)
    if not tags.get("campaign"):
        yield Finding("It has no campaign: its visits cannot be told from those of other posts.", wrong=False)
    for name, text in tags.items():
        if text != text.casefold():
            yield Finding(
                f"Its {name} “{text}” has capital letters: analytics counts {text.casefold()} apart.", wrong=True
            )
        if re.search(r"\s", text):
            yield Finding(f"Its {name} “{text}” has a blank: write {_plain(text)}.", wrong=True)
    yield from _of_medium(tags)


def _of_medium(tags: Mapping[str, str]) -> Iterator[Finding]:
    source, medium = tags.get("source", ""), tags.get("medium", "").casefold()
    if not source or not medium:
        return
    platform = _platform(source)
    social = bool(_SOCIAL.fullmatch(medium))
    if platform and not social and not _PAID.fullmatch(medium):
        yield Finding(
            f"It is of {platform}, and its medium “{medium}” is no social one: social, or paid_social for an ad.",
            wrong=False,
        )
    if social and not platform:
        yield Finding(f"Its source “{source}” is no platform that is known here.", wrong=False)
    if not social and not _PAID.fullmatch(medium) and medium not in _OTHERS and not platform:
        yield Finding(f"Google Analytics knows no channel for the medium “{medium}”.", wrong=False)


def _of_persons(url: str) -> Iterator[Finding]:
    personal = {header_key(each) for names in words()["personal"].values() for each in names}
    query = urlsplit(url).query
    for name, value in parse_qsl(query, errors="replace"):
        asked = header_key(re.sub(r"[_-]+", " ", name))
        if _EMAIL.search(value) or _PHONE.fullmatch(value.replace(" ", "")) or (value and asked in personal):
            yield Finding(f"{name} is about a person: analytics must not get it. Take it off.", wrong=True)


def tags_of(row: Mapping[str, str]) -> tuple[str, dict[str, str], str]:
    """The address, the tags and the place of a row of a table of links, by the names of its columns.

    The address is under url, link or address; tags are under their names, with or without utm_; the page on which the
    link will stand is under placed on or page.
    """
    found = {re.sub(r"[\s_-]+", " ", header_key(name)): text for name, text in row.items()}
    url = next(
        (found[name] for name in ("url", "link", "address", "landing page", "website url") if found.get(name)), ""
    )
    tags = {name: found.get(f"utm {name}") or found.get(name) or "" for name in TAGS}
    placed = next((found[name] for name in ("placed on", "page", "site") if found.get(name)), "")
    return url, tags, placed


def from_rows(rows: Iterable[Mapping[str, str]]) -> list[Link]:
    """Build or check the links of a table, one in each row, and against each other."""
    made = []
    for row in rows:
        url, tags, placed = tags_of(row)
        made.append(tagged(url, tags, placed=placed) if any(tags.values()) else checked(url, placed=placed))
    return among_all(made)
