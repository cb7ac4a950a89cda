// The figures as a workbook (.xlsx) with formulas: the parts of the file, and a zip that stores them as they are.

function workbookOf(say, given, results, rightToLeft) {
  const rows = workbookRows(say, given, results);
  const strings = [];
  const cells = rows.map((row, index) => '<row r="' + (index + 1) + '">' + row.map((cell, column) => cellXml(cell, "ABC"[column] + (index + 1), strings)).join("") + "</row>");
  const view = '<sheetViews><sheetView workbookViewId="0" showGridLines="0"' + (rightToLeft ? ' rightToLeft="1"' : "") + "/></sheetViews>";
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const package_ = "http://schemas.openxmlformats.org/package/2006/";
  const kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
  return zipped({
    "[Content_Types].xml": head + '<Types xmlns="' + package_ + 'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="' + kind + 'sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="' + kind + 'worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="' + kind + 'styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + 'sharedStrings+xml"/><Override PartName="/xl/theme/theme1.xml" ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/></Types>',
    "_rels/.rels": head + '<Relationships xmlns="' + package_ + 'relationships"><Relationship Id="rId1" Type="' + office + '/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": head + "<workbook " + main + ' xmlns:r="' + office + '"><sheets><sheet name="SOCROI" sheetId="1" r:id="rId1"/></sheets><calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>',
    "xl/_rels/workbook.xml.rels": head + '<Relationships xmlns="' + package_ + 'relationships"><Relationship Id="rId1" Type="' + office + '/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="' + office + '/styles" Target="styles.xml"/><Relationship Id="rId3" Type="' + office + '/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId4" Type="' + office + '/theme" Target="theme/theme1.xml"/></Relationships>',
    "xl/sharedStrings.xml": head + "<sst " + main + ' uniqueCount="' + strings.length + '">' + strings.map((text) => '<si><t xml:space="preserve">' + escaped(text) + "</t></si>").join("") + "</sst>",
    "xl/theme/theme1.xml": head + theme(),
    "xl/styles.xml": head + "<styleSheet " + main + ">" + stylesOf(rightToLeft) + "</styleSheet>",
    "xl/worksheets/sheet1.xml": head + "<worksheet " + main + '><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' + view + '<cols><col min="1" max="1" width="52" customWidth="1"/><col min="2" max="2" width="16" customWidth="1"/><col min="3" max="3" width="60" customWidth="1"/></cols><sheetData>' + cells.join("") + '</sheetData><pageSetup orientation="landscape" fitToHeight="0"/></worksheet>',
  });
}

// The theme that Excel would write itself on the next save: Office's colours and one font.
function theme() {
  const colours = { dk1: "000000", lt1: "FFFFFF", dk2: "1F497D", lt2: "EEECE1", accent1: "4F81BD", accent2: "C0504D", accent3: "9BBB59", accent4: "8064A2", accent5: "4BACC6", accent6: "F79646", hlink: "0000FF", folHlink: "800080" };
  const named = Object.entries(colours).map(([name, code]) => "<a:" + name + '><a:srgbClr val="' + code + '"/></a:' + name + ">");
  const font = '<a:latin typeface="Calibri"/><a:ea typeface=""/><a:cs typeface=""/>';
  const filled = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>';
  const thrice = (name, each) => "<a:" + name + ">" + each.repeat(3) + "</a:" + name + ">";
  return (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Office"><a:themeElements>' +
    '<a:clrScheme name="Office">' + named.join("") + "</a:clrScheme>" +
    '<a:fontScheme name="Office"><a:majorFont>' + font + "</a:majorFont><a:minorFont>" + font + "</a:minorFont></a:fontScheme>" +
    '<a:fmtScheme name="Office">' + thrice("fillStyleLst", filled) + thrice("lnStyleLst", '<a:ln w="9525">' + filled + "</a:ln>") +
    thrice("effectStyleLst", "<a:effectStyle><a:effectLst/></a:effectStyle>") + thrice("bgFillStyleLst", filled) + "</a:fmtScheme></a:themeElements></a:theme>"
  );
}

// Formats: 0 plain, 1 bold, 2 grey note, 3 input, 4 input in percent, 5 number, 6 percent, 7 ROI, 8 whole number.
const stylesOf = (rightToLeft) =>
  '<numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.0&quot;%&quot;"/></numFmts>' +
  '<fonts count="3"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font><font><sz val="11"/><color rgb="FF5B6770"/><name val="Calibri"/></font></fonts>' +
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFFF7D6"/></patternFill></fill></fills>' +
  '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="9">' +
  [[0, 0, 0, 0], [0, 1, 0, 0], [0, 2, 0, 0], [4, 0, 2, 1], [10, 0, 2, 1], [4, 0, 0, 0], [10, 0, 0, 0], [164, 1, 0, 0], [3, 0, 0, 0]]
    .map(([format, font, fill, border], style) => '<xf numFmtId="' + format + '" fontId="' + font + '" fillId="' + fill + '" borderId="' + border + '" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1"' + (style < 3 && rightToLeft ? ' applyAlignment="1"><alignment horizontal="right" readingOrder="2"/></xf>' : "/>"))
    .join("") +
  '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>';

// Rows of three cells: a text with its format, a number, or a formula with its value. Inputs stand in rows 3 to 6, 8, 9 and 11 to 14.
function workbookRows(say, given, results) {
  const input = (name) => [[say(name), 0], { value: given[name], style: PERCENT.includes(name) ? 4 : 3 }, [say(name + ".note"), 2]];
  const head = (name) => [[say(name), 1]];
  const found = (name, formula, style, note) => [[say(name), name === "roi" ? 1 : 0], { formula, value: results[name], style }, [note || "", 2]];
  return [
    head("title"),
    head("step.goals"),
    input("visits"),
    input("lead_rate"),
    input("close_rate"),
    input("target"),
    head("step.values"),
    input("value"),
    input("margin"),
    head("step.costs"),
    input("hours"),
    input("pay"),
    input("ads"),
    input("other"),
    head("step.roi"),
    found("leads", 'IF(COUNT(B3:B4)=2,B3*B4,"")', 5),
    found("sales", 'IF(COUNT(B3:B5)=3,B16*B5,"")', 5),
    found("goal_done", 'IF(AND(COUNT(B17)=1,N(B6)>0),B17/B6,"")', 6),
    found("revenue", 'IF(COUNT(B17,B8)=2,B17*B8,"")', 5),
    found("left", 'IF(COUNT(B19)=1,B19*IF(COUNT(B9)=1,B9,1),"")', 5),
    found("lead_value", 'IF(COUNT(B8,B5)=2,B8*B5*IF(COUNT(B9)=1,B9,1),"")', 5),
    found("visit_value", 'IF(COUNT(B21,B4)=2,B21*B4,"")', 5),
    found("cost", 'IF(OR(COUNT(B11:B12)=2,COUNT(B13:B14)>0),IF(COUNT(B11:B12)=2,B11*B12,0)+SUM(B13:B14),"")', 5),
    found("profit", 'IF(COUNT(B20,B23)=2,B20-B23,"")', 5),
    found("lead_cost", 'IF(AND(COUNT(B23,B16)=2,N(B16)>0),B23/B16,"")', 5),
    found("breakeven", 'IF(AND(COUNT(B23,B8)=2,N(B8)*IF(COUNT(B9)=1,B9,1)>0),B23/(B8*IF(COUNT(B9)=1,B9,1)),"")', 5),
    found("roi", 'IF(AND(COUNT(B20,B23)=2,N(B23)>0),(B20-B23)*100/B23,"")', 7, say("method")),
  ];
}

function cellXml(cell, place, strings) {
  if (Array.isArray(cell)) {
    if (cell[0] === "") return "";
    if (!strings.includes(cell[0])) strings.push(cell[0]);
    return '<c r="' + place + '" s="' + cell[1] + '" t="s"><v>' + strings.indexOf(cell[0]) + "</v></c>";
  }
  const open = '<c r="' + place + '" s="' + cell.style + '"';
  if (!cell.formula) return cell.value === null ? open + "/>" : open + "><v>" + cell.value + "</v></c>";
  const formula = "<f>" + escaped(cell.formula) + "</f>";
  return cell.value === null ? open + ' t="str">' + formula + "<v></v></c>" : open + ">" + formula + "<v>" + cell.value + "</v></c>";
}

function escaped(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

// A zip without compression: each part behind its header, then the list of all.
function zipped(parts) {
  const encoder = new TextEncoder();
  const pieces = [];
  const list = [];
  let place = 0;
  for (const [name, text] of Object.entries(parts)) {
    const title = encoder.encode(name);
    const data = encoder.encode(text);
    const crc = checksum(data);
    // Version 2.0, no flags, stored, 1 January 2026 at midnight.
    const about = [20, 0, 0, 0, 0x5c21, [crc], [data.length], [data.length], title.length, 0];
    const header = bytesOf([[0x04034b50], ...about]);
    list.push(bytesOf([[0x02014b50], 20, ...about, 0, 0, 0, [0], [place]]), title);
    pieces.push(header, title, data);
    place += header.length + title.length + data.length;
  }
  const size = list.reduce((sum, each) => sum + each.length, 0);
  const count = Object.keys(parts).length;
  const all = [...pieces, ...list, bytesOf([[0x06054b50], 0, 0, count, count, [size], [place], 0])];
  const file = new Uint8Array(all.reduce((sum, each) => sum + each.length, 0));
  let at = 0;
  for (const piece of all) {
    file.set(piece, at);
    at += piece.length;
  }
  return file;
}

// Numbers of two bytes, and of four where they stand in brackets, the low byte first.
function bytesOf(numbers) {
  const bytes = [];
  for (const number of numbers) {
    const [value, length] = Array.isArray(number) ? [number[0], 4] : [number, 2];
    for (let at = 0; at < length; at++) bytes.push((value >>> (8 * at)) & 255);
  }
  return Uint8Array.from(bytes);
}

function checksum(data) {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
