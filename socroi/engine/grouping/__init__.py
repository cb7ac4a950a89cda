"""What GROUPBY and PIVOTBY make of rows: their arguments, their lines, a value for each group."""
