"""How long a mix stays cached: a day if proven, else a minute."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from time_machine import TimeMachineFixture

from campaigns.studies import mixes, time_budget
from campaigns.studies.mixes import study_mix
from campaigns.studies.time_budget import limit_time
from planner.planning.errors import TimeBudgetExceeded
from planner.planning.mix import Mixes
from tests.campaigns.pages import read_text
from tests.campaigns.queries import make_query
from tests.known import known

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("price_books")]

ASKED = "target=120&deadline_months=3&start_on=2026-12-01&price_book=article&max_seats=3"


@pytest.fixture(autouse=True)
def noon(time_machine: TimeMachineFixture) -> None:
    cache.clear()
    time_machine.move_to("2026-12-01 12:00 +0000", tick=False)


def study(*, seconds: float, monkeypatch: pytest.MonkeyPatch) -> Mixes:
    """The mix of a request that may compute for so long."""
    monkeypatch.setattr(time_budget, "SECONDS", seconds)
    query = make_query(ASKED)
    with limit_time():
        return study_mix(query)


def test_a_poorer_mix_worked_out_under_load_is_soon_worked_out_again(
    monkeypatch: pytest.MonkeyPatch, time_machine: TimeMachineFixture
) -> None:
    poor = study(seconds=-1, monkeypatch=monkeypatch)
    assert not poor.is_proven
    time_machine.shift(timedelta(seconds=50))
    assert study(seconds=600, monkeypatch=monkeypatch) == poor, "its page and its files agree"

    time_machine.shift(timedelta(seconds=11))
    better = study(seconds=600, monkeypatch=monkeypatch)
    assert better.is_proven
    assert better.mix.total is not None
    assert better.mix.total <= known(poor.mix.total)


def test_a_proven_mix_is_kept_for_a_day(
    monkeypatch: pytest.MonkeyPatch, time_machine: TimeMachineFixture
) -> None:
    proven = study(seconds=600, monkeypatch=monkeypatch)
    assert proven.is_proven
    time_machine.shift(timedelta(hours=23))
    assert study(seconds=-1, monkeypatch=monkeypatch) == proven

    time_machine.shift(timedelta(hours=2))
    assert not study(seconds=-1, monkeypatch=monkeypatch).is_proven


def test_a_worker_is_at_one_mix_at_a_time(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mixes, "SECONDS_TO_WAIT", 0)
    with mixes._turn:
        with pytest.raises(TimeBudgetExceeded):
            study(seconds=600, monkeypatch=monkeypatch)
        assert "take longer to work out" in read_text(client.get(f"/mix/?{ASKED}"))
        assert client.get(f"/plan.json?{ASKED}").status_code == 422

    assert study(seconds=600, monkeypatch=monkeypatch).is_proven


def test_the_command_does_not_wait_for_requests() -> None:
    query = make_query(ASKED)
    with mixes._turn:
        assert study_mix(query).mix.groups


def test_the_solvers_seconds_count_as_the_requests_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_budget, "SECONDS", 600)
    # The request's own thread computes nothing.
    monkeypatch.setattr(time_budget, "thread_time", lambda: 5.0)
    query = make_query(ASKED)
    with limit_time() as time:
        study_mix(query)
        assert time.used > 0
