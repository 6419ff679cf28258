"""Sheets that people keep of their messages, read into sums for each day.

    cells      a file into tables of cells: CSV in any usual notation, XLSX within limits
    headers    which column has what, by the names that trackers and exports give it
    dates      days as they stand in a column, and the order of day and month that it has
    states     what the state of a message means: not sent, sent, answered, declined
    languages  names of columns, states and months in other languages than English
    audiences  which of a campaign's audiences a row is of
    tally      rows into sums by day, and the rows that cannot be read, with the reason
    linkedin   LinkedIn's own exports of messages and invitations
    trackers   a row for each message, with its date and state
    periods    a row for each day, week or month, with its sums
    reading    a file into what can be taken of it

Names and addresses of people are counted and go no further than this package: what leaves it are
numbers by day and audience, and, for the person that chose the file, the rows that could not be
read and the names of audiences that are not known.
"""

from campaigns.sheets.cells import MOST_ROWS, UnreadableSheet
from campaigns.sheets.reading import Reading, Sheet, read_sheet
from campaigns.sheets.tally import Unread

__all__ = ["MOST_ROWS", "Reading", "Sheet", "Unread", "UnreadableSheet", "read_sheet"]
