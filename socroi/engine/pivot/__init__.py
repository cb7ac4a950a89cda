"""Pivot tables, and which of their cells shows what a formula asks for."""
