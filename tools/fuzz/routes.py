"""Every address of the planner, with the inputs that it takes."""

from dataclasses import dataclass, field

from hypothesis import strategies as st

from campaigns.exports.files import EXPORTS
from campaigns.views.campaign_actions import ACTIONS
from tools.fuzz.values import queries, scenario_pairs, segments, values, write_query


@dataclass(frozen=True, slots=True)
class Request:
    """One request; "{edit}", "{share}", "{feed}", "{quote}" and "{pk}" in its path stand for what
    there is."""

    route: str
    path: str
    method: str = "GET"
    query: str = ""
    body: str = ""
    kind: str = "application/x-www-form-urlencoded"
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    is_admin: bool = False


Requests = st.SearchStrategy[Request]
nothing = st.just("")
rarely = st.sampled_from([False] * 9 + [True])
methods = st.sampled_from(["GET"] * 12 + ["HEAD", "POST", "PUT", "OPTIONS", "DELETE"])
addresses = st.sampled_from(
    ["/", "/?price_book=article", "/?price_book=%ff&x", "http://[", "\xff", "?", "#", "//[::1"]
)
headers = st.fixed_dictionaries(
    {"X-Forwarded-For": st.integers(1, 2**20).map(lambda n: f"10.{n >> 16}.0.{n & 255}")},
    optional={
        "HX-Request": st.sampled_from(["true", "true", "false", "\xff"]),
        "HX-Current-URL": addresses,
        "HX-Target": st.sampled_from(["answer", "", "\xe9"]),
        "Accept-Encoding": st.sampled_from(["gzip", "br", "*;q=0", "\xff"]),
        "Accept-Language": st.sampled_from(["de", "x" * 300, "*", "en;q=nope"]),
        "Origin": st.sampled_from(["null", "https://testserver", "http://["]),
        "Sec-Fetch-Site": st.sampled_from(["same-origin", "cross-site", ""]),
        "X-Request-ID": st.sampled_from(["12345678", "\r\n", "x" * 5000]),
        "If-Modified-Since": st.sampled_from(["Wed, 21 Oct 2015 07:28:00 GMT", "nope"]),
    },
)  # fmt: skip
cookies: st.SearchStrategy[dict[str, str]] = st.just({}) | st.dictionaries(
    st.sampled_from(["__Host-campaigns", "__Host-messages", "__Host-csrftoken"]),
    st.sampled_from(["", "x", "x" * 3000, "a:b:c", "W10:1abc:x", '"', "[[]]", "%00", ".eJw:1:1"]),
    max_size=2,
)
no_forms = st.sampled_from(
    [
        ("application/json", "{}"),
        ("text/plain", "x"),
        ("multipart/form-data", "x"),
        (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n",
        ),
        ("application/x-www-form-urlencoded; charset=nope", "a=%ff"),
        ("application/x-www-form-urlencoded", "&" * 2_000),
        ("", ""),
    ]
)


@st.composite
def get(
    draw: st.DrawFn,
    route: str,
    paths: st.SearchStrategy[str],
    *,
    query: st.SearchStrategy[str] = queries,
) -> Request:
    """Looking at a page, mostly."""
    method = draw(methods) if draw(rarely) else "GET"
    return Request(
        route,
        draw(paths),
        method,
        draw(query),
        headers=draw(headers),
        cookies=draw(cookies) if draw(rarely) else {},
    )


@st.composite
def send(
    draw: st.DrawFn,
    route: str,
    paths: st.SearchStrategy[str],
    fields: st.SearchStrategy[list[tuple[str, str]]],
    *,
    query: st.SearchStrategy[str] = nothing,
    is_admin: bool = False,
) -> Request:
    """Sending a form, now and then one that is none."""
    kind, body = "application/x-www-form-urlencoded", write_query(draw(fields))
    if draw(rarely):
        kind, body = draw(no_forms)
    return Request(
        route,
        draw(paths),
        "POST",
        draw(query),
        body,
        kind,
        draw(headers),
        is_admin=is_admin,
    )


def fields_of(
    required: dict[str, st.SearchStrategy[str]], *more: str
) -> st.SearchStrategy[list[tuple[str, str]]]:
    """A form's fields, some left out, some repeated, some that it does not have."""
    usual = st.fixed_dictionaries({}, optional=required).map(lambda named: [*named.items()])
    odd = st.lists(st.tuples(st.sampled_from([*required, *more, "x[]"]), values), max_size=3)
    return st.builds(list.__add__, usual, odd)


just, pick = st.just, st.sampled_from


@st.composite
def real_or_not(draw: st.DrawFn, path: str) -> str:
    """The path, and now and then one like it that leads nowhere."""
    return path.partition("{")[0] + draw(segments) + "/" if draw(rarely) else path


readable = scenario_pairs.map(write_query)
kinds = pick([*EXPORTS] * 3 + ["CSV", "exe", ""])
STUDIES = ["forecast", "estimate/forecast", "mix", "sensitivity"]
names_and_notes = fields_of({"name": pick(["Autumn", "x"]) | values, "note": values})
campaign_fields = fields_of(
    {
        "action": pick([*ACTIONS]),
        "seen": pick(["1", "1", "1", "2", "0", "-1", "99999999999"]),
        "name": pick(["Autumn"]) | values,
        "note": values,
        "asked": readable | queries,
        "expires_on": pick(["", "2026-12-31", "2027-01-01"]) | values,
        "quote": pick(["1", "2"]) | values,
    }
)
progress_fields = fields_of(
    {
        "action": pick(["add", "correct", "delete"]),
        "key": pick(["1", "2", "x"]),
        "version": pick(["1", "2", ""]),
        "beside": pick(["", "1,2"]) | values,
        **{
            f"{prefix}{name}": pick(["2026-12-01", "5", ""]) | values
            for prefix in ("", "correct-")
            for name in ("first_on", "last_on", "sent", "answered", "declined", "paid", "note")
        },
    }
)
sheet_fields = fields_of(
    {"sums": values, "order": pick(["day", ""]) | values, "overlap": pick(["skip"]) | values}
)
ACTIONS_OF_OWN = ["forget", "restore", "feed", "renew-feed", "end-feed"]
quote_fields = fields_of(
    {
        "action": pick(["preview", "make"]),
        "title": pick(["Reach people"]) | values,
        "client": pick(["Client"]) | values,
        "agency": values,
        "markup_percent": pick(["25", "0", ""]) | values,
        "fee": pick(["", "10"]) | values,
        "tax_percent": pick(["", "19 %"]) | values,
        "valid_until": pick(["2026-12-31", "2027-01-31"]) | values,
        "number_prefix": values,
        "note": values,
    },
    "previewed",
    "logo",
    "remove_logo",
)
version_fields = fields_of(
    {
        "action": pick(["restore", "share", "delete"]),
        "number": pick(["1", "2", ""]) | values,
        "seen": pick(["1", "2", ""]) | values,
    }
)
replan_fields = fields_of(
    {
        "action": pick(["take", "take-late"]),
        "seen": pick(["1", "2", ""]) | values,
        "rate": pick(["learned", "planned", ""]) | values,
        "paid_until": pick(["", "2026-12-31"]) | values,
        "shown": values,
    }
)
replan_queries = fields_of(
    {"rate": pick(["learned", "planned"]) | values, "paid_until": pick(["2026-12-31"]) | values}
).map(write_query)
pair_queries = fields_of({"one": pick(["1", "2"]) | values, "other": pick(["1", "2"])}).map(
    write_query
)
few_trials = st.builds("trials={}&{}".format, pick([100, 200]), readable)


def studies() -> Requests:
    paths = pick(STUDIES).map("/{}/".format)
    return st.builds(
        lambda path, query, named: Request("study", path, "GET", query, headers=named),
        paths, few_trials, headers,
    )  # fmt: skip


PUBLIC: list[tuple[int, Requests]] = [
    (20, get("planner", just("/"))),
    (8, get("estimate", just("/estimate/"))),
    (12, get("export", kinds.map("/plan.{}".format))),
    (3, studies()),
    (3, get("prices", just("/prices/") | segments.map("/prices/{}/".format))),
    (1, get("how it works", just("/how-it-works/"))),
    (1, get("healthz", just("/healthz"))),
    (1, get("favicon", just("/favicon.ico"))),
    (3, get("nowhere", st.lists(segments, max_size=4).map(lambda parts: "/" + "/".join(parts)))),
    (3, get("new campaign", just("/campaigns/new/"))),
    (6, send("new campaign", just("/campaigns/new/"), names_and_notes, query=readable | queries)),
    (3, get("own campaigns", just("/campaigns/"))),
    (2, send("own campaigns", just("/campaigns/"), fields_of(
        {"key": pick(["{key}"]) | values, "action": pick(ACTIONS_OF_OWN)}))),
    (5, get("campaign", real_or_not("/campaigns/{edit}/"))),
    (8, send("campaign", just("/campaigns/{edit}/"), campaign_fields, query=just("") | queries)),
    (3, get("progress", real_or_not("/campaigns/{edit}/progress/"))),
    (5, send("progress", just("/campaigns/{edit}/progress/"), progress_fields)),
    (2, send("sheet", just("/campaigns/{edit}/progress/import/"), sheet_fields)),
    (3, get("versions", real_or_not("/campaigns/{edit}/versions/"), query=pair_queries)),
    (2, get("version", pick(["/campaigns/{edit}/versions/1/", "/campaigns/{edit}/versions/9/"]))),
    (4, send("versions", just("/campaigns/{edit}/versions/"), version_fields)),
    (3, get("replan", real_or_not("/campaigns/{edit}/replan/"), query=replan_queries)),
    (4, send("replan", just("/campaigns/{edit}/replan/"), replan_fields)),
    (2, get("campaign's estimate", just("/campaigns/{edit}/estimate/"))),
    (2, get("campaign's export", kinds.map("/campaigns/{{edit}}/plan.{}".format))),
    (1, get("import", just("/campaigns/import/"))),
    (2, send("import", just("/campaigns/import/"), fields_of({"file": values}))),
    (1, get("campaign's file", just("/campaigns/{edit}/campaign.zip"))),
    (2, get("new quote", just("/campaigns/{edit}/quotes/new/"))),
    (3, send("new quote", just("/campaigns/{edit}/quotes/new/"), quote_fields)),
    (1, get("logo", just("/campaigns/{edit}/quotes/logo.png"))),
    (2, get("quote", pick(["", "logo.png", "quote.xlsx", "x"]).map("/q/{{quote}}/{}".format))),
    (2, get("feed", just("/feed/{feed}.ics"))),
    (1, get("feed", segments.map("/feed/{}.ics".format))),
    (4, get("shared", real_or_not("/c/{share}/"))),
    (1, get("shared copy", just("/c/{share}/copy/"))),
    (3, send("shared copy", just("/c/{share}/copy/"), names_and_notes, query=readable | queries)),
    (2, get("shared estimate", just("/c/{share}/estimate/"))),
    (2, get("shared export", kinds.map("/c/{{share}}/plan.{}".format))),
]  # fmt: skip

# The admin.
MODELS = [
    "campaigns/campaign", "campaigns/plan", "campaigns/pricebook", "auth/user", "auth/group",
    "axes/accessattempt", "axes/accesslog", "axes/accessfailurelog",
]  # fmt: skip
LOOKUPS = [
    "q", "o", "p", "e", "all", "_popup", "_to_field", "_facets", "_changelist_filters", "book",
    "book__id__exact", "is_legacy__exact", "family", "family__exact", "family__isnull", "touched",
    "plan", "is_staff__exact", "groups__id__exact", "name__regex", "pk__in", "id__in", "id__gt",
    "book__name__icontains", "edit_token__startswith", "revisions__asked__contains",
    "date_joined__gte", "date_joined__year", "username__contains", "error",
]  # fmt: skip
GOOD = [("o", "-2.1"), ("o", "3"), ("p", "0"), ("p", "-1"), ("touched", "yes"), ("plan", "1")]
good_filters = st.lists(st.tuples(just("q"), values) | pick(GOOD), max_size=3)
any_filters = st.lists(
    st.tuples(pick(LOOKUPS), values | pick(["1", "yes", "1.2.-3", "0,1"])), max_size=4
)
filters = good_filters | any_filters
changelists = pick(MODELS).map("/admin/{}/".format)
rows = st.builds(
    "/admin/{}/{}/{}/".format,
    pick(MODELS),
    pick(["{pk}"] * 9 + ["0", "9223372036854775808", "_5F", "x", "%00"]),
    pick(["change", "change", "delete", "history", "password"]),
)
other_admin_pages = pick(
    ["/admin/", "/admin/autocomplete/", "/admin/jsi18n/", "/admin/password_change/", "/admin/nope/",
     "/admin/r/1/1/", "/admin/campaigns/", "/admin/auth/", "/admin/login/"]
)  # fmt: skip
BOXES = [
    "name", "slug", "family", "book", "position", "is_legacy", "monthly_credits", "rollover_cap",
    "credit_lifetime_days", "purchase_limit", "trial_months", "source", "source_url", "checked_on",
    "checked_on_0", "note", "seen", "as_of", "make_default", "username", "password1",
    "password2", "usable_password", "permissions", "_save", "_continue", "_addanother", "_popup",
    "prices-0-id", "prices-0-plan", "prices-0-effective_on", "prices-0-monthly_price",
    "prices-0-annual_price", "prices-0-credit_price", "prices-0-source_url", "prices-0-DELETE",
    "contradictions-0-matter", "contradictions-0-position", "contradictions-0-id",
    "contradictions-0-source_url", "revisions-TOTAL_FORMS", "ip_address", "user_agent",
]  # fmt: skip
MANAGEMENT = [
    (f"{prefix}-{name}", number)
    for prefix in ("prices", "contradictions", "revisions")
    for name, number in (("TOTAL_FORMS", "1"), ("INITIAL_FORMS", "0"))
]
PLAN = {
    "book": "1", "name": "Ours", "slug": "ours", "family": "Premium", "position": "1",
    "monthly_credits": "5", "rollover_cap": "15", "credit_lifetime_days": "90",
    "trial_months": "0", "as_of": "2026-01-01", "seen": "",
    "prices-0-effective_on": "2027-01-01", "prices-0-monthly_price": "9.99",
}  # fmt: skip
admin_fields = st.builds(
    lambda whole, managed, odd: [*(PLAN.items() if whole else []), *managed, *odd],
    st.booleans(),
    pick([MANAGEMENT, MANAGEMENT, []]),
    st.lists(st.tuples(pick(BOXES), pick(["1", "on", "2026-12-01"]) | values), max_size=6),
)
ACTIONS_OF_LISTS = ["switch_off_sharing", "replace_links", "delete_with_way_back", "bring_back",
                    "duplicate", "delete_selected", "change_prices"]  # fmt: skip
CHANGES_OF_PRICES = [("look", "1"), ("add", "1"), ("percent", "5"), ("percent", "-100"),
                     ("effective_on", "2027-01-01"), ("effective_on", "9999-12-31"),
                     ("amounts", "monthly_price"), ("amounts", "credit_price")]  # fmt: skip
list_actions = st.builds(
    lambda action, picked, named, odd: [
        ("action", action),
        *(("_selected_action", one) for one in picked),
        *named,
        *odd,
    ],
    pick(ACTIONS_OF_LISTS) | values,
    st.lists(pick(["1", "2", "{pk}", "9" * 30, "x", "\x00"]), max_size=3),
    st.lists(
        pick(CHANGES_OF_PRICES)
        | st.tuples(pick(["percent", "effective_on", "amounts", "source_url", "seen"]), values),
        max_size=6,
    ),
    st.lists(
        st.tuples(pick(["select_across", "index", "post"]), pick(["0", "1", "x", "no"])),
        max_size=2,
    ),
)


@st.composite
def get_admin(draw: st.DrawFn, route: str, paths: st.SearchStrategy[str]) -> Request:
    query = draw(filters.map(write_query) | queries)
    return Request(route, draw(paths), "GET", query, headers=draw(headers), is_admin=True)


ADMIN: list[tuple[int, Requests]] = [
    (12, get_admin("admin list", changelists)),
    (2, send("admin list", changelists, list_actions, is_admin=True)),
    (2, get_admin("admin add", pick(MODELS).map("/admin/{}/add/".format))),
    (5, send("admin add", pick(MODELS).map("/admin/{}/add/".format), admin_fields, is_admin=True)),
    (3, get_admin("admin row", rows)),
    (4, send("admin row", rows, admin_fields, is_admin=True)),
    (2, get_admin("admin other", other_admin_pages)),
    (2, send("admin login", just("/admin/login/"), fields_of(
        {"username": pick(["admin"]) | values, "password": values, "next": values}))),
]  # fmt: skip
requests: Requests = st.sampled_from(
    [strategy for share, strategy in PUBLIC + ADMIN for _ in range(share)]
).flatmap(lambda strategy: strategy)
