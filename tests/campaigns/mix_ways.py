"""Questions to which a mix of plans is the cheaper answer, and one with audiences."""

BOOK = {"rules": "2", "price_book": "linkedin-2026"}
WITH_A_HELD_SEAT = BOOK | {
    "target": "70",
    "start_on": "2026-12-07",
    "deadline_months": "17 Jan 2027",
    "held_seats-1-plan": "recruiter-lite",
    "held_seats-1-seats": "1",
    "held_seats-1-credits": "23",
    "held_seats-1-paid_until": "2026-12-31",
}
TWO_MONTHS = BOOK | {"target": "55", "start_on": "2027-01-01", "deadline_months": "2"}
THREE_AUDIENCES = BOOK | {
    "start_on": "2027-01-01",
    "deadline_months": "4",
    "audiences-1-name": "One",
    "audiences-1-target": "200",
    "audiences-2-name": "Two",
    "audiences-2-target": "510",
    "audiences-3-name": "Three",
    "audiences-3-target": "90",
}
