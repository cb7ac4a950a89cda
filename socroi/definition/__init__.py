"""How a worksheet function of ours is said: kinds of arguments, registry, examples, twin, spill, the literature."""
