"""What is put into addresses, forms and headers: sense, sense with a slip, and nonsense."""

from urllib.parse import quote, quote_plus, urlencode

from hypothesis import strategies as st

from campaigns.forms import ScenarioForm
from tests.campaigns.arbitrary import names, raw_queries, sensible_queries, texts

GARBAGE = [
    "\x00", "a\x00b", "\ud800", "\udfff\ud800", "\U0010ffff", "\ufffe", "\u202e\u2066",
    "9" * 400, "-" + "9" * 30, "9223372036854775808", "-9223372036854775809", "2147483648",
    "1e400", "1e-400", "nan", "-inf", "0" * 300 + "1", "1_000", "+1", "1.", ".5", "\u0661",
    "%2525252500", "%252e%252e%252f", "%u0041", "%", "%zz", "..%2f..", "//[", "http://[::1", "\\",
    "x" * 3_000, "é" * 1_500, "\n" * 200, "a[]", "a[b][c]", "[]", "{}", "null", "undefined",
    "' OR 1=1 --", "\"'`;", "<svg/onload=1>", "{% now %}", "${7*7}", "*" * 300, "(" * 300,
    "0001-01-01", "9999-12-31", "2026-02-30", "10000-01-01", "2026-12-01T00:00", "-0001-01-01",
    " " * 500, "word " * 600, '"open', "\u2028", "\r\nX-Header: 1",
]  # fmt: skip
values = st.sampled_from(GARBAGE) | texts


def write_query(pairs: list[tuple[str, str]]) -> str:
    return urlencode(pairs, errors="surrogatepass")


def _nest(query: str, times: int) -> str:
    """The query with its percent signs quoted again."""
    for _ in range(times):
        query = quote(query, safe="=&")
    return query


pairs = st.lists(st.tuples(names, values), max_size=4)
scenario_pairs = st.builds(
    lambda sensible, odd: [
        *((key, one) for key, many in sensible.items() for one in _each(many)),
        *odd,
    ],
    sensible_queries,
    pairs,
)
duplicates = st.builds(
    lambda name, many: [(name, value) for value in many],
    st.sampled_from([*ScenarioForm.base_fields]),
    st.lists(values, min_size=2, max_size=40),
)
# Bytes as a server hands them on: one sign each.
queries = (
    scenario_pairs.map(write_query)
    | duplicates.map(write_query)
    | st.builds(_nest, scenario_pairs.map(write_query), st.integers(1, 3))
    | raw_queries.map(lambda query: query.encode().decode("latin-1"))
    | st.just("")
)
segments = values.map(lambda value: quote_plus(value, errors="surrogatepass")[:200])


def _each(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]
