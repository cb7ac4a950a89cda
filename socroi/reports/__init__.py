"""The result of a workbook, for people: on the terminal, and as a picture."""
