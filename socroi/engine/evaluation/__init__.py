"""From a formula's tree to the values of all its cells at once."""
