# ruff: noqa: E501 - a formula reads best in one line
"""Formulas made to run without end or to eat memory, and the book in which each of them is tried.

`A1:A1000` hold 1 to 1000, `B1` a long text, `C1:V1` 1 to 20. The bomb stands in X1, one cell that reads it in X2, and
one that does not in W1.
"""

import zipfile
from xml.sax.saxutils import escape

from fresh_bombs import FRESH

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

WHOLE = "A1:XFD1048576"
FIB = "LET(f,LAMBDA(g,n,IF(n<2,n,g(g,n-1)+g(g,n-2))),f(f,40))"

ARRAYS = {
    "sequence over the whole sheet": "SUM(SEQUENCE(1048576,16384))",
    "sequence times itself turned": "SUM(SEQUENCE(100000)*SEQUENCE(1,16384))",
    "sequence compared with itself turned": "SUM(--(SEQUENCE(100000)=SEQUENCE(1,16384)))",
    "sequence joined with itself turned": "COUNTA(SEQUENCE(100000)&SEQUENCE(1,16384))",
    "power of a column and a row": "SUM(SEQUENCE(100000)^SEQUENCE(1,10000))",
    "whole rows times whole columns": "SUM(ROW(1:1048576)*COLUMN(A:XFD))",
    "row numbers of the whole sheet": f"SUM(ROW({WHOLE}))",
    "whole sheet plus itself": "SUM(ROW(A:A)+COLUMN(1:1))",
    "random numbers over the whole sheet": "SUM(RANDARRAY(1048576,16384))",
    "random integers over the whole sheet": "SUM(RANDARRAY(1048576,16384,1,9,TRUE))",
    "makearray over the whole sheet": "SUM(MAKEARRAY(1048576,16384,LAMBDA(r,c,r*c)))",
    "makearray of a makearray": "SUM(MAKEARRAY(3000,3000,LAMBDA(r,c,SUM(SEQUENCE(1000,1000)))))",
    "unit matrix": "SUM(MUNIT(100000))",
    "unit matrix inverted": "SUM(MINVERSE(MUNIT(20000)))",
    "expanded": "SUM(EXPAND(1,1048576,16384,0))",
    "expanded sequence": "SUM(EXPAND(SEQUENCE(2,2),1000000,1000,7))",
    "matrix product, outer": "SUM(MMULT(SEQUENCE(100000),SEQUENCE(1,100000)))",
    "matrix product, large": "SUM(MMULT(SEQUENCE(4000,200),SEQUENCE(200,4000)))",
    "choose all columns a million times": "SUM(CHOOSECOLS(SEQUENCE(1000,2),SEQUENCE(1000000,1,1,0)))",
    "choose all rows a million times": "SUM(CHOOSEROWS(SEQUENCE(2,1000),SEQUENCE(1000000,1,1,0)))",
    "stacked": "ROWS(REDUCE(A1:A1000,SEQUENCE(30),LAMBDA(a,i,VSTACK(a,a))))",
    "stacked aside": "COLUMNS(REDUCE(C1:V1,SEQUENCE(30),LAMBDA(a,i,HSTACK(a,a))))",
    "wrapped": "SUM(WRAPROWS(SEQUENCE(1000000),1000000,0)*SEQUENCE(1000))",
    "made one column": "SUM(TOCOL(SEQUENCE(1000000)*SEQUENCE(1,1000)))",
    "sorted by a column it cannot hold": "SUM(SORT(SEQUENCE(1048576,1000)))",
    "unique of too much": "COUNT(UNIQUE(SEQUENCE(1048576,1000)))",
    "filtered": "SUM(FILTER(SEQUENCE(1048576,1000),SEQUENCE(1048576)>5))",
    "if over a column and a row": "SUM(IF(SEQUENCE(100000)>SEQUENCE(1,10000),1,0))",
    "choose over a column and a row": "SUM(CHOOSE(1+(SEQUENCE(100000)>0),SEQUENCE(1,10000),2))",
    "rounded over a column and a row": "SUM(ROUND(SEQUENCE(100000),SEQUENCE(1,10000)))",
    "modulus over a column and a row": "SUM(MOD(SEQUENCE(100000),SEQUENCE(1,10000)))",
    "dates over a column and a row": "SUM(DATE(2000,SEQUENCE(100000),SEQUENCE(1,10000)))",
    "looked up for a column and a row": "SUM(XLOOKUP(SEQUENCE(100000)*SEQUENCE(1,10000),A1:A1000,A1:A1000,0))",
    "matched for a column and a row": "SUM(MATCH(SEQUENCE(100000)*SEQUENCE(1,10000),A1:A1000,1))",
    "counted for a column and a row": "SUM(COUNTIFS(A1:A1000,SEQUENCE(100000),A1:A1000,SEQUENCE(1,10000)))",
    "sumproduct of a column and a row": "SUMPRODUCT((SEQUENCE(100000)>0)*(SEQUENCE(1,10000)>0))",
    "switched over a column and a row": "SUM(SWITCH(SEQUENCE(100000),1,SEQUENCE(1,10000),2))",
    "ifs over a column and a row": "SUM(IFS(SEQUENCE(100000)>0,SEQUENCE(1,10000)))",
    "error trapped over a column and a row": "SUM(IFERROR(SEQUENCE(100000)/0,SEQUENCE(1,10000)))",
    "indexed by a column and a row": "SUM(INDEX(A1:V1000,SEQUENCE(100000,1,1,0),SEQUENCE(1,10000,1,0)))",
    "text of a column and a row": 'COUNTA(TEXT(SEQUENCE(100000)*SEQUENCE(1,10000),"0.00"))',
    "frequency": "SUM(FREQUENCY(SEQUENCE(1048576,100),SEQUENCE(1000000)))",
    "trend": "SUM(TREND(SEQUENCE(3000),SEQUENCE(3000,900)^2))",
}  # fmt: skip

LAMBDAS = {
    "fibonacci by recursion": FIB,
    "recursion in three": "LET(f,LAMBDA(g,n,IF(n<1,1,g(g,n-1)+g(g,n-1)+g(g,n-1))),f(f,60))",
    "ackermann": "LET(a,LAMBDA(g,m,n,IF(m=0,n+1,IF(n=0,g(g,m-1,1),g(g,m-1,g(g,m,n-1))))),a(a,3,7))",
    "recursion that never ends": "LET(f,LAMBDA(g,n,g(g,n+1)),f(f,1))",
    "the omega combinator": "LAMBDA(x,x(x))(LAMBDA(x,x(x)))",
    "reduce over a million": "REDUCE(0,SEQUENCE(900000),LAMBDA(a,b,a+b))",
    "reduce in reduce": "REDUCE(0,SEQUENCE(3000),LAMBDA(a,b,a+REDUCE(0,SEQUENCE(3000),LAMBDA(c,d,c+d))))",
    "scan over a million": "SUM(SCAN(0,SEQUENCE(900000),LAMBDA(a,b,a+b)))",
    "scan of texts": 'SUM(LEN(SCAN("",SEQUENCE(20000),LAMBDA(a,b,a&b))))',
    "map of reduce": "SUM(MAP(SEQUENCE(2000),LAMBDA(x,REDUCE(0,SEQUENCE(x),LAMBDA(a,b,a+b)))))",
    "map of filters": "SUM(MAP(SEQUENCE(300000),LAMBDA(x,SUM(FILTER(A1:A1000,A1:A1000>MOD(x,900))))))",
    "byrow of filters": "SUM(BYROW(SEQUENCE(300000,2),LAMBDA(r,SUM(FILTER(A1:A1000,A1:A1000>MOD(SUM(r),900))))))",
    "bycol of sequences": "SUM(BYCOL(SEQUENCE(1,16000),LAMBDA(c,SUM(SEQUENCE(SUM(c),1000)))))",
    "makearray of recursion": "SUM(MAKEARRAY(200,200,LAMBDA(r,c," + FIB.replace("40", "20") + ")))",
    "map over too much": "SUM(MAP(SEQUENCE(100000)*SEQUENCE(1,10000),LAMBDA(x,x)))",
    "lets that double": "LET(" + ",".join(f"n_{i},{'A1:A1000' if i == 0 else f'VSTACK(n_{i - 1},n_{i - 1})'}" for i in range(40)) + ",ROWS(n_39))",
    "lets that double a text": "LET(" + ",".join(f"n_{i},{'B1' if i == 0 else f'n_{i - 1}&n_{i - 1}'}" for i in range(60)) + ",LEN(n_59))",
    "a text that doubles in reduce": 'LEN(REDUCE("x",SEQUENCE(60),LAMBDA(a,i,a&a)))',
}  # fmt: skip

ITERATIONS = {
    "hypergeometric, cumulative": "HYPGEOM.DIST(5E8,1E9,1E9,2E9,TRUE)",
    "hypergeometric, once": "HYPGEOM.DIST(500000000,1000000000,1000000000,2000000000,FALSE)",
    "binomial range": "BINOM.DIST.RANGE(1E9,0.5,1,999999999)",
    "binomial, cumulative": "BINOM.DIST(5E8,1E9,0.5,TRUE)",
    "binomial, inverse": "BINOM.INV(1E9,0.5,0.5)",
    "critical binomial": "CRITBINOM(1E9,0.5,0.7)",
    "negative binomial": "NEGBINOM.DIST(1E9,1E9,0.5,TRUE)",
    "poisson": "POISSON.DIST(1E9,1E9,TRUE)",
    "declining balance": "DB(1000000,1,1E9,9E8,1)",
    "double declining balance": "DDB(1000000,1,1E9,9E8,0.5)",
    "variable declining balance": "VDB(1000000,1,1E9,0,9E8,0.5)",
    "french depreciation": "AMORDEGRC(1E9,40000,45000,1,1E9,0.001,1)",
    "interest, cumulative": "CUMIPMT(0.01,2000000000,100000,1,1999999999,0)",
    "principal, cumulative": "CUMPRINC(0.01,2000000000,100000,1,1999999999,0)",
    "combinations": "COMBIN(2000000000,1000000000)",
    "combinations with repetition": "COMBINA(2000000000,1000000000)",
    "permutations": "PERMUT(2000000000,1000000000)",
    "permutations with repetition": "PERMUTATIONA(2000000000,1000000000)",
    "factorial": "FACT(1E15)",
    "double factorial": "FACTDOUBLE(1E15)",
    "multinomial": "MULTINOMIAL(1E9,1E9,1E9)",
    "greatest divisors": "GCD(9007199254740991,9007199254740881)",
    "least multiples": "LCM(9007199254740991,9007199254740881)",
    "internal rates of many": "SUM(MAP(SEQUENCE(20000),LAMBDA(x,IRR(A1:A1000-500-x))))",
    "dated internal rates of many": "SUM(MAP(SEQUENCE(5000),LAMBDA(x,XIRR(A1:A1000-500.5,SEQUENCE(1000)*365+x))))",
    "rates of many": "SUM(RATE(SEQUENCE(100000)+300,-1,SEQUENCE(100000),0,0,0.9))",
    "yields of many": "SUM(MAP(SEQUENCE(100000),LAMBDA(x,YIELD(40000,80000+x,0.05,95,100,2,0))))",
    "durations": "DURATION(2,2900000,0.08,0.09,4,1)",
    "coupons": "COUPNUM(2,2900000,4,1)",
    "prices of odd periods": "ODDLPRICE(2900000,2950000,2,0.05,0.06,100,4,1)",
    "odd first period": "ODDFPRICE(40000,2950000,2,2900000,0.05,0.06,100,4,1)",
    "working days": 'NETWORKDAYS.INTL(1,2958465,"0000011",SEQUENCE(900000))',
    "a working day far away": 'WORKDAY.INTL(1,2000000,"0111111")',
    "beta, inverse": "SUM(BETA.INV(SEQUENCE(90000)/100001,1E5,1E5))",
    "gamma, inverse": "SUM(GAMMA.INV(SEQUENCE(90000)/100001,1E6,1E6))",
    "student, inverse": "SUM(T.INV(SEQUENCE(90000)/100001,3))",
    "bessel": "SUM(BESSELJ(SEQUENCE(90000),50000))",
    "bessel of a great order": "BESSELK(1,2000000000)",
    "series": "SERIESSUM(1.0000001,1,1,SEQUENCE(1000000))",
    "roman of many": "SUM(LEN(ROMAN(MOD(SEQUENCE(900000),3999)+1)))",
    "determinant": "MDETERM(RANDARRAY(900,900))",
    "forecast": "FORECAST.ETS(2000,SEQUENCE(100000),SEQUENCE(100000))",
    "ranks of all": "SUM(RANK.AVG(SEQUENCE(1000,1),A1:A1000)*SEQUENCE(1,1000))",
    "percentiles of all": "SUM(PERCENTILE(SEQUENCE(1000000),SEQUENCE(1000000)/1000001))",
    "modes of all": "SUM(MODE.MULT(MOD(SEQUENCE(1000000),500000)))",
}  # fmt: skip

TEXTS = {
    "repeated": 'LEN(REPT("x",2000000000))',
    "repeated in an array": 'SUM(LEN(REPT("x"&SEQUENCE(90000),1000)))',
    "repeated over and over": 'LEN(REPT(REPT(REPT("x",30000),30000),30000))',
    "joined": 'LEN(TEXTJOIN(",",TRUE,SEQUENCE(1000000)))',
    "joined with a long delimiter": 'LEN(TEXTJOIN(REPT("x",32767),FALSE,SEQUENCE(100000)))',
    "concatenated": 'LEN(CONCAT(REPT("x",32767)&SEQUENCE(20000)))',
    "substituted, growing": 'LEN(SUBSTITUTE(REPT("x",32767),"x",REPT("y",32767)))',
    "substituted in many": 'SUM(LEN(SUBSTITUTE(REPT("x",30000)&SEQUENCE(20000),"x","yy")))',
    "base with many digits": "LEN(BASE(1,2,255))+SUM(LEN(BASE(SEQUENCE(900000),2,255)))",
    "fixed with many digits": "SUM(LEN(FIXED(SEQUENCE(100000),127)))",
    "split": 'SUM(LEN(TEXTSPLIT(REPT("a,",16000),",")))+ROWS(TEXTSPLIT(REPT(REPT("a,",16000)&";",2),",",";"))',
    "array to text": "LEN(ARRAYTOTEXT(SEQUENCE(1000000),1))",
    "regular expression, nested": 'REGEXTEST(REPT("a",40)&"b","^(a+)+$")',
    "regular expression, alternatives": 'REGEXTEST(REPT("a",40)&"b","^(a|aa)+$")',
    "regular expression, replaced": 'REGEXREPLACE(REPT("a",40)&"b","^(a*)*$","x")',
    "regular expression, extracted": 'REGEXEXTRACT(REPT("a",40)&"b","^(([a-z])+.)+[A-Z]$")',
    "regular expression, polynomial": 'REGEXTEST(REPT("a",30000),"^.*.*.*.*.*b$")',
    "wildcards": 'SUM(COUNTIF(B1:B1,REPT("*x",100)&"y"))+SEARCH(REPT("*a",5000)&"b",REPT("a",32767))',
    "replaced in many": 'SUM(LEN(REPLACE(REPT("x",32000)&SEQUENCE(20000),5,0,REPT("y",700))))',
    "upper case of many": 'SUM(LEN(UPPER(REPT("x",32000)&SEQUENCE(20000))))',
    "characters of many": 'SUM(LEN(MID(REPT("abc",10000)&SEQUENCE(20000),2,30000)))',
    "texts from numbers": 'SUM(LEN(TEXT(SEQUENCE(900000),REPT("0",200))))',
    "text before": 'SUM(LEN(TEXTBEFORE(REPT("ab",15000)&SEQUENCE(20000),"a",-1)))',
    "proper": 'SUM(LEN(PROPER(REPT("ab ",10000)&SEQUENCE(20000))))',
}  # fmt: skip

FORMULAS = ARRAYS | LAMBDAS | ITERATIONS | TEXTS | FRESH

ENTERED = {
    "an array formula over the rest of the sheet": ("X1:XFD1048576", "A1:A1000*2"),
    "an array formula over many columns": ("X1:AMJ100000", "1+1"),
}  # fmt: skip
"""Array formulas that are entered over fixed cells: where, and what."""


def _book(rows):
    return {
        "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}"><Relationship Id="r" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}"><sheets><sheet name="S" sheetId="1" xmlns:r="{RELATIONS}" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
    }


def write(path, formula, area=""):
    """Write the book around one bomb; with an area it is an array formula over these cells."""
    text = escape(formula)
    entered = f'<f t="array" ref="{area or "X1"}">{text}</f>'
    numbers = "".join(f'<c r="{chr(67 + i)}1"><v>{i + 1}</v></c>' for i in range(20))
    first = (
        f'<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="inlineStr"><is><t>{"abcx" * 200}</t></is></c>{numbers}'
        f'<c r="W1"><f>A1+41</f><v>0</v></c><c r="X1">{entered}<v>7</v></c></row>'
    )
    second = '<row r="2"><c r="A2"><v>2</v></c>' + (
        '<c r="W2"><f>X1+1</f><v>8</v></c></row>' if area else '<c r="X2"><f>X1+1</f><v>8</v></c></row>'
    )
    others = "".join(f'<row r="{i}"><c r="A{i}"><v>{i}</v></c></row>' for i in range(3, 1001))
    return write_rows(path, first + second + others)


def write_rows(path, rows):
    """Write a book of one sheet, S, from the XML of its rows."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in _book(rows).items():
            package.writestr(part, content)
    return path
