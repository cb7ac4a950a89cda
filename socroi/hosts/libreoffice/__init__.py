"""The LibreOffice Calc add-in: what is built into `socroi.oxt`, and what runs inside LibreOffice.

interface.py   the functions as a UNO interface: its IDL, and the type library that LibreOffice reads
help.py        names, descriptions and categories for autocomplete and the function wizard, in every language
extension.py   the parts of the extension, and the file itself
cells.py       what Calc hands over and takes back, against what the gate knows; packed
component.py   the component that LibreOffice loads; packed, and never imported here
"""
