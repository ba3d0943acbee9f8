"""Spreadsheets of an evaluation: its criteria, and what the company says of itself."""
