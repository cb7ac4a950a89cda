"""Cells as a host hands them over and takes them back: arrival, reading by kind, date serials, spills."""
