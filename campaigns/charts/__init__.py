"""Charts: SVG made here and in `templates/charts/`, without script or style, themed by CSS.

Across, places are percent of the width or billing months, so that a chart stretches and its text
does not; downwards they are pixels from the top. Each chart is a frozen value that its template
writes out; it carries the table of the same numbers.
"""

from campaigns.charts.balance import BalanceChart, draw_balance
from campaigns.charts.frontier import FrontierChart, draw_frontier
from campaigns.charts.money import MoneyChart, draw_money

__all__ = [
    "BalanceChart",
    "FrontierChart",
    "MoneyChart",
    "draw_balance",
    "draw_frontier",
    "draw_money",
]
