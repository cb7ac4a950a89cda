"""Links: what a tagged address says of where a visit came from."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.suggestion import nearest
from socroi.definition.units import Each, Text
from socroi.errors import CellError

FAMILY = Family(10, "Links", "Where did a visit come from?")

FIELDS: Final = ("platform", "source", "medium", "campaign", "content", "term", "id")

PLATFORMS: Final = {
    "Audience Network": "an audiencenetwork",
    "Bluesky": "bluesky bsky bsky.app bsky.social",
    "Discord": "discord discord.com discord.gg discordapp.com",
    "Facebook": "facebook fb fb.com fb.me fb.watch facebook.com com.facebook.katana com.facebook.lite",
    "Google Ads": "googleads adwords",
    "Instagram": "instagram ig insta instagram.com instagr.am ig.me com.instagram.android",
    "LinkedIn": "linkedin li lnkd lnkd.in linkedin.com com.linkedin.android",
    "Mastodon": "mastodon mastodon.social mastodon.online",
    "Messenger": "messenger msg messenger.com m.me com.facebook.orca facebookmessenger fbmessenger",
    "Meta": "meta meta.com",
    "Microsoft Ads": "microsoftads bingads",
    "Pinterest": "pinterest pin pin.it pinterest.com com.pinterest",
    "Quora": "quora quora.com",
    "Reddit": "reddit redd.it reddit.com com.reddit.frontpage",
    "Snapchat": "snapchat snap snapchat.com com.snapchat.android",
    "Telegram": "telegram tg t.me telegram.me telegram.org org.telegram.messenger",
    "Threads": "threads threads.net threads.com",
    "TikTok": "tiktok tt tiktok.com com.zhiliaoapp.musically",
    "Tumblr": "tumblr tumblr.com",
    "Twitch": "twitch twitch.tv",
    "VK": "vk vkontakte vk.com vk.ru",
    "WeChat": "wechat weixin wechat.com weixin.qq.com",
    "WhatsApp": "whatsapp wa wa.me whatsapp.com com.whatsapp",
    "X": "x twitter tw t.co x.com twitter.com com.twitter.android",
    "Xing": "xing xing.com",
    "YouTube": "youtube yt youtu.be youtube.com com.google.android.youtube",
}
"""The names, short names, domains and apps by which links call each platform.

Meta itself fills in fb, ig, msg (Messenger) or an (Audience Network) for {{site_source_name}}. Names of several words
stand here as one.
"""

CLICK_IDS: Final = {
    "igshid": "Instagram",
    "igsh": "Instagram",
    "fbclid": "Facebook",
    "li_fat_id": "LinkedIn",
    "epik": "Pinterest",
    "qclid": "Quora",
    "rdt_cid": "Reddit",
    "sccid": "Snapchat",
    "scclid": "Snapchat",
    "ttclid": "TikTok",
    "twclid": "X",
    "gclid": "Google Ads",
    "gbraid": "Google Ads",
    "wbraid": "Google Ads",
    "msclkid": "Microsoft Ads",
}
"""What the platforms themselves add to the address of a visit, the first that is there first; asked only where nobody
tagged the link. Facebook's is on the links of its sisters, too, and Google's beside those of whoever sent the visit.
"""

_BY_NAME: Final = {name: platform for platform, names in PLATFORMS.items() for name in names.split()}
_OF_ADVERTISING: Final = (
    "ad ads adv advertising bio boost boosted cpa cpc cpm feed group organic page paid post posts promo promoted reels"
    " social sponsored stories story"
)
"""Words that people put behind any platform's name, as in "facebook_ads"; with any other word it is another source."""
_OF_PLACES: Final = (
    "app article articles column company desktop explore grid groups home inbox instant instream leadgen leads live"
    " marketplace mobile network notification overlay pages placement profile reel referral remarketing results"
    " retargeting rewarded right search shop shopping shorts stream tab video videos web"
)
"""Also those of Meta's {{placement}}, as Facebook_Mobile_Feed, behind names that are no words themselves."""
_ADVERTISING: Final = frozenset(_OF_ADVERTISING.split())
_PLACEMENTS: Final = _ADVERTISING | frozenset(_OF_PLACES.split())
_WORDS: Final = frozenset({"an", "discord", "li", "meta", "msg", "pin", "quora", "snap", "threads", "x"})
"""Names that mean something else before many a word: "meta search" and "x video" are no platforms."""


@formula(unplaced="It reads links, and `socroi utm --book` writes those of a plan into a workbook.")
def SOCUTM(url: Each[Text], field: Text = "source") -> Text:
    """One field of a tagged link: where a visit came from, and through which campaign.

    Args:
        url: the link with its UTM codes; one cell, or a range that is answered cell by cell. For the platform also a
            plain source or domain, such as "fb" or "lnkd.in".
        field: source, medium, campaign, content, term or id, with or without "utm_" before it; or platform, the source
            under its usual name (fb, facebookads, Facebook_Mobile_Feed and l.facebook.com are all Facebook); where
            nobody tagged the link, whoever added a click id such as fbclid. Blank means source.

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
        =SOCUTM({"LinkedInAds";"IGShopping";"https://shop.example/?igsh=abc"},"platform") ->
            {"LinkedIn";"Instagram";"Instagram"}
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
        first, *others = re.split(r"[^a-z0-9.]+", name)
        for known in (name, first + "".join(others)):
            if known in _BY_NAME:
                return _BY_NAME[known]
        base, *joined = _taken_apart(first)
        if base in _BY_NAME and {*joined, *filter(None, others)} <= (_ADVERTISING if base in _WORDS else _PLACEMENTS):
            return _BY_NAME[base]
        name = name.partition(".")[2]
    return ""


def _taken_apart(word: str) -> list[str]:
    """Return a platform's name and the words written together with it, as of "igshopping"; else the word alone."""
    for end in range(len(word), 1, -1):
        if word[:end] in _BY_NAME and (end == len(word) or word[end:] in _PLACEMENTS):
            return [word[:end], word[end:]] if end < len(word) else [word]
    return [word]
