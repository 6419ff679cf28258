"""Any input is answered by a page or a message, never by a failure."""

import json
from datetime import date

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from campaigns.decision import Decision, decide
from campaigns.exports.document import make_document
from campaigns.exports.tables import write_comparison_csv, write_comparison_table
from campaigns.query.faults import Fault
from campaigns.scenario_file import UnreadableScenario, read_scenario
from tests.campaigns.arbitrary import (
    queries,
    raw_queries,
    toml_documents,
)
from tests.examples import examples

pytestmark = pytest.mark.usefixtures("price_books")
TODAY = date(2026, 12, 1)
headers = st.sampled_from([{}, {"HX-Request": "true"}])


@examples(10, many=60)
@given(queries, headers)
def test_any_fields_are_answered_or_told_apart(
    client: Client, query: str, headers: dict[str, str]
) -> None:
    response = client.get("/", QUERY_STRING=query, headers=headers)
    page = response.content.decode()
    assert response.status_code == 200
    assert ("<summary>Assumptions</summary>" in page) != ("faults-title" in page)
    assert "<script>" not in page
    assert client.get("/estimate/", QUERY_STRING=query).status_code in (200, 302, 404)


@examples(16, many=60)
@given(raw_queries, headers)
def test_any_address_is_answered(client: Client, query: str, headers: dict[str, str]) -> None:
    assert client.get("/", QUERY_STRING=query, headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/", "/estimate/"])
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("&".join(f"a{n}" for n in range(900)), 200),
        ("&".join(f"{n}" for n in range(1_500)), 400),
        ("&" * 8_000, 400),
        ("target=" + "1" * 7_000, 200),
        ("target=" + "1" * 8_000, 414),
        # Written out it is three times as long, in every link and in a header.
        ("target=" + "'" * 7_000, 414),
        ("target=" + "'" * 2_500, 200),
    ],
)  # fmt: skip
def test_long_addresses_have_an_end(client: Client, path: str, query: str, status: int) -> None:
    response = client.get(path, QUERY_STRING=query, follow=True)
    assert response.status_code == status


@examples(20, many=100)
@given(toml_documents.map(str.encode))
def test_any_scenario_file_is_answered_or_told(content: bytes) -> None:
    _answer_or_tell(content)


@examples(50, many=100)
@given(toml_documents.map(str.encode), st.integers(0, 200), st.binary(min_size=1, max_size=4))
def test_a_scenario_file_with_stray_bytes_is_answered_or_told(
    content: bytes, place: int, stray: bytes
) -> None:
    _answer_or_tell(content[:place] + stray + content[place:])


def _answer_or_tell(content: bytes) -> None:
    read = _read(content)
    if isinstance(read, Decision):
        json.dumps(make_document(read), allow_nan=False)
        assert write_comparison_csv([("x", read)]).startswith("scenario,plan,")
        assert "\x1b" not in write_comparison_table("x", read)
        return
    assert read
    for fault in read:
        assert fault.given
        assert fault.allowed
        assert f"{fault.field}{fault.given}".isprintable()


def _read(content: bytes) -> Decision | list[Fault]:
    try:
        return decide(read_scenario(content, today=TODAY))
    except UnreadableScenario as unreadable:
        return unreadable.faults
