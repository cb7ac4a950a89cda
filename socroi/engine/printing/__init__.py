"""Numbers, dates and texts as a spreadsheet shows them, and back."""
