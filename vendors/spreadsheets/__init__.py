"""Spreadsheets: facts by the sheet, downloaded filled, edited in Excel or LibreOffice, looked at, and taken over whole.

`columns` declares what a sheet holds, `cells` turns cells into text and back, `reading` opens a file after `safety` has
looked at it, `tables` finds out what a sheet would change, `workbooks` does it, `writing` makes the files.
"""
