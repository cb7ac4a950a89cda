"""An open workbook: after a change only what depends on it is computed again."""
