"""`socroi utm` builds tagged links and says what is wrong with one. Expected links were written by hand."""

import json
import shutil
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socroi import templates
from socroi.sources.tagged_links import TAGS, among_all, checked, tagged

FINE = "https://shop.example/?utm_source=instagram&utm_medium=social&utm_campaign=spring"


def test_a_link_is_built_in_small_letters_without_blanks(run):
    status, out, _ = run(
        "utm", "https://shop.example/mugs", "--source", "Instagram", "--medium", "social", "--campaign", "Spring Sale"
    )
    link = "https://shop.example/mugs?utm_source=instagram&utm_medium=social&utm_campaign=spring_sale"
    assert status == 0
    assert out.splitlines()[0] == link
    assert "campaign “Spring Sale” is written spring_sale" in out


def test_query_and_fragment_of_a_link_stay(run):
    _, out, _ = run("utm", "https://shop.example/?size=2&q=a%20b#mugs", "--source", "fb", "--medium", "social")
    assert out.splitlines()[0] == "https://shop.example/?size=2&q=a%20b&utm_source=fb&utm_medium=social#mugs"


@given(
    st.dictionaries(st.sampled_from(TAGS), st.text(min_size=1, max_size=20).filter(str.strip), min_size=1),
    st.sampled_from(["https://shop.example", "https://shop.example/?a=1", "https://shop.example/p?b=%C3%A9#x"]),
)
def test_what_was_put_on_a_link_is_read_back_by_others(tags, url):
    query = parse_qs(urlsplit(tagged(url, tags).url).query)
    for name, text in tags.items():
        assert query[f"utm_{name}"][0].split() == "_".join(text.casefold().split()).split()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://shop.example/?utm_medium=social&utm_campaign=a", "It has no source"),
        ("https://shop.example/?utm_source=fb&utm_campaign=a", "It has no medium"),
        (FINE.replace("spring", "Spring"), "campaign “Spring” has capital letters"),
        (FINE.replace("spring", "spring%20sale"), "has a blank: write spring_sale"),
        (FINE + "&utm_source=fb", "utm_source stands in it twice, as “fb” and “instagram”"),
        (FINE + "&email=ann%40example.com", "email is about a person"),
        (FINE + "&who=ann@example.com", "who is about a person"),
        (FINE + "&first_name=Ann", "first_name is about a person"),
        (FINE + "&fbclid=IwAR0", "fbclid is of one visit"),
        (FINE.replace("/?", "/#?"), "behind the #"),
        (FINE + "?utm_content=a", "two question marks"),
        (FINE.replace("utm_source", "UTM_Source"), "UTM_Source is written utm_source"),
        (FINE + "&utm_contnet=a", "utm_contnet is no tag. Is utm_content meant"),
        (FINE.replace("shop.example", "bit.ly"), "bit.ly shortens links"),
        ("shop.example", "It is no address of a page"),
        ("https://shop example/?utm_source=fb", "It is no address of a page"),
    ],
)
def test_what_cannot_be_mended_after_the_click_is_wrong(run, url, said):
    status, out, _ = run("utm", url)
    assert status == 3
    assert any(line.strip().startswith("wrong:") and said in line for line in out.splitlines())


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (FINE.replace("&utm_campaign=spring", ""), "It has no campaign"),
        (FINE.replace("medium=social", "medium=post"), "its medium “post” is no social one"),
        (FINE.replace("source=instagram", "source=ourblog"), "“ourblog” is no platform that is known"),
        (FINE.replace("https", "http"), "It begins with http://"),
        (FINE.replace("instagram", "shop").replace("social", "things"), "knows no channel for the medium “things”"),
    ],
)
def test_what_may_be_meant_is_a_note(run, url, said):
    status, out, _ = run("utm", url)
    assert status == 0
    assert any(line.strip().startswith("note:") and said in line for line in out.splitlines())


def test_a_link_that_is_fine_is_said_alone(run):
    assert run("utm", FINE) == (0, FINE + "\n", "")


def test_a_link_inside_a_site_takes_the_visit_away(run):
    status, out, _ = run("utm", FINE, "--placed-on", "https://www.shop.example/blog")
    assert status == 3
    assert "It stands on shop.example and leads to it" in out


def test_a_tag_that_is_there_already_is_not_replaced():
    link = tagged(FINE, {"source": "facebook"})
    assert link.is_wrong
    assert link.url == FINE
    assert "It has source “instagram” already" in link.findings[0].what


def test_one_name_in_two_ways_is_found_among_all_links():
    links = [FINE, FINE + "&utm_content=b", FINE.replace("spring", "spr-ing"), FINE.replace("instagram", "ig"), FINE]
    found = [[finding.what for finding in link.findings] for link in among_all([checked(link) for link in links])]
    assert found[:2] == [[], []]
    assert found[2] == ["Its campaign is “spr-ing”, and elsewhere “spring”: analytics counts them apart."]
    assert found[3] == ["Its source is “ig”, and elsewhere “instagram”: analytics counts them apart."]
    assert found[4] == ["It is the same link as number 1."]


def test_a_table_of_links_is_built_row_by_row_and_written(run, tmp_path):
    (tmp_path / "links.csv").write_text(
        "url,source,medium,campaign,placed on\n"
        "https://shop.example/,Facebook,social,Spring,\n"
        "https://shop.example/,linkedin,paid_social,Spring,shop.example\n",
        encoding="utf-8",
    )
    status, out, _ = run("utm", "links.csv", "-o", "tagged.csv")
    assert status == 3
    assert "tagged.csv: 2 links, of which 1 are wrong." in out
    rows = (tmp_path / "tagged.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[0] == "url,source,medium,campaign,content,term,id,placed on,fine,findings"
    assert rows[1].startswith(
        "https://shop.example/?utm_source=facebook&utm_medium=social&utm_campaign=spring,facebook,"
    )
    assert run("utm", "links.csv", "-o", "tagged.csv")[0] == 2


def test_as_json_it_can_be_read_by_programs(run):
    status, out, _ = run("utm", FINE, "--json")
    said = json.loads(out)
    assert status == 0
    assert (said[0]["source"], said[0]["fine"], said[0]["findings"]) == ("instagram", True, [])


def test_no_cell_of_the_table_is_a_formula(run, tmp_path):
    (tmp_path / "links.csv").write_text('url,source\n"=HYPERLINK(1)",fb\n', encoding="utf-8")
    run("utm", "links.csv", "-o", "tagged.csv")
    assert (tmp_path / "tagged.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("'=")


def test_a_table_without_links_is_refused(run, tmp_path):
    (tmp_path / "links.csv").write_text("what,source\nx,fb\n", encoding="utf-8")
    status, _, error = run("utm", "links.csv")
    assert status == 2
    assert "it has no column of links" in error


def test_links_go_into_a_workbook_and_are_checked_there(run, tmp_path):
    shutil.copyfile(templates.shipped("four_step"), tmp_path / "plan.xlsx")
    (tmp_path / "links.csv").write_text("url,source,medium\nhttps://shop.example/,instagram,social\n", encoding="utf-8")
    status, out, err = run("utm", "links.csv", "--book", "plan.xlsx")
    assert (status, err) == (0, "plan.xlsx: 1 new of 1, so that 1 stand there.\n")
    assert "utm_source=instagram" in out
    assert "0 new of 1" in run("utm", "links.csv", "--book", "plan.xlsx")[2]
    assert "utm_source=instagram" in run("utm", "plan.xlsx")[1]


@pytest.mark.parametrize("out", ["there.csv", "there.csv/more.csv", "x" * 300 + ".csv"])
def test_a_file_that_cannot_be_written_leaves_the_book_alone(run, tmp_path, out):
    assert run("new", "four_step", "-o", "plan.xlsx")[0] == 0
    (tmp_path / "links.csv").write_text("url,source,medium,campaign\nhttps://shop.example/,instagram,social,spring\n")
    (tmp_path / "there.csv").write_text("mine")
    before = (tmp_path / "plan.xlsx").read_bytes()
    status, printed, err = run("utm", "links.csv", "--book", "plan.xlsx", "-o", out)
    assert (status, printed) == (2, "")
    assert err.count("\n") == 1
    assert (tmp_path / "plan.xlsx").read_bytes() == before
    assert (tmp_path / "there.csv").read_text() == "mine"
