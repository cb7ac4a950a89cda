"""The registry rendered for each host: Excel by its several routes, LibreOffice, and pages to read."""
