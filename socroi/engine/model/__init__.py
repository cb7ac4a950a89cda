"""A workbook in columns: blocks of cells, sheets, regions of equal formulas."""
