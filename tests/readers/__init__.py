"""Readers of what the planner writes that are not its own: a page's tables, workbooks, calendars.

`python -m tests.readers` lets LibreOffice open the exports, too.
"""
