"""The worksheet functions, one family a module. They are found by themselves: there is no list to edit."""
