"""The `.xlsx` package: read safely into the engine's model, new values written back, every other byte kept."""
