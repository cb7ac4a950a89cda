"""The plain edition: each call of ours replaced by what it computes, in functions that Excel 2010 has."""
