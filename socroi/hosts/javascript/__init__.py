"""The functions in JavaScript: made from the catalogue and its twins, for Excel, Google Sheets and web pages."""
