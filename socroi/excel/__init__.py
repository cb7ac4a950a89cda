"""What is true of Excel: its functions, addresses, limits, dates as serial numbers. The standard library alone."""
