"""Small files of exporters, written for one test."""

META = "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions,Link clicks"


def write(folder, *rows, name="export.csv", encoding="utf-8-sig"):
    """Write a file of the rows, and return its path."""
    path = folder / name
    path.write_text("\n".join(rows) + "\n", encoding=encoding)
    return path


def meta(folder, *rows, header=META):
    """Write an export of Ads Manager for April: rows of a name and figures."""
    return write(folder, header, *(f"2026-04-01,2026-04-30,{row}" for row in rows))
