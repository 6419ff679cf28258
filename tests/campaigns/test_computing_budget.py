"""What one client may have computed: seconds at once, in the long run, and requests at a time."""

from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from campaigns import computing_budget
from campaigns.computing_budget import REGAINED, ComputingBudget
from campaigns.middleware import limit_computing
from campaigns.rate_limits import SHARE_OF_A_SITE, Network, client_networks
from campaigns.studies.time_budget import count_elsewhere
from tests.campaigns.pages import read_text

ONE, OTHER = (Network("192.0.2.1", 1),), (Network("192.0.2.2", 1),)
SECONDS = 10


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def budget(clock: Clock) -> ComputingBudget:
    return ComputingBudget(seconds=SECONDS, at_once=2, clock=clock)


def use(budget: ComputingBudget, seconds: float, networks: tuple[Network, ...] = ONE) -> int:
    """Ask once for what takes so long; 0, or the seconds to wait."""
    if wait := budget.enter(networks):
        return wait
    budget.leave(networks, used=seconds)
    return 0


def test_a_budget_that_is_used_up_comes_back_with_time(
    budget: ComputingBudget, clock: Clock
) -> None:
    assert [use(budget, 4) for _ in range(4)] == [0, 0, 0, 14]
    clock.now += 13
    assert use(budget, 0) == 1
    clock.now += 1
    assert use(budget, 0) == 0


def test_in_the_long_run_so_much_of_each_second_is_computed(
    budget: ComputingBudget, clock: Clock
) -> None:
    answered = 0
    for _ in range(10_000):
        answered += use(budget, 1) == 0
        clock.now += 1

    assert answered == pytest.approx(SECONDS + 10_000 * SECONDS * REGAINED, abs=2)


def test_an_idle_client_saves_up_no_more_than_it_began_with(
    budget: ComputingBudget, clock: Clock
) -> None:
    use(budget, 1)
    clock.now += 10**6
    assert [use(budget, SECONDS / 2) for _ in range(3)] == [0, 0, 1]


def test_two_requests_at_a_time_are_answered_the_third_has_to_wait(budget: ComputingBudget) -> None:
    assert [budget.enter(ONE) for _ in range(3)] == [0, 0, 1]
    budget.leave(ONE, used=0)
    assert budget.enter(ONE) == 0


def test_nobody_pays_for_others(budget: ComputingBudget) -> None:
    use(budget, 100)
    assert use(budget, 1) > 0
    assert use(budget, 1, OTHER) == 0


def test_what_is_refused_costs_nothing(budget: ComputingBudget, clock: Clock) -> None:
    use(budget, 20)
    assert {use(budget, 1) for _ in range(1_000)} == {67}
    clock.now += 67
    assert use(budget, 1) == 0


def test_a_whole_site_has_a_few_clients_share(budget: ComputingBudget) -> None:
    """2001:db8::/48 has 65,536 networks of a household each."""
    networks = [
        client_networks(RequestFactory().get("/", REMOTE_ADDR=f"2001:db8:0:{number:x}::1"))
        for number in range(100)
    ]
    answered = sum(use(budget, SECONDS, each) == 0 for each in networks)
    elsewhere = client_networks(RequestFactory().get("/", REMOTE_ADDR="2001:db8:1::1"))

    assert answered == SHARE_OF_A_SITE
    assert use(budget, SECONDS, elsewhere) == 0


def test_a_whole_site_has_no_more_requests_at_a_time_than_one_client(
    budget: ComputingBudget,
) -> None:
    site = Network("site", SHARE_OF_A_SITE)
    assert [budget.enter((Network(f"{n}", 1), site)) for n in range(3)] == [0, 0, 1]


def test_the_memory_is_bounded_and_who_is_being_answered_stays(
    budget: ComputingBudget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(computing_budget, "MOST_ACCOUNTS", 50)
    budget.enter(ONE)
    for number in range(1_000):
        use(budget, 1, (Network(f"client {number}", 1),))

    assert len(budget._accounts) <= 51
    assert budget.enter(ONE) == 0
    assert budget.enter(ONE) == 1, "the request before all others is still counted"


def test_no_seconds_are_no_limit() -> None:
    budget = ComputingBudget(seconds=0, at_once=1)
    assert {budget.enter(ONE) for _ in range(100)} == {0}
    budget.leave(ONE, used=10**9)
    assert budget.enter(ONE) == 0


def test_a_request_pays_for_other_processes_too() -> None:
    def compute(request: HttpRequest) -> HttpResponse:
        count_elsewhere(100)
        return HttpResponse()

    with override_settings(COMPUTING_SECONDS=SECONDS):
        ask = limit_computing(compute)
    request = RequestFactory().get("/mix/")

    assert [ask(request).status_code for _ in range(2)] == [200, 429]


def test_a_request_that_fails_is_over() -> None:
    def fail(request: HttpRequest) -> HttpResponse:
        raise ZeroDivisionError

    with override_settings(COMPUTING_SECONDS=SECONDS):
        ask = limit_computing(fail)
    for _ in range(5):
        with pytest.raises(ZeroDivisionError):
            ask(RequestFactory().get("/"))


@pytest.fixture
def spent(db: None, price_books: None) -> Iterator[Client]:
    """A client whose budget is used up."""
    with override_settings(COMPUTING_SECONDS=1e-9):
        client = Client()
        client.get("/robots.txt")
        yield client


EVERY_PATH = [
    "/",
    "/estimate/",
    "/forecast/",
    "/mix/?max_seats=3",
    "/sensitivity/",
    "/plan.csv",
    "/prices/",
    "/how-it-works/",
    "/campaigns/",
    "/campaigns/new/",
    "/c/AAAAAAAAAAAAAAAAAAAAAA/",
    "/admin/",
    "/nowhere/",
]


@pytest.mark.parametrize("path", EVERY_PATH)
def test_every_page_and_file_is_under_the_limit(spent: Client, path: str) -> None:
    response = spent.get(path)

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"].startswith("no-store")
    assert "Content-Security-Policy" in response
    assert "Try again" in read_text(response)


def test_every_action_is_under_the_limit(spent: Client) -> None:
    response = spent.post("/campaigns/new/", {"name": "Spring"})

    assert response.status_code == 429
    assert "Nothing was changed" in read_text(response)


def test_probes_and_static_files_are_free(spent: Client) -> None:
    assert spent.get("/healthz").status_code == 200
    assert spent.get("/static/planner.css").status_code == 200


def test_htmx_keeps_the_last_answer_and_shows_why(spent: Client) -> None:
    response = spent.get("/?target=7", headers={"HX-Request": "true", "HX-Target": "answer"})

    assert response.status_code == 200, "htmx shows nothing that comes with a 429"
    assert response["HX-Reswap"] == "none"
    assert response["HX-Push-Url"] == "false"
    assert 'id="faults" hx-swap-oob' in response.content.decode()


def test_htmx_shows_in_place_of_a_study_when_to_try_again(spent: Client) -> None:
    response = spent.get("/mix/?max_seats=3", headers={"HX-Request": "true", "HX-Target": "mix"})

    assert response.status_code == 200
    assert "HX-Reswap" not in response
    assert 'href="/mix/?max_seats=3"' in response.content.decode()
