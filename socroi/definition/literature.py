"""The works that the functions cite, by key: who wrote what, when, and where it can be found.

A function names a work in its docstring, under `Source:`, by the key in brackets: `[shapley1953]`, `[S0], step 4`. The
key is the surname of the first author, or the short name of a body, with the year; S0 to S4 are the five articles that
describe the method. What is not known of a work is said to be unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_CITATION: Final = re.compile(r"\[([A-Za-z]\w*)\]")


@dataclass(frozen=True, slots=True)
class Work:
    """A book, a paper or an article.

    Attributes:
        authors: their names, or "" where they are unknown.
        title: as it was published; of a work in another script, English follows in the note.
        year: of publication, or None where it is unknown; the note then says what is known instead.
        published: journal, volume and pages, or publisher; "" where that is unknown.
        address: where it can be read or found; "" where no lasting address is known.
        note: what else a reader needs to recognise it, or to find the place that is cited.
    """

    authors: str
    title: str
    year: int | None
    published: str
    address: str = ""
    note: str = ""

    @property
    def reference(self) -> str:
        """The whole reference, as a list of literature has it."""
        title = f"“{self.title}”" if self.title else "without a title"
        parts = [self.authors or "Author unknown", title, self.published, str(self.year or "year unknown")]
        return " ".join(filter(None, (f"{', '.join(filter(None, parts))}.", self.address, self.note)))


def cited(text: str) -> tuple[str, ...]:
    """Return the keys that a text cites, each once, in the order in which it names them first."""
    return tuple(dict.fromkeys(_CITATION.findall(text)))


WORKS: Final[Mapping[str, Work]] = {
    "S0": Work(
        "",
        "Jinsi ya Kuhesabu Kurudi kwenye Uwekezaji wako wa Uuzaji wa Media ya Jamii",
        None,
        "article in Swahili",
        note="In English: How to calculate the return on your social media marketing investment. The copy used here"
        " gives neither author, date nor address; it shows an infographic of MDG, “How to measure social media"
        " ROI”, and is the same article as S2. Four steps: 1 define measurable goals; 2 give each action a value; 3"
        " count the costs of the work; 4 find the ROI, ((revenue attributed to social - cost of social) x 100) /"
        " cost of social.",
    ),
    "S1": Work(
        "",
        "A közösségi média befektetésének megtérülése, amelyet nem mér",
        None,
        "article in Hungarian",
        note="In English: The return on social media investment that you do not measure. The copy used here gives"
        " neither author, date nor address; it shows a diagram by David Armano. Point 1: what the traffic would"
        " have cost as pay-per-click; point 2: direct sales; then indirect returns: thought leadership, personal"
        " relations, word of mouth, reputation, authority, indirect sales, service cost saved, practised messages.",
    ),
    "S2": Work(
        "",
        "Com es calcula el rendiment de la inversió en màrqueting en xarxes socials",
        None,
        "article in Catalan",
        note="In English: How to calculate the return on investment in social media marketing. The copy used here gives"
        " neither author, date nor address; it is the same article as S0, in a better translation, with the same"
        " four steps.",
    ),
    "S3": Work(
        "",
        "آيا ميزان بازگرداني سرمايه رسانه هاي اجتماعي نفس را مرتبه گيري مي كنيد؟",
        None,
        "article in Persian",
        note="In English: Do you measure the return on investment of your social media? The copy used here gives"
        " neither author, date nor address; its text speaks as LYFE Marketing, and forecasts for 2019 are the"
        " latest that it quotes as news. Five steps: 1 name the KPIs; 2 align the goals of social media with those"
        " of the business; 3 track the results; 4 give each KPI a money value; 5 analyse the results, in total and"
        " by platform.",
    ),
    "S4": Work(
        "",
        "",
        None,
        "article in Hindi",
        note="The copy used here gives neither title, author, date nor address; it reports “The ROI of Social Media"
        " Management”, a study of Salesforce with Altimeter: the return comes from efficiency (integration and"
        " automation of scheduling, management, monitoring and response) and from maturity (a managed process), and"
        " is measured by the Net Promoter Score.",
    ),
    "abadie2015": Work(
        "A. Abadie, A. Diamond and J. Hainmueller",
        "Comparative politics and the synthetic control method",
        2015,
        "American Journal of Political Science 59(2), 495-510",
        "https://doi.org/10.1111/ajps.12116",
    ),
    "aert2019": Work(
        "R. C. M. van Aert and D. Jackson",
        "A new justification of the Hartung-Knapp method for random-effects meta-analysis based on weighted least "
        "squares regression",
        2019,
        "Research Synthesis Methods 10(4), 515-527",
        "https://doi.org/10.1002/jrsm.1356",
    ),
    "anderl2016": Work(
        "E. Anderl, I. Becker, F. von Wangenheim and J. H. Schumann",
        "Mapping the customer journey: lessons learned from graph-based online attribution modeling",
        2016,
        "International Journal of Research in Marketing 33(3), 457-474",
        "https://doi.org/10.1016/j.ijresmar.2016.03.001",
    ),
    "anderson1942": Work(
        "R. L. Anderson",
        "Distribution of the serial correlation coefficient",
        1942,
        "Annals of Mathematical Statistics 13(1), 1-13",
        "https://doi.org/10.1214/aoms/1177731638",
    ),
    "bates1988": Work(
        "D. M. Bates and D. G. Watts",
        "Nonlinear Regression Analysis and Its Applications",
        1988,
        "Wiley",
    ),
    "berger1982": Work(
        "R. L. Berger",
        "Multiparameter hypothesis testing and acceptance sampling",
        1982,
        "Technometrics 24(4), 295-300",
        "https://doi.org/10.1080/00401706.1982.10487790",
    ),
    "berman2018": Work(
        "R. Berman",
        "Beyond the last touch: attribution in online advertising",
        2018,
        "Marketing Science 37(5), 771-792",
        "https://doi.org/10.1287/mksc.2018.1104",
    ),
    "bloom1995": Work(
        "H. S. Bloom",
        "Minimum detectable effects: a simple way to report the statistical power of experimental designs",
        1995,
        "Evaluation Review 19(5), 547-556",
        "https://doi.org/10.1177/0193841X9501900504",
    ),
    "brown2001": Work(
        "L. D. Brown, T. T. Cai and A. DasGupta",
        "Interval estimation for a binomial proportion",
        2001,
        "Statistical Science 16(2), 101-133",
        "https://doi.org/10.1214/ss/1009213286",
    ),
    "chernozhukov2021": Work(
        "V. Chernozhukov, K. Wüthrich and Y. Zhu",
        "An exact and robust conformal inference method for counterfactual and synthetic controls",
        2021,
        "Journal of the American Statistical Association 116(536), 1849-1864",
        "https://doi.org/10.1080/01621459.2021.1920957",
    ),
    "clifton2012": Work(
        "B. Clifton",
        "Advanced Web Metrics with Google Analytics",
        2012,
        "third edition, Sybex",
    ),
    "cooper1988": Work(
        "R. Cooper and R. S. Kaplan",
        "Measure costs right: make the right decisions",
        1988,
        "Harvard Business Review 66(5), 96-103",
    ),
    "cryer2008": Work(
        "J. D. Cryer and K.-S. Chan",
        "Time Series Analysis: With Applications in R",
        2008,
        "second edition, Springer",
        "https://doi.org/10.1007/978-0-387-75959-3",
    ),
    "dalessandro2012": Work(
        "B. Dalessandro, C. Perlich, O. Stitelman and F. Provost",
        "Causally motivated attribution for online advertising",
        2012,
        "Proceedings of the Sixth International Workshop on Data Mining for Online Advertising (ADKDD)",
        "https://doi.org/10.1145/2351356.2351363",
    ),
    "dean2016": Work(
        "R. T. Dean and W. T. M. Dunsmuir",
        "Dangers and uses of cross-correlation in analyzing time series in perception, performance, movement, and"
        " neuroscience: the importance of constructing transfer function autoregressive models",
        2016,
        "Behavior Research Methods 48(2), 783-802",
        "https://doi.org/10.3758/s13428-015-0611-2",
    ),
    "dersimonian1986": Work(
        "R. DerSimonian and N. Laird",
        "Meta-analysis in clinical trials",
        1986,
        "Controlled Clinical Trials 7(3), 177-188",
        "https://doi.org/10.1016/0197-2456(86)90046-2",
    ),
    "donner2012": Work(
        "A. Donner and G. Y. Zou",
        "Closed-form confidence intervals for functions of the normal mean and standard deviation",
        2012,
        "Statistical Methods in Medical Research 21(4), 347-359",
        "https://doi.org/10.1177/0962280210383082",
    ),
    "dorfman1954": Work(
        "R. Dorfman and P. O. Steiner",
        "Optimal advertising and optimal quality",
        1954,
        "American Economic Review 44(5), 826-836",
    ),
    "dunn1961": Work(
        "O. J. Dunn",
        "Multiple comparisons among means",
        1961,
        "Journal of the American Statistical Association 56(293), 52-64",
        "https://doi.org/10.1080/01621459.1961.10482090",
    ),
    "efron1979": Work(
        "B. Efron",
        "Bootstrap methods: another look at the jackknife",
        1979,
        "Annals of Statistics 7(1), 1-26",
        "https://doi.org/10.1214/aos/1176344552",
    ),
    "efron1993": Work(
        "B. Efron and R. J. Tibshirani",
        "An Introduction to the Bootstrap",
        1993,
        "Chapman & Hall",
    ),
    "fabijan2019": Work(
        "A. Fabijan, J. Gupchup, S. Gupta, J. Omhover, W. Qin, L. Vermeer and P. Dmitriev",
        "Diagnosing sample ratio mismatch in online controlled experiments: a taxonomy and rules of thumb",
        2019,
        "Proceedings of the 25th ACM SIGKDD conference, 2156-2164",
        "https://doi.org/10.1145/3292500.3330722",
    ),
    "fader2005": Work(
        "P. S. Fader, B. G. S. Hardie and K. L. Lee",
        "“Counting your customers” the easy way: an alternative to the Pareto/NBD model",
        2005,
        "Marketing Science 24(2), 275-284",
        "https://doi.org/10.1287/mksc.1040.0098",
    ),
    "fader2007": Work(
        "P. S. Fader and B. G. S. Hardie",
        "How to project customer retention",
        2007,
        "Journal of Interactive Marketing 21(1), 76-90",
        "https://doi.org/10.1002/dir.20074",
    ),
    "fader2013": Work(
        "P. S. Fader and B. G. S. Hardie",
        "The gamma-gamma model of monetary value",
        2013,
        "note 025 of brucehardie.com",
        "https://www.brucehardie.com/notes/025/",
    ),
    "farris2010": Work(
        "P. W. Farris, N. T. Bendle, P. E. Pfeifer and D. J. Reibstein",
        "Marketing Metrics: The Definitive Guide to Measuring Marketing Performance",
        2010,
        "second edition, Pearson Education",
    ),
    "fieller1954": Work(
        "E. C. Fieller",
        "Some problems in interval estimation",
        1954,
        "Journal of the Royal Statistical Society, Series B 16(2), 175-185",
        "https://doi.org/10.1111/j.2517-6161.1954.tb00159.x",
    ),
    "fleiss2003": Work(
        "J. L. Fleiss, B. Levin and M. C. Paik",
        "Statistical Methods for Rates and Proportions",
        2003,
        "third edition, Wiley",
        "https://doi.org/10.1002/0471445428",
    ),
    "friede2017": Work(
        "T. Friede, C. Röver, S. Wandel and B. Neuenschwander",
        "Meta-analysis of two studies in the presence of heterogeneity with applications in rare diseases",
        2017,
        "Biometrical Journal 59(4), 658-671",
        "https://doi.org/10.1002/bimj.201500236",
    ),
    "gelman2006": Work(
        "A. Gelman",
        "Prior distributions for variance parameters in hierarchical models",
        2006,
        "Bayesian Analysis 1(3), 515-534",
        "https://doi.org/10.1214/06-BA117A",
    ),
    "gelman2013": Work(
        "A. Gelman, J. B. Carlin, H. S. Stern, D. B. Dunson, A. Vehtari and D. B. Rubin",
        "Bayesian Data Analysis",
        2013,
        "third edition, Chapman & Hall/CRC",
    ),
    "goodman1965": Work(
        "L. A. Goodman",
        "On simultaneous confidence intervals for multinomial proportions",
        1965,
        "Technometrics 7(2), 247-254",
        "https://doi.org/10.1080/00401706.1965.10490252",
    ),
    "gordon2019": Work(
        "B. R. Gordon, F. Zettelmeyer, N. Bhargava and D. Chapsky",
        "A comparison of approaches to advertising measurement: evidence from big field experiments at Facebook",
        2019,
        "Marketing Science 38(2), 193-225",
        "https://doi.org/10.1287/mksc.2018.1135",
    ),
    "grassmann1985": Work(
        "W. K. Grassmann, M. I. Taksar and D. P. Heyman",
        "Regenerative analysis and steady state distributions for Markov chains",
        1985,
        "Operations Research 33(5), 1107-1116",
        "https://doi.org/10.1287/opre.33.5.1107",
    ),
    "gupta2003": Work(
        "S. Gupta and D. R. Lehmann",
        "Customers as assets",
        2003,
        "Journal of Interactive Marketing 17(1), 9-24",
        "https://doi.org/10.1002/dir.10045",
    ),
    "gupta2006": Work(
        "S. Gupta, D. Hanssens, B. Hardie, W. Kahn, V. Kumar, N. Lin, N. Ravishanker and S. Sriram",
        "Modeling customer lifetime value",
        2006,
        "Journal of Service Research 9(2), 139-155",
        "https://doi.org/10.1177/1094670506293810",
    ),
    "hall1992": Work(
        "P. Hall",
        "On the removal of skewness by transformation",
        1992,
        "Journal of the Royal Statistical Society B 54(1), 221-228",
        "https://doi.org/10.1111/j.2517-6161.1992.tb01876.x",
    ),
    "hartung2001": Work(
        "J. Hartung and G. Knapp",
        "On tests of the overall treatment effect in meta-analysis with normally distributed responses",
        2001,
        "Statistics in Medicine 20(12), 1771-1782",
        "https://doi.org/10.1002/sim.791",
    ),
    "iasb2003": Work(
        "IASB (International Accounting Standards Board)",
        "IAS 16 Property, Plant and Equipment",
        2003,
        "international accounting standard",
    ),
    "iso2003": Work(
        "ISO (International Organization for Standardization)",
        "ISO/IEC 15504-2:2003, Information technology - Process assessment - Part 2: Performing an assessment",
        2003,
        "international standard",
    ),
    "iso2019": Work(
        "ISO (International Organization for Standardization)",
        "ISO 8601-1:2019, Date and time - Representations for information interchange - Part 1: Basic rules",
        2019,
        "international standard",
    ),
    "jackson2017": Work(
        "D. Jackson, M. Law, G. Rücker and G. Schwarzer",
        "The Hartung-Knapp modification for random-effects meta-analysis: a useful refinement but are there any "
        "residual concerns?",
        2017,
        "Statistics in Medicine 36(25), 3923-3934",
        "https://doi.org/10.1002/sim.7411",
    ),
    "jennison2000": Work(
        "C. Jennison and B. W. Turnbull",
        "Group Sequential Methods with Applications to Clinical Trials",
        2000,
        "Chapman & Hall/CRC",
    ),
    "jin2017": Work(
        "Y. Jin, Y. Wang, Y. Sun, D. Chan and J. Koehler",
        "Bayesian methods for media mix modeling with carryover and shape effects",
        2017,
        "Google",
        "https://research.google/pubs/pub46001/",
    ),
    "johari2017": Work(
        "R. Johari, P. Koomen, L. Pekelis and D. Walsh",
        "Peeking at A/B tests: why it matters, and what to do about it",
        2017,
        "Proceedings of the 23rd ACM SIGKDD conference, 1517-1525",
        "https://doi.org/10.1145/3097983.3097992",
    ),
    "kannan2016": Work(
        "P. K. Kannan, W. Reinartz and P. C. Verhoef",
        "The path to purchase and attribution modeling: introduction to special section",
        2016,
        "International Journal of Research in Marketing 33(3), 449-456",
    ),
    "keefer1983": Work(
        "D. L. Keefer and S. E. Bodily",
        "Three-point approximations for continuous random variables",
        1983,
        "Management Science 29(5), 595-609",
        "https://doi.org/10.1287/mnsc.29.5.595",
    ),
    "kerman2017": Work(
        "J. Kerman, P. Wang and J. Vaver",
        "Estimating ad effectiveness using geo experiments in a time-based regression framework",
        2017,
        "Google",
        "https://research.google/pubs/pub45950/",
    ),
    "lin2006": Work(
        "R. Lin, T. A. Louis, S. M. Paddock and G. Ridgeway",
        "Loss function based ranking in two-stage, hierarchical models",
        2006,
        "Bayesian Analysis 1(4), 915-946",
        "https://doi.org/10.1214/06-BA130",
    ),
    "mack1993": Work(
        "T. Mack",
        "Distribution-free calculation of the standard error of chain ladder reserve estimates",
        1993,
        "ASTIN Bulletin 23(2), 213-225",
        "https://doi.org/10.2143/AST.23.2.2005092",
    ),
    "malcolm1959": Work(
        "D. G. Malcolm, J. H. Roseboom, C. E. Clark and W. Fazar",
        "Application of a technique for research and development program evaluation",
        1959,
        "Operations Research 7(5), 646-669",
        "https://doi.org/10.1287/opre.7.5.646",
    ),
    "manski1989": Work(
        "C. F. Manski",
        "Anatomy of the selection problem",
        1989,
        "Journal of Human Resources 24(3), 343-360",
        "https://doi.org/10.2307/145818",
    ),
    "michaelis1913": Work(
        "L. Michaelis and M. L. Menten",
        "Die Kinetik der Invertinwirkung",
        1913,
        "Biochemische Zeitschrift 49, 333-369",
    ),
    "newcombe1998": Work(
        "R. G. Newcombe",
        "Interval estimation for the difference between independent proportions: comparison of eleven methods",
        1998,
        "Statistics in Medicine 17(8), 873-890",
        "https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8%3C873::AID-SIM779%3E3.0.CO;2-I",
    ),
    "paulk1993": Work(
        "M. C. Paulk, B. Curtis, M. B. Chrissis and C. V. Weber",
        "Capability maturity model, version 1.1",
        1993,
        "IEEE Software 10(4), 18-27",
        "https://doi.org/10.1109/52.219617",
    ),
    "pearson1965": Work(
        "E. S. Pearson and J. W. Tukey",
        "Approximate means and standard deviations based on distances between percentage points of frequency curves",
        1965,
        "Biometrika 52(3/4), 533-546",
        "https://doi.org/10.1093/biomet/52.3-4.533",
    ),
    "reichheld2003": Work(
        "F. F. Reichheld",
        "The one number you need to grow",
        2003,
        "Harvard Business Review 81(12)",
    ),
    "robbins1970": Work(
        "H. Robbins",
        "Statistical methods related to the law of the iterated logarithm",
        1970,
        "The Annals of Mathematical Statistics 41(5), 1397-1409",
        "https://doi.org/10.1214/aoms/1177696786",
    ),
    "rocks2016": Work(
        "B. Rocks",
        "Interval estimation for the ‘Net Promoter Score’",
        2016,
        "The American Statistician 70(4), 365-372",
        "https://arxiv.org/abs/1601.07235",
    ),
    "rosenbaum2002": Work(
        "P. R. Rosenbaum",
        "Observational Studies",
        2002,
        "second edition, Springer",
        "https://doi.org/10.1007/978-1-4757-3692-2",
    ),
    "ross2010": Work(
        "S. A. Ross, R. W. Westerfield and B. D. Jordan",
        "Fundamentals of Corporate Finance",
        2010,
        "ninth edition, McGraw-Hill",
    ),
    "seber1989": Work(
        "G. A. F. Seber and C. J. Wild",
        "Nonlinear Regression",
        1989,
        "Wiley",
        "https://doi.org/10.1002/0471725315",
    ),
    "shapley1953": Work(
        "L. S. Shapley",
        "A value for n-person games",
        1953,
        "in H. W. Kuhn and A. W. Tucker (editors), Contributions to the Theory of Games II, Annals of Mathematics"
        " Studies 28, Princeton University Press, 307-317",
        "https://doi.org/10.1515/9781400881970-018",
    ),
    "smith2006": Work(
        "J. E. Smith and R. L. Winkler",
        "The optimizer's curse: skepticism and postdecision surprise in decision analysis",
        2006,
        "Management Science 52(3), 311-322",
        "https://doi.org/10.1287/mnsc.1050.0451",
    ),
    "student1908": Work(
        "Student (W. S. Gosset)",
        "Probable error of a correlation coefficient",
        1908,
        "Biometrika 6(2-3), 302-310",
        "https://doi.org/10.1093/biomet/6.2-3.302",
    ),
    "venzon1988": Work(
        "D. J. Venzon and S. H. Moolgavkar",
        "A method for computing profile-likelihood-based confidence intervals",
        1988,
        "Journal of the Royal Statistical Society, Series C 37(1), 87-94",
        "https://doi.org/10.2307/2347496",
    ),
    "wald1944": Work(
        "A. Wald and J. Wolfowitz",
        "Statistical tests based on permutations of the observations",
        1944,
        "Annals of Mathematical Statistics 15(4), 358-372",
        "https://doi.org/10.1214/aoms/1177731207",
    ),
    "welch1947": Work(
        "B. L. Welch",
        "The generalization of ‘Student's’ problem when several different population variances are involved",
        1947,
        "Biometrika 34(1-2), 28-35",
        "https://doi.org/10.1093/biomet/34.1-2.28",
    ),
    "wilson1927": Work(
        "E. B. Wilson",
        "Probable inference, the law of succession, and statistical inference",
        1927,
        "Journal of the American Statistical Association 22(158), 209-212",
        "https://doi.org/10.1080/01621459.1927.10502953",
    ),
    "yule1926": Work(
        "G. U. Yule",
        "Why do we sometimes get nonsense-correlations between time-series?",
        1926,
        "Journal of the Royal Statistical Society 89(1), 1-63",
        "https://doi.org/10.2307/2341482",
    ),
    "zarrella2012": Work(
        "D. Zarrella",
        "How to calculate the value of a like",
        2012,
        "Harvard Business Review, online, November 2012",
    ),
    "zhao2018": Work(
        "K. Zhao, S. H. Mahboobi and S. R. Bagheri",
        "Shapley value methods for attribution modeling in online advertising",
        2018,
        "arXiv 1804.05327",
        "https://arxiv.org/abs/1804.05327",
    ),
    "zhou2005": Work(
        "X.-H. Zhou and P. Dinh",
        "Nonparametric confidence intervals for the one- and two-sample problems",
        2005,
        "Biostatistics 6(2), 187-200",
        "https://doi.org/10.1093/biostatistics/kxi002",
    ),
    "zou2008": Work(
        "G. Y. Zou and A. Donner",
        "Construction of confidence limits about effect measures: a general approach",
        2008,
        "Statistics in Medicine 27(10), 1693-1702",
        "https://doi.org/10.1002/sim.3095",
    ),
}
"""Every work that is cited, the five articles first, then by key."""
