"""A formula's text and its tree."""
