"""Links: what a tagged address says of where a visit came from."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from socroi.definition.registry import Family, formula
from socroi.definition.suggestion import nearest
from socroi.definition.units import Each, Text
from socroi.errors import CellError

FAMILY = Family(10, "Links", "Where did a visit come from?")

FIELDS: Final = ("platform", "source", "medium", "campaign", "content", "term", "id")

PLATFORMS: Final = {
    "Bluesky": "bluesky bsky bsky.app",
    "Facebook": "facebook fb fb.com fb.me facebook.com messenger messenger.com m.me",
    "Instagram": "instagram ig insta instagram.com instagr.am",
    "LinkedIn": "linkedin li lnkd.in linkedin.com",
    "Mastodon": "mastodon mastodon.social",
    "Pinterest": "pinterest pin pin.it pinterest.com",
    "Quora": "quora quora.com",
    "Reddit": "reddit redd.it reddit.com",
    "Snapchat": "snapchat snap snapchat.com",
    "Telegram": "telegram tg t.me telegram.me telegram.org",
    "Threads": "threads threads.net threads.com",
    "TikTok": "tiktok tt tiktok.com",
    "Tumblr": "tumblr tumblr.com",
    "VK": "vk vkontakte vk.com",
    "WeChat": "wechat weixin wechat.com",
    "WhatsApp": "whatsapp wa wa.me whatsapp.com",
    "X": "x twitter tw t.co x.com twitter.com",
    "Xing": "xing xing.com",
    "YouTube": "youtube yt youtu.be youtube.com",
}
"""The names, short names and domains by which links call each platform."""

CLICK_IDS: Final = {
    "fbclid": "Facebook",
    "igshid": "Instagram",
    "li_fat_id": "LinkedIn",
    "epik": "Pinterest",
    "rdt_cid": "Reddit",
    "sccid": "Snapchat",
    "ttclid": "TikTok",
    "twclid": "X",
}
"""What the platforms themselves add to the address of a visit; asked only where nobody tagged the link."""

_BY_NAME: Final = {name: platform for platform, names in PLATFORMS.items() for name in names.split()}
_PLACEMENT: Final = "ad ads bio cpc feed group organic page paid post posts reels social stories story"
"""Words that people put behind a platform's name, as in "facebook_ads"; with any other word it is another source."""
_PLACEMENTS: Final = frozenset(_PLACEMENT.split())


@formula()
def SOCUTM(url: Each[Text], field: Text = "source") -> Text:
    """One field of a tagged link: where a visit came from, and through which campaign.

    Args:
        url: the link with its UTM codes; one cell, or a range that is answered cell by cell. For the platform also a
            plain source or domain, such as "fb" or "lnkd.in".
        field: source, medium, campaign, content, term or id, with or without "utm_" before it; or platform, the source
            under its usual name (fb, facebook.com and l.facebook.com are all Facebook). Blank means source.

    Returns:
        The field's text, percent codes and plus signs decoded, its case kept; an empty text where the link has no such
        field, which all functions read as a blank. A source that is no known platform is the platform as it stands.

    Errors:
        #N/A: the field is unknown, or there is no link.
        #VALUE!: the text cannot be the address of a page.

    Source:
        [S3], step 3: UTM codes tell what brought a customer to the site. Field names as Google Analytics defines them,
        [clifton2012].

    Examples:
        =SOCUTM("https://shop.example/?utm_source=fb&utm_campaign=Summer%20sale") -> "fb"
        =SOCUTM("https://shop.example/?utm_source=fb&utm_campaign=Summer+sale","utm_campaign") -> "Summer sale"
        =SOCUTM({"https://shop.example/?utm_source=l.facebook.com";"https://lnkd.in/abc"},"platform") ->
            {"Facebook";"LinkedIn"}
        =SOCUTM("https://shop.example/","campaign") -> ""
        =SOCUTM("https://shop.example/?utm_source=fb","sauce") -> #N/A
    """
    wanted = field.casefold().removeprefix("utm_")
    if wanted not in FIELDS:
        raise CellError("#N/A", f'There is no field "{field}".', nearest(wanted, FIELDS))
    try:
        parts = urlsplit(url)
    except ValueError:
        raise CellError("#VALUE!", f'"{url}" is not the address of a page.', "Copy the link again.") from None
    fields = _fields(f"{parts.fragment.partition('?')[2]}&{parts.query}")
    if wanted != "platform":
        return fields.get(f"utm_{wanted}", "")
    if source := fields.get("utm_source"):
        return _platform(source) or source
    clicked = next((platform for name, platform in CLICK_IDS.items() if name in fields), "")
    return clicked or _platform(parts.hostname or url)


def _fields(query: str) -> dict[str, str]:
    """Return the fields of a query by their names in small letters; of a field that stands twice, the last."""
    # A link that was copied out of a page's source has &amp; between its fields.
    pairs = parse_qsl(query.replace("&amp;", "&"), keep_blank_values=True, errors="replace")
    return {name.strip().casefold(): " ".join(value.split()) for name, value in pairs}


def _platform(source: str) -> str:
    """Return the platform that a source or a domain names, or an empty text."""
    name = source.strip().casefold()
    while name:
        if name in _BY_NAME:
            return _BY_NAME[name]
        first, *others = re.split(r"[^a-z0-9.]+", name)
        if first in _BY_NAME and set(others) <= _PLACEMENTS:
            return _BY_NAME[first]
        name = name.partition(".")[2]
    return ""
