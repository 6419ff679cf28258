"""Charts: SVG made here and in `templates/charts/`, without script or style, themed by CSS.

Each chart is an immutable value that its template writes into the frame of `charts/_chart.html`; it
carries the table of the same numbers.
"""

from campaigns.charts.balance import BalanceChart, draw_balance
from campaigns.charts.channel_months import ChannelMonthsChart, draw_channel_months
from campaigns.charts.crossing import CrossingChart, draw_crossing
from campaigns.charts.fan import FanChart, draw_fan
from campaigns.charts.frame import Chart
from campaigns.charts.money import MoneyChart, draw_money
from campaigns.charts.progress import ProgressChart, draw_progress
from campaigns.charts.spread import SpreadChart, draw_spread
from campaigns.charts.timeline import TimelineChart, draw_timeline
from campaigns.charts.tornado import (
    TornadoChart,
    draw_channel_tornado,
    draw_tornado,
    draw_worth_tornado,
)

__all__ = [
    "BalanceChart",
    "ChannelMonthsChart",
    "Chart",
    "CrossingChart",
    "FanChart",
    "MoneyChart",
    "ProgressChart",
    "SpreadChart",
    "TimelineChart",
    "TornadoChart",
    "draw_balance",
    "draw_channel_months",
    "draw_channel_tornado",
    "draw_crossing",
    "draw_fan",
    "draw_money",
    "draw_progress",
    "draw_spread",
    "draw_timeline",
    "draw_tornado",
    "draw_worth_tornado",
]
