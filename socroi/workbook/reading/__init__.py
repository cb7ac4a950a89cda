"""From the parts of a package to the engine's model. A sheet is read quick, careful or row by row alike."""
