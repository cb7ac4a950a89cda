# ruff: noqa: E501 - the XML of a cell reads best in one line
"""The parts of a workbook with data types in it: two stocks, a place, a picture and errors, written by hand after MS-XLSX."""

from workbook_packages import MAIN

RICH = "http://schemas.microsoft.com/office/spreadsheetml/2017/richdata"
RICH2 = "http://schemas.microsoft.com/office/spreadsheetml/2017/richdata2"

STRUCTURES = (
    '<s t="_error"><k n="errorType" t="i"/><k n="subType" t="i"/></s>'
    '<s t="_formattednumber"><k n="_Format" t="spb"/></s>'
    '<s t="_linkedentitycore"><k n="_DisplayString" t="s"/><k n="Population"/></s>'
    '<s t="_linkedentity2"><k n="%EntityId" t="s"/><k n="%IsRefreshable" t="b"/><k n="_CanonicalPropertyNames" t="spb"/><k n="_DisplayString" t="s"/>'
    '<k n="Kurs"/><k n="Employees" t="i"/><k n="Active" t="b"/><k n="Name" t="s"/><k n="Beta" t="r"/><k n="Yield" t="r"/><k n="Home" t="r"/><k n="Peers" t="a"/></s>'
    '<s t="_localImage"><k n="_rvRel:LocalImageIdentifier" t="i"/><k n="CalcOrigin" t="i"/></s>'
)
VALUES = (
    '<rv s="0"><v>12</v><v>0</v></rv>'  # 0: #FIELD!
    '<rv s="1"><fb>0.025</fb><v>0</v></rv>'  # 1: a number with a format
    '<rv s="2"><v>Redmond</v><v>73256</v></rv>'  # 2: a place
    '<rv s="3"><v>a1</v><v>1</v><v>0</v><v>CONTOSO (XNAS:CTS)</v><v>310.5</v><v>221000</v><v>1</v><v>Contoso</v><v>0</v><v>1</v><v>2</v><v>0</v></rv>'
    '<rv s="3"><fb t="s">Fabrikam</fb><v>a2</v><v>1</v><v>0</v><v>FABRIKAM</v><v>7.25</v><v>12</v><v>0</v><v>Fabrikam</v><v>0</v><v>1</v><v>2</v><v>0</v></rv>'
    '<rv s="4"><v>0</v><v>5</v></rv>'  # 5: a picture
    # 6-9: #CONNECT!, #BLOCKED!, #UNKNOWN!, and one of which no number is published, such as #BUSY!
    + "".join(f'<rv s="0"><v>{code}</v><v>0</v></rv>' for code in (9, 10, 11, 40))
)
MARKS = (3, 4, 5, 6, 7, 8, 9)
"""The rich values that the `vm` attributes 1 to 7 stand for."""
EXTRA = {
    "xl/metadata.xml": (
        f'<metadata xmlns="{MAIN}" xmlns:xlrd="{RICH}"><metadataTypes count="1"><metadataType name="XLRICHVALUE"/></metadataTypes>'
        f'<futureMetadata name="XLRICHVALUE">{"".join(f"""<bk><extLst><ext uri="x"><xlrd:rvb i="{at}"/></ext></extLst></bk>""" for at in MARKS)}</futureMetadata>'
        f'<valueMetadata>{"".join(f"""<bk><rc t="1" v="{at}"/></bk>""" for at in range(len(MARKS)))}</valueMetadata></metadata>'
    ),
    "xl/richData/rdrichvalue.xml": f'<rvData xmlns="{RICH}">{VALUES}</rvData>',
    "xl/richData/rdrichvaluestructure.xml": f'<rvStructures xmlns="{RICH}">{STRUCTURES}</rvStructures>',
    "xl/richData/rdsupportingpropertybag.xml": f'<supportingPropertyBags xmlns="{RICH2}"><spbData count="1"><spb s="0"><v>Price</v></spb></spbData></supportingPropertyBags>',
    "xl/richData/rdsupportingpropertybagstructure.xml": f'<spbStructures xmlns="{RICH2}"><s><k n="Kurs" t="s"/></s></spbStructures>',
}
POINTERS = [
    ("rIdV", "rdRichValue", "richData/rdrichvalue.xml"),
    ("rIdT", "rdRichValueStructure", "richData/rdrichvaluestructure.xml"),
    ("rIdB", "rdSupportingPropertyBag", "richData/rdsupportingpropertybag.xml"),
    ("rIdC", "rdSupportingPropertyBagStructure", "richData/rdsupportingpropertybagstructure.xml"),
]
STOCKS = (
    '<c r="A1" t="e" vm="1"><v>#VALUE!</v></c>', '<c r="A2" t="str" vm="2"><v>Fabrikam</v></c>',
    '<c r="A3"><v>5</v></c>', '<c r="A4" vm="3" t="e"><v>#VALUE!</v></c>',
)  # fmt: skip
