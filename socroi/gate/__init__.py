"""Between a spreadsheet and the catalogue: cells arrive, are read by kind and shape, and the answer goes back."""
