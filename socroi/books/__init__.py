"""What one does with a workbook file: recalculate it, keep it open, many at once, what if."""
