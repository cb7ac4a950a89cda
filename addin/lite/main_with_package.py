# SOCROI for xlwings Lite, with the line  socroi  in requirements.txt.
from socroi.hosts.excel import *
