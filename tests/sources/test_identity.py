from exporters import META, meta, write

from socroi import sources

ADS = META.replace("Campaign name", "Ad name,Campaign name")


def test_the_same_campaign_on_the_same_day_has_one_key_whatever_its_figures(tmp_path):
    first = sources.read(meta(tmp_path, "Bikes,10,100,1", "Boats,20,200,2")).keys
    later = sources.read(meta(tmp_path, "Bikes,11,110,1")).keys
    assert first[0] == later[0]
    assert first[0] != first[1]


def test_an_ad_and_its_campaign_have_keys_of_their_levels(tmp_path):
    campaign = sources.read(meta(tmp_path, "Bikes,10,100,1"))
    ad = sources.read(write(tmp_path, ADS, "2026-04-01,2026-04-30,Ad 1,Bikes,10,100,1"))
    assert (campaign.level, ad.level) == ("campaign", "ad")
    assert set(campaign.keys).isdisjoint(ad.keys)


def test_a_campaign_that_is_renamed_keeps_its_key_where_it_has_an_id(tmp_path):
    header = META.replace("Campaign name", "Campaign name,Campaign ID")
    before, after = (sources.read(meta(tmp_path, f"{name},12,10,100,1", header=header)).keys[0] for name in ("A", "B"))
    assert before == after


def test_rows_of_spend_that_stand_twice_are_said_by_their_number(tmp_path):
    row = "2026-03-01,2026-03-31,Bikes,100,1000,10"
    head = "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions,Link clicks"
    found = sources.read(write(tmp_path, head, row, "2026-03-01,2026-03-31,Boats,50,600,7", row))
    assert found.table["spend"].sum() == 250
    assert any("count twice: row 4 (as row 2). If they were pasted twice" in note for note in found.notes)


def test_campaigns_without_a_spend_that_look_alike_are_not_named(tmp_path):
    head = "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions,Link clicks"
    rows = "2026-03-01,2026-03-31,Bikes,100,1000,10", "2026-03-01,2026-03-31,Boats,0,0,0"
    assert not [note for note in sources.read(write(tmp_path, head, *rows)).notes if "twice" in note]
