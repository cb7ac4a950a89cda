"""New values into the parts of a package, every other byte kept; saving in one step."""
