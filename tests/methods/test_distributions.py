import pytest

from socroi.methods.distributions import normal_quantile, t_quantile, t_two_tails

stats = pytest.importorskip("scipy.stats", reason="SciPy, the witness, is not installed")

PROBABILITIES = [0.5, 0.501, 0.6, 0.75, 0.9, 0.95, 0.975, 0.995, 0.9995, 0.999999]


@pytest.mark.parametrize("freedom", [1, 1.5, 2, 3, 4.7, 10, 29.3, 39.9, 40.1, 100, 1234.5, 9e4, 2e5, 1e8])
@pytest.mark.parametrize("probability", PROBABILITIES)
def test_the_quantile_of_t_is_that_of_scipy(probability, freedom):
    assert t_quantile(probability, freedom) == pytest.approx(stats.t.ppf(probability, freedom), rel=1e-10, abs=1e-10)


@pytest.mark.parametrize("freedom", [1, 2, 3, 10, 29.3, 100, 1234.5, 9e4, 1e6])
@pytest.mark.parametrize("t", [0, 1e-9, 0.3, -1, 1.96, 5, -12, 40])
def test_both_tails_of_t_are_those_of_scipy(t, freedom):
    assert t_two_tails(t, freedom) == pytest.approx(2 * stats.t.sf(abs(t), freedom), rel=1e-9, abs=1e-300)


@pytest.mark.parametrize("probability", PROBABILITIES)
def test_the_normal_quantile_is_that_of_scipy(probability):
    assert normal_quantile(probability) == pytest.approx(stats.norm.ppf(probability), rel=1e-12, abs=1e-15)


def test_quantiles_are_symmetric():
    assert t_quantile(0.025, 7) == -t_quantile(0.975, 7)


def test_the_printed_table_of_t_is_met():
    # Student (1908) and every textbook since: t of 0.975 with 1, 10 and 30 degrees of freedom.
    assert [round(t_quantile(0.975, n), 3) for n in (1, 10, 30)] == [12.706, 2.228, 2.042]
