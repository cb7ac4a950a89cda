import socroi


def test_reach_and_frequency_take_impressions_apart():
    # 3000 impressions = 1000 fans x 1.5 reached x 2 times each.
    assert socroi.SOCREACHRATE(1500, 1000) == 1.5
    assert socroi.SOCFREQ(3000, 1500) == 2.0
    assert 1000 * socroi.SOCREACHRATE(1500, 1000) * socroi.SOCFREQ(3000, 1500) == 3000


def test_share_of_voice_counts_your_own_among_all():
    assert socroi.SOCSHARE([30, 20], [120, 80]) == 0.25
    answer = socroi.SOCSHARE(50, 40)
    assert answer == "#NUM!"
    assert "50 of 40" in answer.why
