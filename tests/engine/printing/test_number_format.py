"""TEXT against tables of Excel's own output.

Witnesses, named at each table: the test tables that SheetJS SSF and borgar/numfmt publish (made with Excel for Windows,
and checked by the latter against Excel for Mac 16), Microsoft's help for TEXT, and IronCalc's conformance workbooks.
"""

from __future__ import annotations

import pytest

from socroi.engine.arithmetic.digits import general
from socroi.engine.printing.format_parts import UncomputedFormat
from socroi.engine.printing.format_sections import compile_format
from socroi.engine.printing.number_format import format_value
from socroi.errors import CellError


def rows(text):
    """Read `code | value | <text>`, one a line; a value in quotes is a text; <ERR> is `#VALUE!`."""
    cases = []
    for line in text.strip("\n").splitlines():
        code, value, expected = line.split(" | ")
        value = value.strip()
        cases.append(
            pytest.param(code, value[1:-1] if value.startswith("'") else float(value), expected[1:-1], id=line)
        )
    return cases


def check(code, value, expected):
    if expected == "ERR":
        with pytest.raises(CellError) as refused:
            format_value(value, code)
        assert refused.value.code == "#VALUE!"
    else:
        assert format_value(value, code) == expected


SSF_NUMBERS = r"""
"foo";"bar";"baz";"qux" | 1 | <foo>
"foo";"bar";"baz";"qux" | -1 | <bar>
"foo";"bar";"baz";"qux" | 0 | <baz>
"foo";"bar";"baz";"qux" | 'x' | <qux>
"foo";"bar";"baz" | 'x' | <x>
"foo";"bar";@ | 0 | <foo>
"foo";"bar";@ | 'x' | <x>
@@ | -1 | <-1>
@@ | 'x' | <xx>
[Blue]General | 'x' | <x>
A"TODO" | -1 | <-ATODO>
r | -1 | <-r>
((;@ | 1 | <((>
\r | 0 | <r>
_($* #,##0_);_($* (#,##0);_($* "-"_);_(@_) | 1 | < $1 >
_($* #,##0_);_($* (#,##0);_($* "-"_);_(@_) | -1 | < $(1)>
_($* #,##0_);_($* (#,##0);_($* "-"_);_(@_) | 0 | < $- >
_($* #,##0_);_($* (#,##0);_($* "-"_);_(@_) | 'text' | < text >
"$"#,##0_);\("$"#,##0\);"-" | 9000.98 | <$9,001 >
"$"#,##0_);\("$"#,##0\);"-" | -0.01 | <($0)>
(#,##0.00) | -12345.6789 | <-(12,345.68)>
#,##0.00;\(#,##0.00\) | -12345.6789 | <(12,345.68)>
#0.# | 12 | <12.>
#0.# | -1.23 | <-1.2>
#,### | 0 | <>
#,### | 12345.6789 | <12,346>
#.## | 0 | <.>
#.## | -1 | <-1.>
0;0 | -1.1 | <1>
0.## | 1000000000000.01 | <1000000000000.01>
0.## | -1.008 | <-1.01>
** #,###,#00,000.00,** | 12345.67 | < 00,012.35>
** #,###,#00,000.00,** | 1234568223333330000000 | < 1,234,568,223,333,330,000.00>
00,000.00, | 12345 | <00,012.35>
000#0#0#0##00##00##0######### | 12345 | <0000000000012345>
###\###\##0.00 | 0.0101 | <##0.01>
###\###\##0.00 | 101 | <#1#01.00>
###\###\##0.00 | 123456789.01 | <12345#67#89.01>
###\\###\\##\0.00 | 10.1 | <\\100.10>
###\\###\\##\0 | 12345.6789 | <\123\460>
0.0# | 12.345 | <12.35>
0.0# | 0.00012345 | <0.0>
00000-0000 | 941051630 | <94105-1630>
000-00-0000 | 123456789 | <123-45-6789>
[<=9999999]###-####;(###) ###-#### | 8675309 | <867-5309>
[<=9999999]###-####;(###) ###-#### | 2813308004 | <(281) 330-8004>
[Red][<-25]General;[Blue][>25]General;[Green]General;[Yellow]General | -26 | <26>
[Red][<-25]General;[Blue][>25]General;[Green]General;[Yellow]General | -25 | <-25>
[Red]General ;[Blue]General\ ;[Green]Generalp;[Yellow]General' | 'foo' | <foo'>
[Red][<>50]General;[Blue]000 | 50 | <050>
#0####### | 12345.6789 | <012346>
##,## | 12345 | <12,345>
0 | 4294967296.5 | <4294967297>
"Rs."#,##0.00 | -51968287 | <-Rs.51,968,287.00>
"This is a ".00"test"000 | -3.14159 | <-This is a 3.14test159>
[$INR]\ #,##0.00 | -3.14159 | <-INR 3.14>
[$₹-4009]\ #,##0.00 | 3.14159 | <₹ 3.14>
[$£-809]#,##0.0000;\-[$£-809]#,##0.0000 | -3.14159 | <-£3.1416>
"-"0.00 | -3.14159 | <--3.14>
\,##.??;\(#,###.??\);0 | 15 | <,15.  >
\,##.??;\(#,###.??\);0 | -12.1 | <(12.1 )>
#.0000,, | 1234652.68499999999995 | <1.2347>
#,###.00 | 1234652.68499999999995 | <1,234,652.69>
#.0000,,, | 12345678901 | <12.3457>
0E+0 | 12345 | <1E+4>
#0.0E+0 | 1.23457E-13 | <12.3E-14>
##0.0E+0 | 0.000000123457 | <123.5E-9>
###0.0E+0 | 12345678.9 | <1234.6E+4>
####0.0E+0 | 1.23457E-12 | <1234.6E-15>
##0.0E+0 | 123456 | <123.5E+3>
"foo";"bar";"baz";"qux";"foobar" | 1 | <ERR>
[Blue]G3neral | 1 | <ERR>
[ | 1 | <ERR>
"""

NUMFMT_NUMBERS = r"""
-0 | -1 | <--1>
-general | -1 | <--1>
0.0 | -0.01 | <0.0>
-0.0 | -0.01 | <-0.0>
0.0;-0.0 | -0.01 | <-0.0>
\p\o\s 0.0;\n\e\g 0.0; | -0.01 | <neg 0.0>
0.0% | 0.0295 | <3.0%>
0.0, | 2950 | <3.0>
#.##0 | -10.29 | <-10.290>
#.#0#0#0 | -10.29 | <-10.2900>
#.#00 | 0.0001 | <.00>
#.?00 | 1 | <1. 00>
#.????0 | 0.01 | <.01  0>
#.#x#0 | 1 | <1.x0>
0? | 0 | <0 >
0?0? | 0 | <0 0 >
0,??? | 1 | <0,  1>
0,???? | 1 | <0    1>
.0 | 1234 | <1234.0>
 . 0 | 1234 | < 1234. 0>
#.##0,00 | 0 | <.000>
#,,"M" | 6000000 | <6M>
0.000E+000 | 2.33e+307 | <2.330E+307>
00 00/0z0 | 12345.67 | <12345 02/3z0>
0.00E+0x0 | 123456789 | <1.23E+0x8>
0x0.0x0E+0x0 | 1 | <0x1.0x0E+0x0>
?x?.?x?E+?x? | 1 | < x1. x E+ x0>
00x0E+00 | 12345.67 | <01x2E+03>
0E-0 | 1 | <1E0>
0 E+ 0 | 1 | <1 E +0>
0.00E+00 | 999990000 | <1.00E+09>
00.E+00 | 96.9999 | <97.E+00>
00.E+00 | 959.999 | <10.E+02>
000.00E+00 | 9499.99 | <009.50E+03>
[>=100]"A"0;[<=-100]"B"0;"C"0 | -6.3 | <-C6>
[>=100]"A"0;[<=0]"B"0;"C"0 | -6.3 | <-B6>
[<=-100]"B"0;"C"0 | -6.3 | <C6>
[<=0]"B"0 | 6.3 | <6.3>
[=6.3]"B"0 | -6.3 | <-6.3>
[<-4]\A0 | -5 | <A5>
[<>-5]\A0 | -5 | <5>
[=-6]\A0;\B0 | -5 | <-B5>
[>2]\A0;\B0 | -5 | <-B5>
[<-6]\A0;\B0 | -5 | <B5>
[<>-5]\A0;[>-6]\B0;\C0 | -5 | <-B5>
"A-"0;[=0]"B-"0;"C-"0 | 0 | <B-0>
"A-"0;[<0.5]"B-"0;"C-"0 | -10 | <-B-10>
"A-"0;[<0]"B-"0;"C-"0 | 0 | <C-0>
[>=100]"A"0;[<=-100]"B"0 | 6.3 | <ERR>
[>=100]"A"0;[<=-100]"B"0;"C"0;"D"0 | 1 | <ERR>
[<-2]a;[<-1]b;[>2]c;d; | 1 | <ERR>
y 0 | 1 | <ERR>
d .# | 1 | <ERR>
mm% | 1 | <ERR>
mm@ | 1 | <ERR>
@;@ | 1 | <ERR>
0/ | 1 | <ERR>
/0 | 1 | <ERR>
" | 1 | <ERR>
* | 1 | <ERR>
\ | 1 | <ERR>
_ | 1 | <ERR>
E | 1 | <ERR>
0E0 | 1 | <ERR>
n | 1 | <ERR>
[orange] | 1 | <ERR>
@ "foo" | 1 | <1>
"bar" @ "foo" | 'text' | <bar text foo>
; | 1 | <>
[$-foo] | 123 | <>
[$NZ$-481] | 123 | <NZ$>
"""

FRACTIONS = r"""
# ?/? | 1 | <1    >
# ?/? | -1.2 | <-1 1/5>
# ?/? | 12.3 | <12 1/3>
# ?/? | 1.3 | <1 1/3>
# ?/? | 2.3 | <2 2/7>
# ?/? | 0.3 | < 2/7>
# ?/? | -123.456 | <-123 1/2>
# ?/? | -0.01 | <-0    >
# ??/?? | -1.2 | <-1  1/5 >
# ??/?? | 1234.567 | <1234 55/97>
# ???/??? | -12345.67891 | <-12345 573/844>
# ?/2 | -1.2 | <-1    >
# ?/4 | 123.45 | <123 2/4>
# ??/16 | 12.3 | <12  5/16>
# ??/100 | -1.2 | <-1 20/100>
??/?? | -1.2 | <- 6/5 >
??/?? | 12345.6789 | <1000000/81>
??/?? | 0.00001 | < 0/1 >
#0#00??/?? | 12.3456789 | <01000/81>
# ??/????????? | 0.123251512342345 | < 480894/3901729  >
# ?? / ????????? | 0.123251512342345 | < 480894 / 3901729  >
0/0 | 12.345 | <37/3>
0 0/0 | 1 | <1 0/1>
# #/# | 0 | <0>
00/00 | 1.5 | <03/02>
00x00/00 | 12345.67 | <12345x65/97>
0z0 00/00 | 12345.67 | <1234z5 65/97>
00 ??/?z? | 12345.67 | <12345  2/3z >
# ??/"a"?"a"0"a" | 0.1 | <0        a>
"""

DATES = r"""
m/d/yy | 1234567.89 | <2/15/80>
d-mmm-yy | 0.123456789 | <0-Jan-00>
h:mm AM/PM | 1234567.89 | <9:21 PM>
h:mm:ss AM/PM | 123456.789 | <6:56:10 PM>
h:mm | 0.123456789 | <2:57>
h:mm:ss | 12.3456789 | <8:17:47>
m/d/yy h:mm | 1234.56789 | <5/18/03 13:37>
mm:ss | 0.123456789 | <57:47>
[h]:mm:ss | 1234567.89 | <29629629:21:36>
mmss.0 | 123456.789 | <5609.6>
mmss.0 | 12345.67876 | <1724.9>
[h]:mm:ss;@ | 2.9999999999999996 | <72:00:00>
hh:mm:ss.000 | 0.70707 | <16:58:10.848>
hh.000 | 0.70707 | <16.848>
hh .00 .000 | 0.70707 | <16 .84 .848>
hhh:mmm:sss | 0.7 | <16:Jan:00>
hh:mm:ss am/pm | 0.5 | <12:00:00 PM>
hh:mm:ss AM/P | 0.5 | <12:00:00 A1/P>
A/P | 0.7 | <P>
a/p | 0.25 | <a>
上午/下午 | 0.51 | <下午>
e | 0.7 | <1900>
eeee | 12345 | <1933>
b | 10000 | <70>
bbbb | 12345 | <2476>
[$-409]mmm\-yy | 12345 | <Oct-33>
MmMm | 1234 | <May>
dddd | 1234 | <Monday>
dddd | 60 | <Wednesday>
yyyy-mm-dd | 60 | <1900-02-29>
yyyy-mm-dd | 59 | <1900-02-28>
yyyy-mm-dd | 0 | <1900-01-00>
yyyy-mm-dd | 2958465.99999421 | <9999-12-31>
yyyy-mm-dd | 2958465.99999422 | <ERR>
yyyy-mm-dd/hh:mm:ss.00 | 2958465.99999994 | <9999-12-31/23:59:59.99>
yyyy-mm-dd | -1 | <ERR>
[hhh] | -1 | <-024>
[S] | 123.456 | <10666598>
[MM] | 123.456 | <177776>
m/d/y | 41181 | <9/29/12>
dd/mm--yy | 41181 | <29/09--12>
ddd--/--mmm--/++yyy | 41181 | <Sat--/--Sep--/++2012>
[$-F800]yyyy-mm-dd | 3290.1278435 | <Saturday, January 2, 1909>
[$-x-systime]hh:mm | 3290.1278435 | <3:04:06 AM>
[$-40C]d/mmm/yyyy | 45296 | <5/janv./2024>
[$-140C]dddd ddd mmmm yyyy | 45296 | <vendredi ven. janvier 2024>
[$-4000439]h:mm:ss AM/PM | 0 | <१२:००:०० पू>
"""

HELP = r"""
$#,##0.00 | 1234.567 | <$1,234.57>
0.0% | 0.285 | <28.5%>
# ?/? | 4.34 | <4 1/3>
0.00E+00 | 12200000 | <1.22E+07>
0000000 | 1234 | <0001234>
##0° 00' 00'' | 123456 | <12° 34' 56''>
0.0,, | 12200000 | <12.2>
#,###, | 12200000 | <12,200>
#.# | 44.398 | <44.4>
"""


@pytest.mark.parametrize(("code", "value", "expected"), rows(SSF_NUMBERS))
def test_a_number_is_shown_as_the_tables_of_ssf_have_it(code, value, expected):
    check(code, value, expected)


@pytest.mark.parametrize(("code", "value", "expected"), rows(NUMFMT_NUMBERS))
def test_a_number_is_shown_as_the_tables_of_numfmt_have_it(code, value, expected):
    check(code, value, expected)


@pytest.mark.parametrize(("code", "value", "expected"), rows(FRACTIONS))
def test_a_fraction_is_shown_as_the_tables_of_ssf_have_it(code, value, expected):
    check(code, value, expected)


@pytest.mark.parametrize(("code", "value", "expected"), rows(DATES))
def test_a_date_is_shown_as_the_tables_of_ssf_and_numfmt_have_it(code, value, expected):
    check(code, value, expected)


@pytest.mark.parametrize(("code", "value", "expected"), rows(HELP))
def test_the_examples_of_microsofts_help_for_text_come_out(code, value, expected):
    check(code, value, expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [  # SSF's general.json
        (1.234567e-14, "1.23457E-14"),
        (1.234567e-5, "1.23457E-05"),
        (1.234567e-4, "0.000123457"),
        (1e-9, "0.000000001"),
        (1e-10, "1E-10"),
        (1.2e-9, "1.2E-09"),
        (1.23e-8, "1.23E-08"),
        (0.000012345, "0.000012345"),
        (0.12345678912, "0.123456789"),
        (1234567.891234, "1234567.891"),
        (1234567891.23, "1234567891"),
        (12345678912.3, "12345678912"),
        (1e11, "1E+11"),
        (123456789120.0, "1.23457E+11"),
        (11.666666666666666, "11.66666667"),
        (-0.000006211546860868111, "-6.21155E-06"),
        # numfmt's "General rounds 10 and 11 digit numbers"
        (-4511987749.6, "-4511987750"),
        (99999999999.6, "1E+11"),
        (3300.0000000000005, "3300"),
        (0.0, "0"),
    ],
)
def test_general_keeps_to_eleven_characters(value, expected):
    assert general(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(2.675, "2.68"), (1.005, "1.01"), (0.285, "0.29"), (-2.675, "-2.68"), (0.615, "0.62"), (10.235, "10.24")],
)
def test_rounding_goes_by_the_fifteen_decimal_digits_and_away_from_zero(value, expected):
    # hand: each value is written with three decimals, the last a 5, and its double may lie on either side
    assert format_value(value, "0.00") == expected


def test_an_empty_code_gives_an_empty_text_and_leaves_a_text_alone():
    # tdf131536.xlsx of LibreOffice, saved by Excel: TEXT("L0001","") is L0001
    assert (format_value(1234.5, ""), format_value("L0001", "")) == ("", "L0001")


POI = """
|#.#|e-|#| | 123456.789 | <|1.2|e|5|>
0.00e+00 | 3.14159 | <3.14e+00>
|#.#|E-|#| | 123456.789 | <|1.2|E|5|>
|#,######.####|e-|#| | 123456.789 | <|123,456.789|e|0|>
|#,e-#| | 123456.789 | <|1e5|>
|#e-#,| | 123456.789 | <|1e5|>
|#%e-#| | 123456.789 | <|1%e5|>
|#e+#%| | 123456.789 | <|1e+5%|>
|#-#-#\\:#/#| | 0.75 | <|--3/4|>
|#\\:#=/=?| | 1 | <|1      |>
|?\\:#=/=#| | 0 | <|0      |>
|#\\:#=/=0| | 0 | <|0|>
|#\\:0=/=#| | 0 | <|0=/=1|>
|?\\:0=/=#| | 0 | <|0:0=/=1|>
|#\\:?=/=#| | 0.75 | <| 3=/=4|>
|?\\:#=/=#| | 0.75 | <|  3=/=4|>
|?\\:?0=/=#| | 0.75 | <|   3=/=4|>
|0\\:#=/=#| | 0.75 | <|0:3=/=4|>
s:m" @ hour "[hh] | 3.14159 | <53:23 @ hour 75>
"It was "[h]" [yes, "h"] hours and "mm:ss | 3.14159 | <It was 75 [yes, 75] hours and 23:53>
[s]" [yes, "ss"] seconds" | 3.14159 | <271433 [yes, 271433] seconds>
[s]" [yes, "ss"] seconds" | 0 | <0 [yes, 00] seconds>
"""


@pytest.mark.parametrize(("code", "value", "expected"), rows(POI))
def test_a_value_is_shown_as_in_the_workbooks_of_apache_poi_that_excel_saved(code, value, expected):
    # NumberFormatTests, NumberFormatApproxTests, ElapsedFormatTests (Excel 2008 for Mac)
    check(code, value, expected)


def test_a_boolean_is_shown_as_a_text():
    # Excel for Mac 16.114, by numfmt: TEXT(TRUE,"[$-41D]""x""@") is xTRUE
    assert (format_value(True, '"x"@'), format_value(False, "0.00")) == ("xTRUE", "FALSE")


def test_the_1904_system_counts_on_from_its_own_day_and_shows_negative_dates():
    # Microsoft, "Date systems in Excel": 5 July 2011 is 40729 in the 1900 system and 39267 in the 1904 system
    assert format_value(39267, "d mmmm yyyy", date_1904=True) == format_value(40729, "d mmmm yyyy") == "5 July 2011"
    assert format_value(-1, "[h]", date_1904=True) == "-24"


def test_japanese_eras_are_counted_under_a_japanese_tag_only():
    # hand: Reiwa 1 began on 2019-05-01, serial 43586
    assert format_value(43586, '[$-411]ggge"年"m"月"d"日"') == "令和1年5月1日"
    assert format_value(43585, '[$-ja-JP]ggge"年"') == "平成31年"
    assert format_value(43586, "ge") == "2019"


@pytest.mark.parametrize("code", ["B2yyyy", "[$-2060401]d/mm/yyyy", "[DBNum1][$-804]General", "[$-437]mmmm"])
def test_what_excel_knows_and_the_engine_does_not_is_refused_as_uncomputed(code):
    with pytest.raises(UncomputedFormat):
        format_value(45296.0, code)


def test_an_unknown_language_is_no_matter_where_no_name_is_shown():
    assert format_value(45296.0, "[$-437]yyyy-mm-dd") == "2024-01-05"


def test_a_genitive_is_shown_where_the_tag_asks_for_it():
    # CLDR 47, ru: stand-alone and format months
    assert format_value(45296.0, "[$-FC19]d mmmm") == "5 января"
    assert format_value(45296.0, "[$-419]mmmm") == "Январь"


def test_a_code_is_compiled_once():
    assert compile_format("0.00;-0.00") is compile_format("0.00;-0.00")


@pytest.mark.parametrize(
    "code",
    [
        "TT.MM.JJJJ",
        "jj/mm/aaaa",
        "dd/mm/aaaa",
        "rrrr-mm-dd",
        "#.##0,00",
        "0,00",
        "Standard",
        "0,0 %",
        "0,00%",
        "T. MMMM",
        "j mmmm",
        "Д ММММ",
        "éééé.hh.nn",
        "óó:pp",
        "Normál",
    ],
)
def test_a_code_for_an_excel_of_another_language_is_left(answer, code):
    # German, French, Spanish and Polish Excel read these; English Excel would print TT.01.JJJJ (LibreOffice 25.2).
    assert answer(f'TEXT(43831,"{code}")') == "uncomputed"


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("#,##0.00", "43,831.00"),
        ("0,0", "43,831"),
        ("#,#", "43,831"),
        ("yyyy-mm-ddThh:mm", "2020-01-01T00:00"),
        ('dd.mm.yyyy "TT"', "01.01.2020 TT"),
        ("0,000", "43,831"),
        ("##,00.00", "43,831.00"),  # a point before decimals leaves the comma nothing but the thousands
    ],
)
def test_an_english_code_is_not_taken_for_another(answer, code, shown):
    quoted = code.replace('"', '""')
    assert answer(f'TEXT(43831,"{quoted}")') == shown
