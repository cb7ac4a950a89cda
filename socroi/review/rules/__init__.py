"""The mistakes that a check looks for: one small function each, registered under the word that its findings carry."""
