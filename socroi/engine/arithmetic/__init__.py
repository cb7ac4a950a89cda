"""Dates, digits, sums and special functions over whole arrays: nothing of cells or formulas."""
