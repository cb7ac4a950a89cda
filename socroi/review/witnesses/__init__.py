"""Engines that are not ours, asked for the values of a workbook: nothing that they say is ever written into it."""
