"""The package of a workbook, its parts and bytes (OPC, zip, XML)."""
