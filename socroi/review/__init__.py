"""What a workbook says, held against itself and against others: check it, explain a number, compare two."""
