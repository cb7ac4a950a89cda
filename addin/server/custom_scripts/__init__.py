"""Buttons of the task pane: none of ours."""
