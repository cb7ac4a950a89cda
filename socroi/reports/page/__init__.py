"""The page that a client may get: what a workbook says, in one language, as HTML, PDF, PNG, PowerPoint or Word."""
