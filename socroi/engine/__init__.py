"""The columnar formula engine: a column of formulas is one formula, parsed once and computed as arrays."""
