"""What is true of Excel: names of its functions, addresses, limits, serial numbers of dates. The standard library alone."""
