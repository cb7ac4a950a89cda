import pytest

import socroi

LINK = "https://shop.example/p?id=7&utm_source=Facebook&utm_medium=paid%20social&utm_campaign=%C5%91sz+2026&UTM_Content=A%2BB#top"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("source", "Facebook"),
        ("utm_source", "Facebook"),
        (" Medium ", "paid social"),
        ("campaign", "ősz 2026"),
        ("content", "A+B"),
        ("term", ""),
        ("id", ""),
        ("platform", "Facebook"),
    ],
)
def test_a_field_is_decoded(field, value):
    assert socroi.SOCUTM(LINK, field) == value


SOURCES = {
    "fb": "Facebook", "FB": "Facebook", "facebook.com": "Facebook", "l.facebook.com": "Facebook",
    "m.facebook.com": "Facebook", "facebook_ads": "Facebook", "ig": "Instagram", "IG Story": "Instagram",
    "l.instagram.com": "Instagram", "t.co": "X", "x": "X", "twitter": "X", "lnkd.in": "LinkedIn",
    "linkedin.com": "LinkedIn", "pin.it": "Pinterest", "yt": "YouTube", "youtu.be": "YouTube",
    "www.youtube.com": "YouTube", "tiktok": "TikTok", "vm.tiktok.com": "TikTok", "threads": "Threads",
    "threads.net": "Threads", "out.reddit.com": "Reddit", "wa.me": "WhatsApp", "t.me": "Telegram",
    "bsky.app": "Bluesky",
    # As advertisers tag their ads, and as Meta fills in {{site_source_name}} and {{placement}}.
    "facebookads": "Facebook", "FacebookAds": "Facebook", "fb-ads": "Facebook", "fb_paid": "Facebook",
    "paid.facebook.com": "Facebook", "LinkedInAds": "LinkedIn", "linkedin_ads": "LinkedIn", "lnkd": "LinkedIn",
    "linked in": "LinkedIn", "IGShopping": "Instagram", "ig_story_ad": "Instagram", "InstagramReels": "Instagram",
    "msg": "Messenger", "an": "Audience Network", "audience_network": "Audience Network", "meta": "Meta",
    "MetaAds": "Meta", "meta ads": "Meta", "Facebook_Mobile_Feed": "Facebook", "Facebook_Right_Column": "Facebook",
    "Facebook_Desktop_Feed": "Facebook", "Facebook_Instream_Video": "Facebook", "Facebook_Marketplace": "Facebook",
    "Instagram_Explore_Grid_Home": "Instagram", "Instagram_Stories": "Instagram", "Messenger_Inbox": "Messenger",
    "Threads_Feed": "Threads", "TikTokAds": "TikTok", "tik tok": "TikTok", "tiktok_shop": "TikTok",
    "you tube": "YouTube", "YouTube_Shorts": "YouTube", "twitterads": "X", "x_ads": "X", "snapchatads": "Snapchat",
    "redditads": "Reddit", "pinterest_ads": "Pinterest", "com.facebook.katana": "Facebook",
    "com.instagram.android": "Instagram", "m.me": "Messenger", "l.messenger.com": "Messenger",
    "fb.watch": "Facebook", "instagr.am": "Instagram", "discord.gg": "Discord", "twitch.tv": "Twitch",
}  # fmt: skip


@pytest.mark.parametrize(("source", "platform"), SOURCES.items())
def test_short_names_and_domains_are_one_platform(source, platform):
    assert socroi.SOCUTM(f"https://shop.example/?utm_source={source}", "platform") == platform
    assert socroi.SOCUTM(source, "platform") == platform


@pytest.mark.parametrize(
    "source",
    [
        "newsletter",
        "x-mas mailing",
        "figaro",
        "netflix.com",
        "pinboard",
        "facebook killers",
        "metasearch",
        "meta search",
        "threads of fate",
        "an app",
        "x video",
        "lists",
        "thread",
        "snapapp",
        "igloo",
        "google",
        "email",
        "social",
        "ads",
        "{{site_source_name}}",
    ],
)
def test_a_source_that_is_no_platform_stands_as_it_is(source):
    assert socroi.SOCUTM(f"https://shop.example/?utm_source={source}", "platform") == source


@pytest.mark.parametrize(
    ("link", "platform"),
    [
        ("https://lnkd.in/abc", "LinkedIn"),
        ("https://www.facebook.com/page/posts/1", "Facebook"),
        ("https://shop.example/?fbclid=IwAR0", "Facebook"),
        ("https://shop.example/?igsh=MWx5&fbclid=IwAR0", "Instagram"),
        ("https://www.instagram.com/p/Cx1/?igsh=MWx5", "Instagram"),
        ("https://shop.example/?li_fat_id=1", "LinkedIn"),
        ("https://shop.example/?ttclid=E.C.P", "TikTok"),
        ("https://shop.example/?ScCid=1", "Snapchat"),
        ("https://shop.example/?rdt_cid=1", "Reddit"),
        ("https://shop.example/?msclkid=1", "Microsoft Ads"),
        ("https://shop.example/?gclid=1", "Google Ads"),
        ("https://youtu.be/abc", "YouTube"),
        ("https://wa.me/36201234567", "WhatsApp"),
        ("android-app://com.linkedin.android/", "LinkedIn"),
        ("https://shop.example/?twclid=2&gclid=1", "X"),
        ("https://shop.example/", ""),
    ],
)
def test_a_link_that_nobody_tagged_still_tells_its_platform(link, platform):
    assert socroi.SOCUTM(link, "platform") == platform


@pytest.mark.parametrize(
    "link",
    [
        "shop.example/?utm_source=fb",
        "?utm_source=fb",
        "https://shop.example/?a=1&amp;utm_source=fb&amp;utm_medium=x",
        "https://shop.example/#/page?utm_source=fb",
        "https://shop.example/?utm_source=%20fb%20",
    ],
)
def test_links_are_read_as_people_copy_them(link):
    assert socroi.SOCUTM(link) == "fb"


def test_broken_percent_codes_do_not_stop_the_sheet():
    assert socroi.SOCUTM("https://shop.example/?utm_source=%zz%fc") == "%zz\ufffd"


def test_links_are_answered_cell_by_cell():
    links = ["https://a.example/?utm_source=fb", None, "https://a.example/", "http://[broken"]
    assert socroi.SOCUTM(links) == ["fb", "#N/A", "", "#VALUE!"]


def test_an_unknown_field_names_the_nearest():
    answer = socroi.SOCUTM(LINK, "campain")
    assert answer == "#N/A"
    assert '"campaign"' in answer.hint
