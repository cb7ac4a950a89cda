"""The order of calculation: tasks, what they read, columns that read themselves, circular references."""
