from collections.abc import Iterable
from datetime import date

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from campaigns.models import PriceBook
from tests.campaigns.factories import (
    ContradictionFactory,
    PlanFactory,
    PlanPriceFactory,
    PriceBookFactory,
)
from tests.campaigns.pages import read_rows, read_text, submit
from tests.known import known

pytestmark = pytest.mark.django_db

BOOKS = "admin:campaigns_pricebook_changelist"


def change_page(book: PriceBook) -> str:
    return reverse("admin:campaigns_pricebook_change", args=[book.pk])


def log_in_with(client: Client, granted: Iterable[str]) -> None:
    """Sign `client` in as staff with these permissions and no others."""
    editor = User.objects.create_user("editor", password="only-for-the-tests", is_staff=True)
    editor.user_permissions.set(Permission.objects.filter(codename__in=granted))
    client.force_login(editor)


def test_it_works(admin: Client) -> None:
    book = PriceBookFactory.create(name="Article figures", slug="article", is_default=True)
    PlanFactory.create_batch(3, book=book)
    PriceBookFactory.create(name="LinkedIn list 2026", slug="linkedin-2026", as_of=date(2026, 1, 1))

    response = admin.get(reverse(BOOKS))

    assert "Outreach cost planner" in read_text(response)
    columns = ("Name", "Slug", "As of", "Default", "Plans")
    assert [tuple(row[column] for column in columns) for row in read_rows(response)] == [
        ("Article figures", "article", "Jan. 1, 2026", "True", "3"),
        ("LinkedIn list 2026", "linkedin-2026", "Jan. 1, 2026", "False", "0"),
    ]


def test_it_needs_an_admin(client: Client) -> None:
    response = client.get(reverse(BOOKS))

    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("admin:login"))


def test_the_list_takes_as_many_queries_for_many_books_as_for_one(
    admin: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    PriceBookFactory.create()
    with django_assert_num_queries(5) as few:
        admin.get(reverse(BOOKS))
    for book in PriceBookFactory.create_batch(10):
        PlanFactory.create_batch(2, book=book)

    with django_assert_num_queries(len(few)):
        admin.get(reverse(BOOKS))


def test_the_number_of_plans_leads_to_the_plans(admin: Client) -> None:
    book = PriceBookFactory.create(name="Ours")
    PlanFactory.create(book=book, name="Our plan")
    PlanFactory.create(name="Their plan")

    link = f"{reverse('admin:campaigns_plan_changelist')}?book__id__exact={book.pk}"
    assert f'href="{link}"' in admin.get(reverse(BOOKS)).content.decode()
    assert [row["Name"] for row in read_rows(admin.get(link))] == ["Our plan"]


@pytest.mark.parametrize("query", ["LinkedIn list", "kedin-20"])
def test_books_are_found_by_name_and_slug(admin: Client, query: str) -> None:
    PriceBookFactory.create(name="Article figures", slug="article")
    PriceBookFactory.create(name="LinkedIn list", slug="linkedin-2026")

    rows = read_rows(admin.get(reverse(BOOKS), {"q": query}))

    assert [row["Name"] for row in rows] == ["LinkedIn list"]


@pytest.mark.writes
@pytest.mark.parametrize("query", ["%", "'", "\x00", "a" * 5000, "\ud7ff"])
def test_no_search_breaks_the_list(admin: Client, query: str) -> None:
    assert admin.get(reverse(BOOKS), {"q": query}).status_code == 200


def test_a_book_is_added(admin: Client) -> None:
    PriceBookFactory.create(is_default=True)

    submit(
        admin,
        reverse("admin:campaigns_pricebook_add"),
        {
            "name": "Agency prices",
            "slug": "agency",
            "as_of": "2026-11-22",
            "source_url": "example.org/prices",
        },
    )

    book = PriceBook.objects.get(slug="agency")
    assert (book.name, book.as_of) == ("Agency prices", date(2026, 11, 22))
    assert book.source_url == "https://example.org/prices"
    assert not book.is_default


def test_a_slug_that_is_taken_is_refused(admin: Client) -> None:
    PriceBookFactory.create(slug="article", is_default=True)

    response = submit(
        admin,
        reverse("admin:campaigns_pricebook_add"),
        {"name": "Another", "slug": "article", "as_of": "2026-11-22"},
    )

    assert "Price book with this Slug already exists." in read_text(response)
    assert PriceBook.objects.count() == 1


def test_a_slug_is_fixed_once_the_book_is_saved(admin: Client) -> None:
    book = PriceBookFactory.create(slug="article", name="Old name", is_default=True)

    submit(admin, change_page(book), {"name": "New name", "slug": "moved"})

    book.refresh_from_db()
    assert (book.name, book.slug) == ("New name", "article")


def test_ticking_default_replaces_the_present_one(admin: Client) -> None:
    PriceBookFactory.create(is_default=True)
    book = PriceBookFactory.create(name="Agency prices")

    submit(admin, change_page(book), {"make_default": "on"})

    assert PriceBook.objects.default() == book


def test_a_new_book_can_be_the_default_at_once(admin: Client) -> None:
    PriceBookFactory.create(is_default=True)

    submit(
        admin,
        reverse("admin:campaigns_pricebook_add"),
        {"name": "Agency prices", "slug": "agency", "as_of": "2026-11-22", "make_default": "on"},
    )

    assert known(PriceBook.objects.default()).slug == "agency"


@pytest.mark.parametrize(
    ("granted", "default"),
    [
        (["add_pricebook"], "present"),
        (["add_pricebook", "view_pricebook"], "present"),
        (["add_pricebook", "change_pricebook"], "agency"),
    ],
)
def test_only_who_may_change_books_replaces_the_default(
    client: Client, admin: Client, granted: list[str], default: str
) -> None:
    PriceBookFactory.create(slug="present", is_default=True)
    log_in_with(client, granted)
    page = reverse("admin:campaigns_pricebook_add")
    book = {"name": "Agency prices", "slug": "agency", "as_of": "2026-11-22"}

    submit(client, page, {**book, "make_default": "on"})

    assert PriceBook.objects.filter(slug="agency").exists()
    assert known(PriceBook.objects.default()).slug == default


def test_the_first_book_is_the_default_of_who_may_only_add(client: Client, admin: Client) -> None:
    log_in_with(client, ["add_pricebook"])
    page = reverse("admin:campaigns_pricebook_add")
    book = {"name": "Agency prices", "slug": "agency", "as_of": "2026-11-22"}

    submit(client, page, {**book, "make_default": "on"})

    assert known(PriceBook.objects.default()).slug == "agency"


def test_the_default_cannot_be_given_up_without_another(admin: Client) -> None:
    book = PriceBookFactory.create(is_default=True)
    PriceBookFactory.create()

    response = submit(admin, change_page(book), {}, untick="make_default")

    assert "One book has to be the default." in read_text(response)
    assert PriceBook.objects.default() == book


def test_saving_the_default_as_it_stands_keeps_it_the_default(admin: Client) -> None:
    book = PriceBookFactory.create(is_default=True)

    response = submit(admin, change_page(book), {"note": "Read again."})

    assert "was changed successfully" in read_text(response)
    assert known(PriceBook.objects.default()).note == "Read again."


def test_the_default_book_cannot_be_deleted(admin: Client) -> None:
    book = PriceBookFactory.create(name="Article figures", is_default=True)

    page = reverse("admin:campaigns_pricebook_delete", args=[book.pk])
    response = admin.post(page, {"post": "yes"})

    assert "“Article figures” is the default book." in read_text(response)
    assert PriceBook.objects.default() == book


def test_the_default_book_cannot_be_deleted_among_others(admin: Client) -> None:
    books = [
        PriceBookFactory.create(name="Article figures", is_default=True),
        PriceBookFactory.create(),
    ]

    response = admin.post(
        reverse(BOOKS),
        {
            "action": "delete_selected",
            "_selected_action": [book.pk for book in books],
            "post": "yes",
        },
        follow=True,
    )

    assert "“Article figures” is the default book." in read_text(response)
    assert PriceBook.objects.count() == 2


def test_another_book_can_be_deleted_with_all_that_is_in_it(admin: Client) -> None:
    PriceBookFactory.create(is_default=True)
    book = PlanPriceFactory.create().plan.book

    admin.post(reverse("admin:campaigns_pricebook_delete", args=[book.pk]), {"post": "yes"})

    assert not PriceBook.objects.filter(pk=book.pk).exists()


def test_duplicating_a_book_tells_what_the_copy_is_called(admin: Client) -> None:
    plan = PlanPriceFactory.create(
        plan__book__slug="article", plan__book__name="Article figures", plan__slug="core"
    ).plan

    response = admin.post(
        reverse(BOOKS),
        {"action": "duplicate", "_selected_action": [plan.book.pk]},
        follow=True,
    )

    assert "Added “Article figures (copy)” (article-copy)." in read_text(response)
    copy = PriceBook.objects.get(slug="article-copy")
    assert copy.plans.get().prices.get().monthly_price == plan.prices.get().monthly_price


def test_contradictions_are_edited_with_their_book(admin: Client) -> None:
    row = ContradictionFactory.create(book__is_default=True, planner_takes="The first.")

    submit(admin, change_page(row.book), {"contradictions-0-planner_takes": "The second."})

    row.refresh_from_db()
    assert row.planner_takes == "The second."


COPIED = (
    "pricebook",
    "plan",
    "planprice",
    "contradiction",
    "channel",
    "channelfigures",
    "citation",
    "consentrule",
)


@pytest.mark.parametrize("lacking", [*COPIED, ""])
def test_a_book_is_duplicated_by_who_may_add_all_that_it_has(
    client: Client, admin: Client, lacking: str
) -> None:
    book = PlanPriceFactory.create(plan__book__slug="ours", plan__book__is_default=True).plan.book
    granted = {"view_pricebook", "change_pricebook"} | {
        f"add_{name}" for name in COPIED if name != lacking
    }
    log_in_with(client, granted)
    client.post(reverse(BOOKS), {"action": "duplicate", "_selected_action": [book.pk]})
    assert PriceBook.objects.count() == (1 if lacking else 2)
    assert ("Duplicate selected" in client.get(reverse(BOOKS)).content.decode()) != bool(lacking)
