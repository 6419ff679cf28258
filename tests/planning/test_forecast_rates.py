"""What is believed of the reply rate, and the Beta distribution behind a range of rates."""

from decimal import Decimal

import numpy as np
import pytest
from scipy.stats import beta

from planner.planning.errors import InvalidInput
from planner.planning.forecast.beta import fit_beta
from planner.planning.forecast.rates import FixedRate, RateBetween, TrackRecord

DRAWS = 20_000


def between(low: str, high: str) -> RateBetween:
    return RateBetween(low=Decimal(low), high=Decimal(high))


def draw(belief: FixedRate | RateBetween | TrackRecord) -> np.ndarray:
    return belief.draw(np.random.default_rng(1), DRAWS)


@pytest.mark.parametrize(
    ("low", "high"),
    [
        (0.05, 0.3),
        (0.1, 0.25),
        (0.5, 0.9),
        (0.02, 0.98),
        (0.2, 0.2001),  # as narrow as can be, in the middle and at both ends
        (0.0001, 0.0002),
        (0.9998, 0.9999),
        (0.0001, 0.9999),  # as wide as can be: hardly anything in between
        (0.0001, 0.5),
        (0.5, 0.9999),
    ],
)
def test_five_percent_lie_below_the_range_and_five_above_as_scipy_says(
    low: float, high: float
) -> None:
    found = beta(*fit_beta(low, high))
    assert found.cdf(low) == pytest.approx(0.05, abs=1e-9)
    assert found.sf(high) == pytest.approx(0.05, abs=1e-9)


def test_that_holds_for_any_range_within_the_limits() -> None:
    random = np.random.default_rng(5)
    for pair in random.integers(1, 10_000, (300, 2)):
        low, high = sorted(pair / 10_000)
        if high > low:
            found = beta(*fit_beta(low, high))
            assert found.cdf(low) == pytest.approx(0.05, abs=1e-9)
            assert found.sf(high) == pytest.approx(0.05, abs=1e-9)


def test_a_range_around_one_half_is_symmetric() -> None:
    a, b = fit_beta(0.3, 0.7)
    assert a == pytest.approx(b)


def test_a_fixed_rate_is_the_same_in_every_trial() -> None:
    assert set(draw(FixedRate(rate=Decimal("0.15"))).tolist()) == {0.15}


def test_a_range_is_drawn_so_that_nine_in_ten_lie_within() -> None:
    rates = draw(between("0.05", "0.3"))
    assert np.mean(rates < 0.05) == pytest.approx(0.05, abs=0.006)
    assert np.mean(rates > 0.3) == pytest.approx(0.05, abs=0.006)


@pytest.mark.parametrize(("sent", "replied"), [(0, 0), (120, 18), (5, 5), (7, 0)])
def test_a_track_record_is_drawn_from_what_it_leaves_open(sent: int, replied: int) -> None:
    rates = draw(TrackRecord(sent=sent, replied=replied))
    known = beta(1 + replied, 1 + sent - replied)
    for share in (0.1, 0.5, 0.9):
        assert np.mean(rates < known.ppf(share)) == pytest.approx(share, abs=0.015)


@pytest.mark.parametrize(
    ("low", "high", "field", "allowed"),
    [
        ("0", "0.3", "reply_rate_low", "a share from 0.0001 to 0.9998"),
        ("0.99981", "0.9999", "reply_rate_low", "a share from 0.0001 to 0.9998"),
        ("NaN", "0.9999", "reply_rate_low", "a share from 0.0001 to 0.9998"),
        ("0.3", "0.2", "reply_rate_high", "a share from 0.3001 to 0.9999"),
        ("0.3", "0.3", "reply_rate_high", "a share from 0.3001 to 0.9999"),
        ("0.3", "1", "reply_rate_high", "a share from 0.3001 to 0.9999"),
    ],
)
def test_a_range_has_limits(low: str, high: str, field: str, allowed: str) -> None:
    with pytest.raises(InvalidInput) as fault:
        between(low, high)
    assert (fault.value.field, fault.value.allowed) == (field, allowed)


@pytest.mark.parametrize(("low", "high"), [("0.0001", "0.0002"), ("0.9998", "0.9999")])
def test_the_limits_themselves_are_allowed(low: str, high: str) -> None:
    assert between(low, high).high == Decimal(high)


@pytest.mark.parametrize(
    ("sent", "replied", "field"),
    [
        (-1, 0, "track_record_sent"),
        (1_000_001, 0, "track_record_sent"),
        (5, 6, "track_record_replied"),
        (5, -1, "track_record_replied"),
    ],
)
def test_a_track_record_has_limits(sent: int, replied: int, field: str) -> None:
    with pytest.raises(InvalidInput) as fault:
        TrackRecord(sent=sent, replied=replied)
    assert fault.value.field == field


@pytest.mark.parametrize("rate", ["-0.1", "1.1", "NaN"])
def test_a_fixed_rate_is_a_share(rate: str) -> None:
    with pytest.raises(InvalidInput) as fault:
        FixedRate(rate=Decimal(rate))
    assert fault.value.field == "reply_rate"
