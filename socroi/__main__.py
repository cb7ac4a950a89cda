"""`python -m socroi`: the command line."""

from socroi.cli import main

main()
