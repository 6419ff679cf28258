"""Plans and records that together have a sentence of each kind on the rate that is learned."""

from tests.campaigns.progress_cases import MANY, SLOW, TWO, Case, sent

REPLIES = SLOW | {"goal": "replied", "target": "3", "reply_rate": "0.15"}
CASES: list[Case] = [
    (REPLIES, [sent(0, 9, answered=3, declined=1)], 12),
    (REPLIES | {"target": "1"}, [sent(0, 9)], 12),
    (SLOW | {"target": "60"}, [sent(0, 9, answered=1)], 12),
    (SLOW, [sent(0, 0, answered=1)], 12),
    (SLOW, [sent(0, 2, answered=5)], 12),
    (
        REPLIES | {"reply_rate_low": "0.05", "reply_rate_high": "0.2", "reply_rate": "0.1"},
        [sent(0, 15, answered=4)],
        12,
    ),
    (
        REPLIES | {"track_record_sent": "40", "track_record_replied": "7", "meeting_rate": "0.5"},
        [sent(0, 15)],
        12,
    ),
    (
        TWO
        | REPLIES
        | {
            "audiences-0-target": "2",
            "audiences-1-target": "3",
            "audiences-0-reply_rate": "0.3",
        },
        [sent(0, 12, "Ann", answered=2), sent(1, 9, "Bob & Co.", answered=2)],
        12,
    ),
    # Credits that come back spare the last of three months, or some that are bought.
    (
        SLOW | MANY | {"target": "115", "reply_rate": "0.4", "custom_plans-0-credit_price": "10"},
        [sent(0, 40)],
        12,
    ),
]
