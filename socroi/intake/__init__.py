"""Exports into the workbook that is already there: what is new, what was corrected, whose truth counts.

result = socroi.import_exports("plan.xlsx", ["Campaigns.csv", "orders.csv"], write=False)
result.months, result.remarks

Every figure of the book that comes from an export is worked out anew from all rows that were ever imported
(`rows.py`): of each row the later export stands (`merging.py`), of each account and day one level counts
(`coverage.py`), of each month one truth (`truth.py`). So the order of imports does not matter, and none counts twice.
"""
