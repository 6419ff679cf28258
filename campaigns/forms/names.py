"""What the choices of the form are called, and how many plans of one's own it takes."""

STRATEGY_NAMES = {
    "accumulate": "Save up, then send",
    "as_granted": "Send as granted",
    "buy_now": "Buy now",
    "cheapest": "Cheapest by the deadline",
}
GOAL_NAMES = {
    "contacted": "People",
    "replied": "Replies",
    "positive": "Positive",
    "meetings": "Meetings",
    "customers": "Customers",
}
# The fields of what stands in place of one reply rate: a track record, or a range.
OTHER_RATES = ("track_record_sent", "track_record_replied", "reply_rate_low", "reply_rate_high")
# What every rate of messages is a share of.
WRITTEN_TO = "people written to"
NOT_STATED = "Not stated"
# Addresses from before channels named the places may have one of these with any book.
FORMER_PLACES = ("United States", "Germany", "United Kingdom", "Canada", "European Union")
BILLING_NAMES = {
    "cheapest": "Whichever is cheapest",
    "monthly": "Month by month",
    "annual": "By the year",
}
SENDS_ON_NAMES = {"every_day": "Every day", "weekdays": "Monday to Friday"}
ANSWERS_NAMES = {
    "next": "With the next credits",
    "same": "At once: most answers come within a day",
}
# By which rules a scenario is calculated: the legacy rules renew every seat to the last month.
RULES_NAMES = {"2": "Seat by seat", "1": "As before: every seat to the last month"}
HELD_SEATS = "held_seats"
AUDIENCES = "audiences"
CUSTOM_PLANS = "custom_plans"
CHANNEL_FIGURES = "channel_figures"
SEQUENCES = "sequences"
# There are fewer channels in a book.
MOST_CHANNEL_FIGURES = 20
# As many as a campaign may compare: its scenario file writes out every one of them.
MOST_CUSTOM_PLANS = 30
STATUS_NAMES = {
    "ok": "in time",
    "misses_deadline": "late",
    "out_of_reach": "out of reach",
    "no_inmail": "no InMail",
}
