"""A sheet into a campaign's progress: read, looked at, taken.

Between the look and the taking the browser carries the sums by day, signed; the sheet itself, and
with it every name in it, is forgotten with the request that brought it.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core import signing
from django.db import DatabaseError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.forms import SheetForm, TakingForm
from campaigns.models import Campaign
from campaigns.models.progress_entry import Noted
from campaigns.presentation.progress_sheet import (
    KINDS,
    REMARKS,
    SheetPreview,
    name_audiences,
    preview_lines,
    write_order,
)
from campaigns.rate_limits import READING_SHEETS, REVISING
from campaigns.saved.progress import MOST_ENTRIES, Taken, TooManyEntries, take_sheet
from campaigns.sheets import Sheet, UnreadableSheet, read_sheet
from campaigns.sheets.linkedin import NameNeeded
from campaigns.views.new_campaign import (
    Refusal,
    key_of_form,
    refuse_failed_save,
    refuse_too_many,
)
from campaigns.views.pages import HtmxHttpRequest
from campaigns.views.progress import finish, list_audiences, page_of
from campaigns.views.roots import CampaignRoot, find_campaign
from planner.planning.progress.record import Entry
from planner.planning.wording import count

# The number grows with what is carried: an older form is asked to choose its sheet again.
SALT = "campaigns.progress.sheet.2"
MOST_AGE = timedelta(days=1)
NOTE = "From a sheet"
# What is carried of a line: its first day, how many days it has, its audience, and its numbers.
NUMBERS = ("sent", "answered", "declined", "bought", "paid", "credits_now")


@require_http_methods(["GET", "HEAD", "POST"])
def show_sheet_page(request: HtmxHttpRequest, token: str) -> HttpResponse:
    root = find_campaign(token)
    if request.method != "POST":
        return _render_form(request, root, make_sheet_form(root))
    try:
        return _take(request, root) if "sums" in request.POST else _read(request, root)
    except Campaign.DoesNotExist:
        raise Http404 from None


def sheet_page_of(root: CampaignRoot) -> str:
    """The path of the page."""
    return reverse("campaigns:progress-sheet", args=[root.campaign.edit_token])


def make_sheet_form(root: CampaignRoot) -> SheetForm:
    """The form that a sheet is chosen in, from the campaign's start on."""
    return SheetForm.for_campaign(
        root.revision.start_on, today=timezone.localdate(), audiences=list_audiences(root)
    )


def _read(request: HtmxHttpRequest, root: CampaignRoot) -> HttpResponse:
    today = timezone.localdate()
    audiences = list_audiences(root)
    form = SheetForm(request.POST, request.FILES, today=today, audiences=audiences)
    if not form.is_valid():
        return _render_form(request, root, form)
    if held_up := refuse_too_many(READING_SHEETS, "sheets", request):
        return held_up.respond(_render_form(request, root, form, refusal=held_up.reason))
    values = form.cleaned_data
    try:
        sheet = read_sheet(
            values["sheet"].read(),
            from_on=values["from_on"],
            today=today,
            own_name=values["own_name"],
            audiences=audiences,
            audience=values.get("audience", ""),
        )
    except NameNeeded:
        form.add_error(
            "own_name",
            "your name as it stands under FROM, as the sheet does not show which side is yours, "
            "and choose the sheet again",
        )
        return _render_form(request, root, form)
    except UnreadableSheet as refused:
        form.add_error("sheet", f"a sheet that can be read: {refused.reason}")
        return _render_form(request, root, form)
    most = max(len(one.lines) for one in sheet.readings)
    if most > MOST_ENTRIES:
        form.add_error(
            "sheet",
            f"a sheet of at most {MOST_ENTRIES:,} days, weeks or months: it has {most:,}",
        )
        return _render_form(request, root, form)
    return _show_preview(request, root, sheet)


def _render_form(
    request: HtmxHttpRequest, root: CampaignRoot, form: SheetForm, **context: Any
) -> HttpResponse:
    context |= {"sheet_form": form, "previews": ()}
    return _render(request, root, context)


def _render(
    request: HtmxHttpRequest, root: CampaignRoot, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    whole = {
        "root": root,
        "revision": root.revision,
        "page": page_of(root),
        "sheet_page": sheet_page_of(root),
        **context,
    }
    return render(request, "campaigns/progress_sheet.html", whole, status=status)


def _show_preview(request: HtmxHttpRequest, root: CampaignRoot, sheet: Sheet) -> HttpResponse:
    """What is read of the sheet, what is not and why, and the button that takes it."""
    rows = list(root.campaign.progress.all())
    previews = [
        preview_lines(
            one.lines,
            rows,
            order=one.order or "",
            title=write_order(one.order or "", sheet.question) if sheet.question else "",
            unread=one.unread,
            left_out=one.left_out,
            unknown=sheet.unknown,
            unused=sheet.unused,
        )
        for one in sheet.readings
    ]
    carried = {
        "campaign": root.campaign.key.hex,
        "kind": sheet.kind,
        "fields": sheet.fields,
        "unknown": sheet.unknown,
        "readings": [[one.order, one.title, _pack(one.lines)] for one in previews],
    }
    sums = signing.dumps(carried, salt=SALT, compress=True)
    return _render_preview(request, root, carried, previews, sums, rows_read=sheet.rows)


def _render_preview(
    request: HtmxHttpRequest,
    root: CampaignRoot,
    carried: dict[str, Any],
    previews: Sequence[SheetPreview],
    sums: str,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    kind = carried["kind"]
    form = context.pop("form", None) or TakingForm(
        unknown=carried["unknown"], audiences=list_audiences(root), initial={"overlap": "skip"}
    )
    context |= {
        "kind": KINDS[kind],
        "remark": REMARKS.get(kind, ""),
        "previews": previews,
        "has_same": any(one.same for one in previews),
        "has_lines": any(one.lines for one in previews),
        "is_asked": len(previews) > 1,
        "sums": sums,
        "form": form,
        "sheet_form": make_sheet_form(root),
    }
    return _render(request, root, context, status=status)


def _take(request: HtmxHttpRequest, root: CampaignRoot) -> HttpResponse:
    sums = request.POST["sums"]
    try:
        carried = signing.loads(sums, salt=SALT, max_age=MOST_AGE)
    except signing.BadSignature:
        carried = None
    if carried is None or carried["campaign"] != root.campaign.key.hex:
        refusal = (
            "What was read of the sheet is too old, or is another campaign’s: choose it again."
        )
        page = _render_form(request, root, make_sheet_form(root), refusal=refusal)
        return Refusal("").respond(page)
    unknown = carried["unknown"]
    form = TakingForm(
        {"overlap": "skip"} | request.POST.dict(), unknown=unknown, audiences=list_audiences(root)
    )
    rows = list(root.campaign.progress.all())
    previews = [
        preview_lines(_unpack(lines), rows, order=order, title=title, unknown=unknown)
        for order, title, lines in carried["readings"]
    ]
    by_order = {one.order: one for one in previews}
    order = request.POST.get("order", "") if len(previews) > 1 else previews[0].order
    if not form.is_valid() or order not in by_order:
        reason = "" if order in by_order else "Please say which of the two days is meant."
        return _render_preview(request, root, carried, previews, sums, form=form, refusal=reason)
    if held_up := refuse_too_many(REVISING, "changes", request):
        page = _render_preview(
            request, root, carried, previews, sums, form=form, refusal=held_up.reason
        )
        return held_up.respond(page)
    overlap = form.cleaned_data["overlap"]
    try:
        taken = take_sheet(
            [Noted(line, NOTE) for line in name_audiences(by_order[order].lines, form.meant)],
            campaign=root.campaign,
            fields=carried["fields"],
            overlap=overlap,
            creation_key=key_of_form(request, sums, order, overlap, *map(str, form.meant.values())),
        )
    except TooManyEntries as full:
        held_up = Refusal(
            f"The record has room for {count(full.room, 'line')} more, and the sheet has more than "
            "that: count from a later day, or put the days of a month into one row."
        )
    except DatabaseError as error:
        held_up = refuse_failed_save(error)
    else:
        return finish(request, root, _write_taken(taken))
    page = _render_preview(
        request, root, carried, previews, sums, form=form, refusal=held_up.reason
    )
    return held_up.respond(page)


def _write_taken(taken: Taken) -> str:
    """What was taken, in a sentence."""
    parts = [f"{count(taken.added, 'line')} noted"]
    if taken.replaced:
        parts.append(f"{count(taken.replaced, 'line')} corrected")
    if taken.skipped:
        parts.append(f"{count(taken.skipped, 'line')} left out, as those days are noted already")
    return f"From the sheet: {', '.join(parts)}."


def _pack(lines: Sequence[Entry]) -> list[list[Any]]:
    """The lines as JSON has them: nothing but days and numbers."""
    return [
        [
            one.first_on.isoformat(),
            (one.last_on - one.first_on).days,
            one.audience,
            *(None if (value := getattr(one, name)) is None else str(value) for name in NUMBERS),
        ]
        for one in lines
    ]


def _unpack(packed: Sequence[Sequence[Any]]) -> list[Entry]:
    lines = []
    for first, days, audience, *numbers in packed:
        first_on = date.fromisoformat(first)
        values: dict[str, Any] = {
            name: None if text is None else int(text)
            for name, text in zip(NUMBERS, numbers, strict=True)
            if name != "paid"
        }
        paid = Decimal(numbers[NUMBERS.index("paid")])
        last_on = first_on + timedelta(days=days)
        lines.append(
            Entry(first_on=first_on, last_on=last_on, audience=audience, paid=paid, **values)
        )
    return lines
