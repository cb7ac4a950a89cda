"""Distributions and tests of significance.

Expected: the examples of Microsoft's documentation with the digits of scipy, which agree to those printed there.
"""

from __future__ import annotations

import math

import pytest

from socroi.engine.arithmetic import special_functions as special


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=NORM.DIST(42,40,1.5,TRUE)", 0.9087887802741321),
        ("=NORM.DIST(42,40,1.5,FALSE)", 0.10934004978399577),
        ("=NORMSDIST(1.333333)", 0.9087887256040952),
        ("=NORM.S.INV(0.908789)", 1.3333346730441076),
        ("=NORM.INV(0.908789,40,1.5)", 42.00000200956616),
        ("=LOGNORM.DIST(4,3.5,1.2,TRUE)", 0.03908355570680047),
        ("=LOGNORM.INV(0.039084,3.5,1.2)", 4.000025218680634),
        ("=T.DIST(60,1,TRUE)", 0.9946953263673767),
        ("=T.DIST.2T(1.959999998,60)", 0.0546449299759209),
        ("=T.INV.2T(0.546449,60)", 0.6065330758257549),
        ("=T.INV(0.75,2)", 0.8164965809277261),
        ("=CHISQ.DIST(0.5,1,TRUE)", 0.5204998778130466),
        ("=CHISQ.DIST(2,3,FALSE)", 0.2075537487102974),
        ("=CHISQ.DIST.RT(18.307,10)", 0.05000058909139812),
        ("=CHISQ.INV.RT(0.050001,10)", 18.30697345696106),
        ("=F.DIST(15.20686486,6,4,TRUE)", 0.9899999999985835),
        ("=F.DIST(15.20686486,6,4,FALSE)", 0.001223799598760892),
        ("=F.INV.RT(0.01,6,4)", 15.206864861157523),
        ("=BINOM.DIST(6,10,0.5,FALSE)", 0.2050781249999999),
        ("=BINOM.INV(6,0.5,0.75)", 4.0),
        ("=BINOM.DIST.RANGE(60,0.75,45,50)", 0.5236297934718872),
        ("=NEGBINOM.DIST(10,5,0.25,TRUE)", 0.3135140584781766),
        ("=POISSON.DIST(2,5,TRUE)", 0.12465201948308108),
        ("=POISSON.DIST(2,5,FALSE)", 0.08422433748856832),
        ("=EXPON.DIST(0.2,10,TRUE)", 0.8646647167633873),
        ("=GAMMA.DIST(10.00001131,9,2,TRUE)", 0.0680940038697872),
        ("=GAMMA.INV(0.068094,9,2)", 10.000011191437181),
        ("=GAMMALN(4)", 1.791759469228055),
        ("=BETA.DIST(2,8,10,TRUE,1,3)", 0.6854705810546875),
        ("=BETA.INV(0.685470581,8,10,1,3)", 1.9999999999631428),
        ("=WEIBULL.DIST(105,20,100,TRUE)", 0.9295813900692769),
        ("=HYPGEOM.DIST(1,4,8,20,TRUE)", 0.4654282765737874),
        ("=ERF(0.745)", 0.7079289200957376),
        ("=ERFC(1)", 0.15729920705028516),
        ("=PHI(0.75)", 0.30113743215480443),
        ("=GAUSS(2)", 0.4772498680518208),
        ("=CONFIDENCE.NORM(0.05,2.5,50)", 0.6929519121748391),
        ("=CONFIDENCE.T(0.05,1,50)", 0.2841968554957299),
        ("=F.TEST({6,7,9,15,21},{20,28,31,38,40})", 0.6483178467861745),
        ("=T.TEST({3,4,5,8,9,1,2,4,5},{6,19,3,2,14,4,5,17,1},2,1)", 0.19601578492528204),
        ("=T.TEST({3,4,5,8,9,1,2,4,5},{6,19,3,2,14,4,5,17,1},2,2)", 0.19199588676039622),
        ("=T.TEST({3,4,5,8,9,1,2,4,5},{6,19,3,2,14,4,5,17,1},2,3)", 0.20229392336867796),
        ("=CHISQ.TEST({58,35;11,25;10,23},{45.35,47.65;17.56,18.44;16.09,16.91})", 0.0003081920170083095),
        ("=FISHER(0.75)", 0.9729550745276566),
        ("=PROB({0,1,2,3},{0.2,0.3,0.1,0.4},1,3)", 0.8),
        ("=Z.TEST({3,6,7,8,6,5,4,2,1,9},4)", 0.09057419685136381),
    ],
)
def test_documented_examples(answer, formula, value):
    assert answer(formula) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    "formula",
    ["=NORM.DIST(1,0,0,TRUE)", "=NORM.S.INV(0)", "=T.DIST.2T(-1,5)", "=CHISQ.DIST(-1,2,TRUE)",
    "=BINOM.DIST(3,2,0.5,TRUE)",
     "=GAMMA(0)", "=POISSON.DIST(-1,2,TRUE)", "=BETA.DIST(4,1,1,TRUE,1,3)", "=FISHER(1)", "=PROB({1,2},{0.5,0.6},1)",
     "=CONFIDENCE.NORM(5E-324,1,2)", "=CONFIDENCE.T(5E-324,1,2)"],
)  # fmt: skip
def test_parameters_out_of_bounds_are_an_error(answer, formula):
    assert answer(formula) == "#NUM!"


@pytest.mark.parametrize(
    ("a", "x", "share"),
    [
        (0.5, 0.1, 0.34527915398142317),
        (3.7, 2.2, 0.22976730879644322),
        (1000.0, 950.0, 0.055054686230738045),
        (2.5, 40.0, 1.0),
    ],
)
def test_the_incomplete_gamma_function_agrees_with_scipy(a, x, share):
    lower, upper = special.gamma_shares(a, x)
    assert lower == pytest.approx(share, rel=1e-12)
    assert lower + upper == pytest.approx(1, rel=1e-15)


@pytest.mark.parametrize(
    ("a", "b", "x", "share"),
    [(2.0, 3.0, 0.4, 0.5248), (0.5, 0.5, 0.25, 1 / 3), (50.0, 20.0, 0.6, 0.021479401354675253), (1.0, 1.0, 0.7, 0.7)],
)
def test_the_incomplete_beta_function_agrees_with_scipy(a, b, x, share):
    assert special.beta_shares(a, b, x)[0] == pytest.approx(share, rel=1e-9)


def test_inverses_undo_their_distributions():
    for p in (1e-10, 0.01, 0.5, 0.9, 0.999999):
        assert special.gamma_shares(3.3, special.gamma_inverse(p, 3.3))[0] == pytest.approx(p, rel=1e-12)
        assert special.beta_shares(2.2, 0.7, special.beta_inverse(p, 2.2, 0.7))[0] == pytest.approx(p, rel=1e-10)
        assert special.student_upper(special.student_inverse_upper(p, 7), 7) == pytest.approx(p, rel=1e-12)
        assert special.f_shares(special.f_inverse(p, 4, 9), 4, 9)[0] == pytest.approx(p, rel=1e-12)


def test_densities_keep_their_digits_for_large_counts():
    # n!/(k!(n-k)!) / 2^n in whole numbers
    exact = float(math.comb(3000, 1400) * 10**20 // 2**3000) / 1e20
    assert special.binomial_density(1400, 3000, 0.5, 0.5) == pytest.approx(exact, rel=1e-12)
