"""The command line with drawn options over files that were damaged: it ends in words, and what is JSON is JSON."""

import json
import os
import shutil
from functools import cache
from pathlib import Path

import fuzz_exports
import fuzz_formulas
from moments import outcome

from socroi import templates

_OPTIONS = ["--json", "--force", "--lang", "hu", "-o", "out.csv", "out.xlsx", "out.html", "out.png", "--month", "2026-13", "2026-02", "--decimal", ",", "--date-order", "dmy", "--table", "Costs", "--year", "99999", "0", "--locale", "fa-IR", "--timeout", "0.01", "5", "--by", "client", "nothing", "--margin", "2", "0.5", "--currency", "EUR", "€", "--platform", "X=Y", "=", "--source", "meta_ads", "--unchecked", "CTR", "--columns", "a=b", "--map", "own.toml", "--set", "A1=1,2", "A1=1..9:0", "Sheet1!A1=0%..5%:1%", "--read", "A2", "roi_total", "no!where", "--depth", "0", "--rows", "-1", "--only", "A1:B2", "--links", "--with", "none", "--format", "md", "sarif", "xlsx", "--start", "2026-04", "--edition", "plain", "365", "--dry-run", "--yes", "--skip", "--undo", "1", "--diff", "--list", "--over", "--again", "--correct", "--only-new", "--window", "7", "--value", "none", "--conversion", "converted", "--all", "--from", "--to", "--since", "--name", "--truth", "claims", "--share", "equally", "--values", "worth.csv", "\udcff", "ä😀", "", "-", "--", "x" * 300]  # fmt: skip
_FILES = ["plan.xlsx", "example.xlsx", "book.xlsx", "export.csv", "rows.csv", "touches.csv", "links.csv", "own.toml", "clients", "absent.xlsx", ".", "foreign.ods", "socroi.toml"]  # fmt: skip
_LINES = {
    "calc": [["book.xlsx"], ["book.xlsx", "-o", "out.xlsx"], ["clients", "-j", "1"], ["book.xlsx", "--only", "A1:C9"], ["book.xlsx", "--links"]],
    "check": [["book.xlsx", "--with", "none"], ["plan.xlsx", "--with", "none", "--json"], ["clients", "--with", "none", "--format", "md"]],
    "compare": [["example.xlsx", "plan.xlsx"], ["book.xlsx", "book.xlsx", "--name", "A1"]],
    "convert": [["book.xlsx"], ["plan.xlsx", "-o", "out.xlsx"], ["rows.csv"]],
    "explain": [["example.xlsx"], ["example.xlsx", "roi_total", "--json"], ["book.xlsx", "E1"]],
    "export": [["export.csv"], ["export.csv", "--json"], ["export.csv", "--map", "own.toml"], ["own.csv", "--map", "own.toml", "--json"], ["export.csv", "--teach", "out.toml"]],
    "fill": [["plan.xlsx", "rows.csv"], ["plan.xlsx", "rows.csv", "--table", "Results", "--json"], ["book.xlsx", "rows.csv", "-o", "out.xlsx"]],
    "freeze": [["book.xlsx", "-o", "out.xlsx"]],
    "functions": [["SOCROI"], ["repeat"], [""]],
    "import": [["plan.xlsx", "export.csv", "--yes"], ["plan.xlsx", "own.csv", "--map", "own.toml", "--yes", "--json"], ["plan.xlsx", "clients", "--dry-run"], ["plan.xlsx", "--list", "--json"]],
    "names": [["example.xlsx", "--json"], ["book.xlsx", "--all"]],
    "new": [["four_step", "-o", "out.xlsx", "--lang", "sw"], ["programme", "-o", "out.xlsx", "--currency", "INR"], []],
    "next-year": [["example.xlsx", "-o", "out.xlsx"], ["book.xlsx"]],
    "paths": [["touches.csv", "--json"], ["touches.csv", "-o", "out.csv"]],
    "plain": [["book.xlsx", "-o", "out.xlsx"]],
    "portfolio": [["clients", "-j", "1"], ["table.csv", "--no-cache"], ["table.csv", "--no-cache", "--by", "client", "--json"], ["table.csv", "export.csv", "--no-cache", "-o", "out.html"]],
    "renew": [["example.xlsx", "-o", "out.xlsx"], ["plan.xlsx"], ["book.xlsx"]],
    "report": [["example.xlsx", "-o", "out.html"], ["plan.xlsx", "--json", "-o", "out.html"]],
    "utm": [["links.csv", "--json"], ["links.csv", "-o", "out.csv"], ["https://shop.example/?utm_source=fb"]],
    "whatif": [["book.xlsx", "--set", "A1=1,2", "--read", "E1", "--json"], ["example.xlsx", "--set", "margin=0.1,0.5", "--read", "roi_total"]],
}  # fmt: skip
_OF = {
    "--out": ["out.csv", "out.xlsx", "out.html", "made", "clients", "book.xlsx", "no/such/out.xlsx", "out.parquet", "out"],
    "--map": ["own.toml", "socroi.toml", "rows.csv"],
    "--only": ["A1", "E1:F9", "roi_total", "E1#", "S!A:A", "A1:XFD1048576"],
    "--set": ["A1=1,2", "A1=1..9:2", "B2=0%..5%:1%", "margin=0.2", "A1=x", "S!C3="],
    "--read": ["E1", "E1:F9", "roi_total", "S!E1:E6", "A:A"],
    "--timeout": ["0.01", "5", "nan", "1e999"],
    "--locale": ["en-GB", "de-DE", "fa-IR", "xx"],
    "--lang": ["hu", "fa", "sw", "xx"],
    "--month": ["2026-01", "2026-02", "2026-13", "1-1"],
    "--start": ["2026-04", "9999-12", "1899-12", "x"],
    "--currency": ["EUR", "USD", "€", "x" * 40],
    "--year": ["2026", "0", "99999", "-1"],
    "--platform": ["X=Y", "facebook=-", "=", "a=Facebook"],
    "--columns": ["spend=Paid out", "a=b", "link=", "day=Day"],
    "--column": ["spend=Paid out", "a=b"],
    "--table": ["Results", "Costs", "Day", "x"],
    "--source": ["meta_ads", "ga4", "x"],
    "--by": ["client", "platform,month", "client,client", "x", ""],
    "--margin": ["0.5", "0", "1", "nan"],
    "--values": ["table.csv", "rows.csv", "own.toml"],
    "--brand": ["own.toml", "socroi.toml", "rows.csv"],
    "--last-year": ["example.xlsx", "book.xlsx"],
    "--from": ["2026-01", "2026-05", "export.csv"],
    "--to": ["2026-02", "2025-01"],
    "--since": ["example.xlsx", "plan.xlsx", "book.xlsx"],
    "--name": ["roi_total", "A1", "margin"],
    "--picture": ["out.png", "out.svg", "out.txt"],
    "--chart": ["out.png", "out.csv"],
    "--links-from": ["clients", ".", "rows.csv"],
    "--window": ["7", "0.5", "0", "1e9"],
    "--user": ["user_id", "channel", "x"],
    "--channel": ["channel", "revenue"],
    "--conversion": ["converted", "channel=Email", "x=y"],
    "--value": ["revenue", "none", "channel"],
    "--teach": ["out.toml", "own.toml"],
    "--undo": ["1", "0", "-1"],
    "--diff": ["1", "7"],
    "--total": ["2", "99999999"],
    "--row": ["2", "0"],
    "--made": ["2026-01-05", "2026-13-01"],
    "--cache": ["cache.db", "rows.csv", "clients"],
    "--memory": ["1GB", "1", "x"],
    "--book": ["plan.xlsx", "book.xlsx"],
}  # fmt: skip
_SLOW = {"report", "new", "portfolio", "next-year", "renew", "explain", "compare"}
_TEXTS = {
    "rows.csv": "month,platform,kpi,quantity\n2026-01,Facebook,Lead,5\n2026-02,X,Sale,7\n",
    "touches.csv": "user_id,timestamp,channel,converted,revenue\nann,2026-01-01,Instagram,0,\nann,2026-01-05,Email,1,9.5\nbob,2026-01-06,Search,1,100\n",
    "links.csv": "url,source,medium,campaign\nhttps://shop.example/,instagram,social,spring\nhttps://shop.example/?a=1#b,,,\n",
    "table.csv": "client,month,platform,revenue,cost,currency\nann,2026-01,Facebook,100,50,EUR\nbob,2026-02,X,200,70,EUR\n",
    "own.csv": "Our week,,,,\nWeek ending,Who,Paid out,Taps,Sold\n13/04/2026,Ann,12.50,40,2\n20/04/2026,Bob,10.00,30,1\n",
    "own.toml": 'title = "Our weekly sheet"\nplatform = "Instagram"\n\n[headings.own]\nday = ["Week ending"]\nspend = ["Paid out"]\nclicks = ["Taps"]\nconversions = ["Sold"]\n',
    "plan.socroi.toml": 'truth = "orders"\n\n[platforms]\n"FB page" = "Facebook"\n\n["meta_ads / Shop"]\ncurrency = "EUR"\n',
    "socroi.toml": '[socroi]\nlocale = "en-GB"\n',
}  # fmt: skip
_DONE = {0, 1, 3}


@cache
def _bytes(name):
    return templates.shipped("four_step", example=name == "example.xlsx").read_bytes()


def _arranged(random, folder):
    for name in ("plan.xlsx", "example.xlsx"):
        (folder / name).write_bytes(_bytes(name))
    drawn = [fuzz_formulas.formula(random, 2) for _ in range(6)]
    fuzz_formulas.write(folder / "book.xlsx", drawn, fuzz_formulas._data(random), random)
    (folder / "clients").mkdir()
    shutil.copyfile(folder / "book.xlsx", folder / "clients" / "one.xlsx")
    (folder / "clients" / "broken.xlsx").write_bytes(b"PK\3\4broken")
    (folder / "foreign.ods").write_bytes(b"PK\3\4no book")
    (folder / "export.csv").write_bytes(random.choice(fuzz_exports.seeds()))
    for name, text in _TEXTS.items():
        data = text.encode()
        if random.random() < 0.5:
            data = _changed(data, random)
        if name not in {"socroi.toml", "plan.socroi.toml"} or random.random() < 0.3:
            (folder / name).write_bytes(data)


def _option(random, name):
    """Return an option of the command, with a value where it takes one: mostly one that means something."""
    from socroi.cli.commands import Commands

    command = Commands().get_command(None, name)
    options = [
        each
        for each in command.params
        if each.param_type_name == "option" and each.name not in {"engine", "master", "help", "jobs"}
    ]
    if not options:
        return []
    one = random.choice(options)
    flag = max(one.opts, key=len)
    if one.is_flag:
        return [flag]
    choices = getattr(one.type, "choices", None)
    if choices and random.random() < 0.9:
        value = random.choice([each for each in choices if each != "libreoffice"])
    else:
        value = random.choice(_OF.get(flag, []) or _OPTIONS) if random.random() < 0.8 else random.choice(_OPTIONS)
    return [flag, str(value)]


def _changed(data, random):
    """Damage a text as exports are damaged, or exchange a word of it."""
    if random.random() < 0.5:
        return fuzz_exports._damaged(data, random)
    words = data.decode().split('"')
    words[random.randrange(len(words))] = random.choice(["", "x", "1e999", "[", "=1+1", "Ö😀", "\n", "spend"])
    return '"'.join(words).encode()


def case(random, folder):
    """Run a line; nothing escapes it, nothing temporary is left, and JSON is read back."""
    place = folder / "here"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    _arranged(random, place)
    name = random.choice([each for each in _LINES if each not in _SLOW or random.random() < 0.25] or ["calc"])
    line = [name, *random.choice(_LINES[name])]
    for _ in range(random.choice([0, 1, 1, 2, 3])):
        line += _option(random, name)
    if random.random() < 0.1:
        line.insert(random.randint(1, len(line)), random.choice(_OPTIONS))
    if random.random() < 0.15 and len(line) > 1:
        line[random.randrange(1, len(line))] = random.choice(_FILES)
    line = [each for each in line if each not in {"spark", "libreoffice", "--engine", "--help"}]
    if name == "portfolio":
        line += ["-j", "1"]
    before, kept = Path.cwd(), {name: os.environ.get(name) for name in ("XDG_CACHE_HOME", "COLUMNS")}
    os.environ.update(XDG_CACHE_HOME=str(place / "cache"), COLUMNS="100")
    os.chdir(place)
    try:
        status, out, err = outcome(line)
    finally:
        os.chdir(before)
        for variable, value in kept.items():
            os.environ.pop(variable, None) if value is None else os.environ.update({variable: value})
    told = f"socroi {line}: {status}\n{out[-500:]}\n{err[-2500:]}"
    assert status in {0, 1, 2, 3}, told
    assert "Traceback" not in out + err, told
    if status == 2:
        assert err.strip(), told
    left = [str(each) for each in place.rglob("*.tmp")]
    assert not left, f"{left} is left by {told}"
    if "--json" in line and status in _DONE and out.strip() and not {"-h", "-o", "--out", "--list", "--"} & set(line):
        _read_back(out, told)


def _read_back(out, told):
    def refused(constant):
        raise AssertionError(f"{constant} is no JSON: {told}")

    try:
        json.loads(out, parse_constant=refused)
    except ValueError as problem:
        raise AssertionError(f"it is no JSON ({problem}): {told}") from None
