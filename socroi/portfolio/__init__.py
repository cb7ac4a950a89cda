"""Many workbooks, exports and warehouses as one table of returns and costs, and one expression that asks it."""
