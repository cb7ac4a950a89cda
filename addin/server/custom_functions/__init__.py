"""What Excel sees as functions."""

from socroi.hosts.excel import *
