"""What several families of functions compute of lists of numbers: moments, order, pairs."""
