"""The `.xlsx` package: read safely into the engine's model, and cached values written back with every other byte kept."""
