"""Which cells a key or a criterion finds: the searches behind lookups and conditional sums."""
