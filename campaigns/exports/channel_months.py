"""The cheapest plan over channels month by month, for a spreadsheet (CSV)."""

from campaigns.exports.csv_format import DECIMAL_POINTS, CsvFormat, write_csv
from campaigns.presentation.channel_months import MonthTable
from planner.planning.money import cents

CHANNEL_COLUMNS = (
    "month",
    "starts_on",
    "channel",
    "to_do",
    "people",
    "due",
    "own_hours",
    "expected_replies",
)


def write_channels_csv(table: MonthTable, *, csv_format: CsvFormat = DECIMAL_POINTS) -> str:
    """One row for each channel in each month; money in dollars and cents."""
    rows = (
        [
            row.month,
            row.starts_on.isoformat(),
            row.channel,
            row.to_do,
            row.people,
            cents(row.due),
            row.hours,
            row.replies,
        ]
        for row in table.rows
    )
    return write_csv(CHANNEL_COLUMNS, rows, csv_format)
