"""Scenario files: which bytes are read, as what, and the errors for the rest."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.query.faults import Fault
from campaigns.query.query import Query
from campaigns.scenario_file import UnreadableScenario, read_scenario

pytestmark = pytest.mark.usefixtures("price_books")
TODAY = date(2026, 12, 1)


def read(content: str | bytes) -> Query:
    as_bytes = content.encode() if isinstance(content, str) else content
    return read_scenario(as_bytes, today=TODAY)


def faults_of(content: str | bytes) -> list[Fault]:
    with pytest.raises(UnreadableScenario) as unreadable:
        read(content)
    return unreadable.value.faults


@pytest.mark.parametrize(
    ("content", "field", "meant"),
    [
        ("target = 100", "target", 100),
        ("target = 1_000", "target", 1000),
        ("target = 0x64", "target", 100),
        ("target = 100 # people", "target", 100),
        (b"target = 100\r\nseats = 2\r\n", "seats", 2),
        (b"\xef\xbb\xbftarget = 100\n", "target", 100),  # as Windows' Notepad saves it
        ("target = 1", "start_on", TODAY),
        ("target = 1\nstart_on = 2027-02-28", "start_on", date(2027, 2, 28)),
        ("target = 1\nstart_on = '2027-02-28'", "start_on", date(2027, 2, 28)),
        ("target = 1\nreply_rate = 0.1", "reply_rate", Decimal("0.1")),
        ("target = 1\nreply_rate = '10 %'", "reply_rate", Decimal("0.1")),
        ("target = 1\nreply_rate = 1e-5", "reply_rate", Decimal("0.00001")),
        ("target = 1\nopen_profile_share = 1", "open_profile_share", Decimal(1)),
        ("target = 1\nopen_profile_share = 1.0", "open_profile_share", Decimal(1)),
        ("target = 1\nreply_rate = '12'", "reply_rate", Decimal("0.12")),
        ("target = 1\nreply_rate = '3/40'", "reply_rate", Decimal("0.075")),
        ("target = 1\nbudget = 1.680", "budget", Decimal("1.68")),
        ("target = 1\nbudget = 9.999", "budget", Decimal("9.999")),
        ("target = 1\nbudget = '64,50'", "budget", Decimal("64.50")),
        ("target = 1\nbudget = 64.50", "budget", Decimal("64.50")),
        ("target = 1\nbudget = '$1,000.50'", "budget", Decimal("1000.50")),
        ("target = 1\nbudget = 1e3", "budget", Decimal(1000)),
        ("target = 1", "budget", None),
        ("target = 1\nuse_trial = true", "use_trial", True),
        ("target = 1\ndeclines_return_credit = false", "declines_return_credit", False),
        ("target = 1\ntrack_record = {sent = 120, replied = 18}", "reply_rate", Decimal("0.15")),
        ("target = 1\n[track_record]\nsent = 3\nreplied = 1", "reply_rate",
         Decimal("0.333333333333")),
    ],
)  # fmt: skip
def test_a_file_is_read_exactly(content: str | bytes, field: str, meant: object) -> None:
    assert getattr(read(content).scenario, field) == meant


@pytest.mark.parametrize(
    ("content", "allowed"),
    [
        ("budget = '1.680'", "1680 for $1,680.00 or 1.68 for $1.68"),
        ("reply_rate = '1'", "1 % or 100 %"),
        ("open_profile_share = '1.0'", "1 % or 100 %"),
    ],
)
def test_a_text_with_two_readings_is_asked_about(content: str, allowed: str) -> None:
    [fault] = faults_of(f"target = 1\n{content}")
    assert fault.allowed == allowed


@pytest.mark.parametrize("number", ["10", "1.5", "100", "1.0000001"])
def test_a_number_of_a_share_is_no_percentage(number: str) -> None:
    [fault] = faults_of(f"target = 1\nreply_rate = {number}")
    assert (fault.field, fault.given) == ("reply_rate", number)


@pytest.mark.parametrize(
    ("content", "number"),
    [
        ("plans = []", 0),
        ("plans = ['recruiter-lite', 'executive-25']", 2),
        ("price_book = 'linkedin-2026'\nplans = ['recruiter-corporate']", 1),
        ("custom_plans = []", 7),
    ],
)
def test_plans_are_those_that_the_file_names(content: str, number: int) -> None:
    assert len(read(f"target = 1\n{content}").plans) == number


def test_an_empty_list_of_strategies_means_all() -> None:
    assert len(read("target = 1\nstrategies = []").strategies) == 4


@pytest.mark.parametrize(
    ("content", "given"),
    [
        (b"target = 100\n# caf\xe9", "other bytes"),
        ("target = 100".encode("utf-16"), "other bytes"),
        (b"target = 100\x00", "Expected newline"),
        (b"target 100", "Expected '='"),
        (b"target = 1\ntarget = 2", "Cannot overwrite a value"),
        (b"a = " + b"[" * 500 + b"]" * 500, "nested too deeply"),
        (b"a = " + b"[" * 50_000 + b"]" * 49_000, "nested too deeply"),
        (b"target = " + b"9" * 5_000, "Exceeds the limit"),
        (b"target = 1\nbudget = 1e99999999999999999999", "1e99999999999999999999"),
        (b"#" * 100_001, "100,001 bytes"),
    ],
)
def test_what_is_not_a_toml_document_is_told_in_a_line(content: bytes, given: str) -> None:
    [fault] = faults_of(content)
    assert fault.field == "file"
    assert fault.given.startswith(given)


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e400", "-0.0", "1e-400", "-1", "1e99"])
@pytest.mark.parametrize("field", ["reply_rate", "budget"])
def test_a_number_beyond_reason_is_a_fault_of_its_field(field: str, number: str) -> None:
    if (field, number) == ("budget", "1e99"):
        number = "1e30"
    [fault] = faults_of(f"target = 1\n{field} = {number}")
    assert fault.field == field


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ("target = 1\ntrack_record = {sent = 120}", "track_record"),
        ("target = 1\ntrack_record = {sent = 1, replied = 0, lost = 2}", "track_record"),
        ("target = 1\ntrack_record = []", "track_record"),
        ("target = 1\ntrack_record = {sent = 0, replied = 0}", "track_record.sent"),
        ("target = 1\ntrack_record = {sent = '9', replied = 1}", "track_record.sent"),
        ("target = 1\ntrack_record = {sent = 9, replied = [1]}", "track_record.replied"),
        ("target = 1\ntrack_record_sent = 9\ntrack_record_replied = 1", "track_record.sent"),
    ],
)
def test_own_numbers_are_one_table_of_two(content: str, field: str) -> None:
    assert faults_of(content)[0].field == field


@pytest.mark.parametrize(
    "name", ["estimate", "sort", "csrfmiddlewaretoken", "custom_plans-0-name", "Target", ""]
)
def test_a_name_that_a_file_does_not_have_is_told_with_those_it_has(name: str) -> None:
    [fault] = faults_of(f'target = 1\n"{name}" = "x"')
    assert fault.allowed.startswith("only the names target, goal, price_book, start_on")
    assert fault.allowed.endswith("custom_plans")
    assert "track_record," in fault.allowed
    assert "track_record_sent" not in fault.allowed


def test_own_plans_are_told_apart_by_their_place() -> None:
    terms = "monthly_credits = 5\nrollover_cap = 5\ncredit_lifetime_days = 90\npurchase_limit = 0"
    good, bad = f"name = 'A'\n{terms}", f"name = 'B'\n{terms}".replace("= 90", "= 0")
    content = f"target = 1\n[[custom_plans]]\n{good}\n[[custom_plans]]\n{bad}"
    [fault] = faults_of(content)
    assert (fault.field, fault.given) == ("custom_plans[1].credit_lifetime_days", "0")


@pytest.mark.parametrize("nasty", ["\\u001b[31m", "a\\nb", "\\u0000", "\\u202e", "\\u0085", "\\r"])
def test_no_fault_breaks_its_line_or_reaches_for_the_terminal(nasty: str) -> None:
    contents = [
        f'target = "{nasty}"',
        f'target = 1\n"{nasty}" = 1',
        f'target = 1\nplans = ["{nasty}"]',
        f'target = 1\n[[custom_plans]]\nname = "x{nasty}x"',
        f'target = 1\n[[custom_plans]]\n"{nasty}" = 1',
        f'target = 1\ntrack_record = {{"{nasty}" = 1}}',
        f'target = 1\ntarget = "{nasty}"',
    ]
    for content in contents:
        for fault in faults_of(content):
            assert "".join(fault[:3]).isprintable()


def test_what_was_given_is_told_in_short() -> None:
    [fault] = faults_of(f"target = 1\ngoal = '{'x' * 5_000}'")
    assert fault.given == "x" * 59 + "…"
