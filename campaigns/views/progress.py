"""The page of what really happened of a campaign: noted, corrected, and against the plan."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.db import DatabaseError
from django.forms.boundfield import BoundField
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.decision import decide
from campaigns.forms import ProgressForm, SheetForm
from campaigns.models import Campaign, ProgressEntry
from campaigns.presentation.differences import Difference, write_text
from campaigns.presentation.progress import (
    MOST_LISTED,
    describe_unmatched,
    list_lines,
    show_progress,
    write_days,
)
from campaigns.rate_limits import REVISING
from campaigns.saved.browser_cookie import remember
from campaigns.saved.progress import (
    EntryConflict,
    TooManyEntries,
    add_entry,
    correct_entry,
    delete_entry,
    find_noted,
    find_overlaps,
)
from campaigns.views.new_campaign import (
    Refusal,
    key_of_form,
    refuse_failed_save,
    refuse_too_many,
)
from campaigns.views.pages import HtmxHttpRequest
from campaigns.views.roots import CampaignRoot, find_campaign
from planner.planning.progress.record import Record

# Names of fields, in the order of the form.
FIELDS = (*ProgressForm.field_order, "bought", "paid", "credits_now", "note")
CORRECTING = "correct"
LARGEST_KEY = 2**63 - 1


@require_http_methods(["GET", "HEAD", "POST"])
def show_progress_page(request: HtmxHttpRequest, token: str) -> HttpResponse:
    root = find_campaign(token)
    if request.method != "POST":
        key = read_number(request.GET.get(CORRECTING, ""))
        row = root.campaign.progress.filter(pk=key).first() if key else None
        return render_progress(request, root, correcting=_offer_correction(root, row))
    act = ACTIONS.get(request.POST.get("action", ""))
    if act is None:
        raise Http404
    try:
        return act(request, root)
    except Campaign.DoesNotExist:
        # It was deleted, or its link was replaced, between our reading and our writing.
        raise Http404 from None


def render_progress(
    request: HtmxHttpRequest, root: CampaignRoot, *, status: int = 200, **context: Any
) -> HttpResponse:
    """The page, with what a form of it has to show in place of an empty one."""
    today = timezone.localdate()
    rows = list(root.campaign.progress.all())
    query = root.saved.query
    noted, counts_from = Record.of(row.entry for row in rows), root.revision.counts_from
    # What an earlier version did is no part of the newest one's plan.
    record = noted.since(counts_from)
    progress = show_progress(decide(query) if query else None, record, today=today)
    listed = rows if "all" in request.GET else rows[:MOST_LISTED]
    links = root.links(root.saved)
    whole = {
        "root": root,
        "revision": root.revision,
        "progress": progress,
        "record": record,
        "noted": noted,
        "unmatched": describe_unmatched(noted),
        "counts_from": counts_from if record.entries != noted.entries else None,
        "lines": list_lines(listed),
        "more": len(rows) - len(listed),
        "page": page_of(root),
        "sheet_page": reverse("campaigns:progress-sheet", args=[root.campaign.edit_token]),
        "form": ProgressForm(
            today=today, audiences=list_audiences(root), initial={"first_on": today}
        ),
        "sheet_form": SheetForm.for_campaign(
            root.revision.start_on, today=today, audiences=list_audiences(root)
        ),
        "record_address": links.address(**progress.record_items) if progress.record_items else "",
        "correcting": None,
        **context,
    }
    return render(request, "campaigns/progress.html", whole, status=status)


def list_audiences(root: CampaignRoot, row: ProgressEntry | None = None) -> list[str]:
    """The audiences that an entry can be of; the one that `row` has stays one of them."""
    query = root.saved.query
    names = [one.name for one in query.scenario.audiences] if query else []
    if row is not None and row.audience and row.audience not in names:
        names.append(row.audience)
    return names


def page_of(root: CampaignRoot) -> str:
    """The path of the campaign's progress."""
    return reverse("campaigns:progress", args=[root.campaign.edit_token])


def _add(request: HtmxHttpRequest, root: CampaignRoot) -> HttpResponse:
    key = key_of_form(request, *(request.POST.get(name, "") for name in FIELDS))
    if find_noted(key, campaign=root.campaign):
        return redirect(page_of(root))
    rows = list(root.campaign.progress.all())
    form = ProgressForm(
        request.POST,
        today=timezone.localdate(),
        audiences=list_audiences(root),
        record=Record.of(row.entry for row in rows),
    )
    if not form.is_valid():
        return render_progress(request, root, form=form)
    # Another editor may have noted the same day meanwhile.
    same = find_overlaps(rows, form.noted.entry)
    seen = {*request.POST.get("beside", "").split(",")}
    if not {f"{row.pk}" for row in same} <= seen:
        return render_progress(
            request, root, form=form, same=list_lines(same), beside=_join(same), status=409
        )
    if held_up := refuse_too_many(REVISING, "changes", request):
        return _refuse(request, root, held_up, form=form)
    try:
        row = add_entry(form.noted, campaign=root.campaign, creation_key=key)
    except TooManyEntries:
        return _refuse(request, root, _refuse_for_room(), form=form)
    except DatabaseError as error:
        return _refuse(request, root, refuse_failed_save(error), form=form)
    return finish(request, root, f"Noted: {write_days(row.first_on, row.last_on)}.")


def _correct(request: HtmxHttpRequest, root: CampaignRoot) -> HttpResponse:
    key, version = read_number(request.POST.get("key")), read_number(request.POST.get("version"))
    form = _read_correction(request, root, key)
    correcting = {"key": key, "version": version, "form": form}
    if not form.is_valid():
        return render_progress(request, root, correcting=correcting)
    if held_up := refuse_too_many(REVISING, "changes", request):
        return _refuse(request, root, held_up, correcting=correcting)
    try:
        correct_entry(form.noted, campaign=root.campaign, key=key, base_version=version)
    except EntryConflict as conflict:
        return _show_conflict(request, root, conflict, form)
    except DatabaseError as error:
        return _refuse(request, root, refuse_failed_save(error), correcting=correcting)
    entry = form.noted.entry
    return finish(request, root, f"Corrected: {write_days(entry.first_on, entry.last_on)}.")


def _read_correction(request: HtmxHttpRequest, root: CampaignRoot, key: int) -> ProgressForm:
    """What was typed to correct an entry."""
    rows = list(root.campaign.progress.all())
    row = next((row for row in rows if row.pk == key), None)
    return ProgressForm(
        request.POST,
        today=timezone.localdate(),
        audiences=list_audiences(root, row),
        record=Record.of(row.entry for row in rows),
        row=row,
        prefix=CORRECTING,
    )


def _delete(request: HtmxHttpRequest, root: CampaignRoot) -> HttpResponse:
    key, version = read_number(request.POST.get("key")), read_number(request.POST.get("version"))
    form = _read_correction(request, root, key)
    if held_up := refuse_too_many(REVISING, "changes", request):
        correcting = {"key": key, "version": version, "form": form}
        return _refuse(request, root, held_up, correcting=correcting)
    try:
        delete_entry(campaign=root.campaign, key=key, base_version=version)
    except EntryConflict as conflict:
        if conflict.theirs is None:
            return redirect(page_of(root))
        return _show_conflict(request, root, conflict, form)
    except DatabaseError as error:
        return _refuse(request, root, refuse_failed_save(error))
    return finish(request, root, "Deleted.")


def _show_conflict(
    request: HtmxHttpRequest, root: CampaignRoot, conflict: EntryConflict, form: ProgressForm
) -> HttpResponse:
    """What the other one noted, and what this one typed, which still stands in a form."""
    theirs = conflict.theirs
    if theirs is None:
        values = {name: request.POST.get(f"{CORRECTING}-{name}", "") for name in FIELDS}
        again = ProgressForm(values, today=timezone.localdate(), audiences=list_audiences(root))
        return render_progress(request, root, status=409, form=again, is_deleted=True)
    correcting = {
        "key": theirs.pk,
        "version": theirs.version,
        "form": form,
        "differences": list(_list_differences(root, theirs, form)),
        "theirs": theirs,
    }
    return render_progress(request, root, status=409, correcting=correcting)


def _list_differences(
    root: CampaignRoot, theirs: ProgressEntry, form: ProgressForm
) -> Iterable[Difference]:
    """Field by field what is noted and what was typed, where they differ."""
    noted = _form_of(root, theirs)
    for name in FIELDS:
        if name not in noted.fields or name not in form.fields:
            continue
        before, after = (_write(one[name]) for one in (noted, form))
        if before != after:
            yield str(form[name].label), before, after


def _write(field: BoundField) -> str:
    value = field.value()
    return write_text(field.field, "" if value is None else str(value))


def _form_of(root: CampaignRoot, row: ProgressEntry) -> ProgressForm:
    return ProgressForm.of(
        row,
        today=timezone.localdate(),
        prefix=CORRECTING,
        audiences=list_audiences(root, row),
    )


def _offer_correction(root: CampaignRoot, row: ProgressEntry | None) -> dict[str, Any] | None:
    """The form that corrects an entry; `None` where there is no such entry."""
    if row is None:
        return None
    form = _form_of(root, row)
    return {"key": row.pk, "version": row.version, "form": form}


def finish(request: HtmxHttpRequest, root: CampaignRoot, done: str) -> HttpResponse:
    """Back to the page, with what was done."""
    messages.success(request, done)
    response = redirect(page_of(root))
    remember(request, response, root.campaign)
    return response


def _refuse(
    request: HtmxHttpRequest, root: CampaignRoot, held_up: Refusal, **context: Any
) -> HttpResponse:
    page = render_progress(request, root, refusal=held_up.reason, **context)
    return held_up.respond(page)


def _refuse_for_room() -> Refusal:
    return Refusal(
        "The record is full. Delete lines that you do not need, or put the days of a month into "
        "one line."
    )


def _join(rows: Sequence[ProgressEntry]) -> str:
    return ",".join(f"{row.pk}" for row in rows)


def read_number(text: str | None) -> int:
    """A key or a version from an address or a form; 0 where it is none."""
    if text and text.isascii() and text.isdecimal() and len(text) < 20:
        return min(int(text), LARGEST_KEY)
    return 0


ACTIONS: dict[str, Callable[[HtmxHttpRequest, CampaignRoot], HttpResponse]] = {
    "add": _add,
    "correct": _correct,
    "delete": _delete,
}
