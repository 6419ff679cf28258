"""Readers of what the planner writes that are not its own: a page's tables, workbooks, calendars.

`make test-readers` lets LibreOffice open the exports, too.
"""
