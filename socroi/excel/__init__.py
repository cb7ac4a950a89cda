"""What is true of Excel: names of its functions, addresses, dates as serial numbers. The standard library alone."""
