"""The registry rendered for each host: LAMBDA names, pages to read, and the add-ins."""
