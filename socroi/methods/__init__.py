"""The mathematics behind the catalogue: plain numbers in and out, nothing of spreadsheets."""
