"""The page that makes a quote: its form, its preview, and the quote that was agreed to."""

from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from django.contrib import messages
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.decision import decide
from campaigns.forms.quote import REST, WHOLE, WITH_PAID, QuoteForm
from campaigns.models import Campaign, Letterhead, Quote
from campaigns.presentation.campaign_names import is_proposed
from campaigns.presentation.quote_page import read_shown
from campaigns.presentation.quotes import (
    NO_END,
    Before,
    NothingToQuote,
    Wish,
    draft_quote,
    estimate_to_quote,
    name_part,
    propose_title,
    warn_of_lateness,
    warn_of_nothing,
)
from campaigns.rate_limits import REVISING
from campaigns.saved.browser_cookie import keys_in_cookie, remember
from campaigns.saved.progress import read_record
from campaigns.saved.quote_drafts import drop_typed, read_typed, set_cookie, store_typed
from campaigns.saved.quotes import (
    MOST_QUOTES,
    QuoteConflict,
    QuoteDraft,
    fingerprint,
    make_previewed_quote,
    next_number,
    set_letterhead,
)
from campaigns.views.client_quotes import send_logo
from campaigns.views.new_campaign import Refusal, refuse_failed_save, refuse_too_many
from campaigns.views.roots import CampaignRoot, VersionRoot, find_campaign
from planner.planning.quotes import PaidSeats, find_paid_seats
from planner.planning.wording import dollars

VALID_DAYS = 30
CHANGED = (
    "Not made yet: the campaign, its quotes or this form changed since the preview. "
    "This is the quote as it would be now."
)
CONFLICT = (
    "Not made: the campaign was saved, or another quote made, in the same moment. Look at the "
    "preview of the quote as it would be now."
)

Action = Literal["preview", "make"]


class _Quoted:
    """A saved campaign as a quote takes it; what it needs of the record is read once.

    Raises `NothingToQuote`.
    """

    def __init__(self, root: CampaignRoot) -> None:
        self.root, query = root, root.saved.query
        if query is None:
            raise NothingToQuote(NO_END)
        self.decision = decide(query)
        self.chosen = estimate_to_quote(self.decision)
        if next_number(root.campaign) > MOST_QUOTES:
            raise NothingToQuote(f"A campaign has at most {MOST_QUOTES} quotes.")

    @property
    def options(self) -> dict[str, Any]:
        """What the form is to offer."""
        revision = self.root.revision
        before = None
        if revision.counts_from is not None and revision.spent is not None:
            before = revision.counts_from, dollars(revision.spent)
        return {
            "today": timezone.localdate(),
            "audiences": self.audiences,
            "before": before,
            "paid": self._find_paid(),
        }

    @property
    def audiences(self) -> list[str]:
        """The names of the audiences that can be quoted by themselves."""
        return [one.audience.name for one in self.chosen.audiences]

    @cached_property
    def before(self) -> Before | None:
        """What a replanned campaign had before its plan; `None` for another one."""
        revision = self.root.revision
        if revision.counts_from is None:
            return None
        record = read_record(self.root.campaign)
        return Before(counts_from=revision.counts_from, spent=revision.spent, record=record)

    def _find_paid(self) -> PaidSeats:
        """What was paid before for the seats of the campaign, and before a replan."""
        root, first = self.root, None
        counts_from = root.revision.counts_from
        if counts_from is not None and root.revision.spent is not None:
            revisions = root.campaign.revisions.filter(counts_from=None).prefetch_related("choices")
            revision = revisions.filter(number__lt=root.revision.number).last()
            query = VersionRoot(root.campaign, revision).saved.query if revision else None
            first = decide(query).chosen if query else None
        return find_paid_seats(self.chosen, first, counts_from)


@require_http_methods(["GET", "HEAD", "POST"])
def show_new_quote(request: HttpRequest, token: str) -> HttpResponse:
    """The form of a quote with its preview, and the quote once the preview was agreed to.

    Nothing of the price comes from the form but mark-up, fee and tax: the cost is that of the
    campaign as it is saved.
    """
    root = find_campaign(token)
    letterhead = find_letterhead(request, root.campaign)
    try:
        quoted = _Quoted(root)
    except NothingToQuote as nothing:
        return _render(request, root, nothing=str(nothing))
    if request.method != "POST":
        return _show_typed(request, quoted, letterhead)
    if request.POST.get("action") not in ("preview", "make"):
        raise Http404
    form = QuoteForm(_follow_choices(request, quoted), request.FILES, **quoted.options)
    try:
        return _answer(request, quoted, form, letterhead)
    except Campaign.DoesNotExist:
        # It was deleted, or its link renewed, between our reading and our writing.
        raise Http404 from None


def _show_typed(request: HttpRequest, quoted: _Quoted, letterhead: Letterhead) -> HttpResponse:
    """The empty form; where this browser has previewed a quote, that form with its preview."""
    root, typed = quoted.root, read_typed(request, quoted.root.campaign)
    if not typed:
        return _render(request, root, form=_offer_form(quoted, letterhead), letterhead=letterhead)
    form = QuoteForm(QueryDict(typed), **quoted.options)
    if not form.is_valid():
        # Another day, or another version of the campaign.
        return _render(request, root, form=form, letterhead=letterhead)
    return _preview(request, quoted, form, letterhead, _draft(quoted, form, letterhead))


def _answer(
    request: HttpRequest, quoted: _Quoted, form: QuoteForm, letterhead: Letterhead
) -> HttpResponse:
    """What the form is answered with: the page with its preview, or the way to the new quote."""
    root = quoted.root
    refusal = refuse_too_many(REVISING, "changes", request)
    if refusal or not form.is_valid():
        return _render(request, root, refusal, form=form, letterhead=letterhead)
    try:
        letterhead = _store_letterhead(root.campaign, form, letterhead)
        draft = _draft(quoted, form, letterhead)
        if request.POST["action"] == "make":
            previewed = request.POST.get("previewed", "")
            if made := make_previewed_quote(draft, previewed, campaign=root.campaign):
                return _welcome(request, root, made)
    except QuoteConflict:
        return _render(request, root, Refusal(CONFLICT), form=form, letterhead=letterhead)
    except DatabaseError as error:
        refusal = refuse_failed_save(error)
        return _render(request, root, refusal, form=form, letterhead=letterhead)
    if request.POST["action"] == "make":
        return _preview(request, quoted, form, letterhead, draft, notice=CHANGED)
    if token := store_typed(request, root.campaign, form.write_typed()):
        response = redirect(request.path)
        set_cookie(request, response, token)
        return response
    return _preview(request, quoted, form, letterhead, draft)


def _preview(
    request: HttpRequest,
    quoted: _Quoted,
    form: QuoteForm,
    letterhead: Letterhead,
    draft: QuoteDraft,
    **context: Any,
) -> HttpResponse:
    warning = warn_of_lateness(quoted.chosen, form.cleaned_data["audience"])
    return _render(
        request,
        quoted.root,
        form=form,
        letterhead=letterhead,
        draft=draft,
        warning=warning,
        nothing_due=warn_of_nothing(draft),
        **context,
    )


def find_letterhead(request: HttpRequest, campaign: Campaign) -> Letterhead:
    """The campaign's letterhead, or that of the newest campaign that this browser remembers."""
    own = Letterhead.objects.filter(campaign=campaign).first()
    if own is not None:
        return own
    others = Letterhead.objects.filter(campaign__key__in=keys_in_cookie(request))
    like = others.order_by("-campaign__updated_at").first()
    if like is None:
        return Letterhead(campaign=campaign)
    return Letterhead(campaign=campaign, agency=like.agency, prefix="", logo=like.logo)


def _offer_form(quoted: _Quoted, letterhead: Letterhead) -> QuoteForm:
    initial = {
        "covers": REST,
        "cost_basis": WITH_PAID,
        "title": _propose_title(quoted),
        "agency": letterhead.agency,
        "number_prefix": letterhead.prefix,
        "valid_until": timezone.localdate() + timedelta(days=VALID_DAYS),
    }
    return QuoteForm(initial=initial, **quoted.options)


def _propose_title(quoted: _Quoted, *, audience: str = "", before: Before | None = None) -> str:
    """The campaign's name and the audience; what is quoted, where that name is a proposed one."""
    name = quoted.root.revision.name
    if is_proposed(name, quoted.root.saved.query):
        return propose_title(quoted.chosen, audience=audience, before=before)
    return name_part(name, audience)


def _follow_choices(request: HttpRequest, quoted: _Quoted) -> QueryDict:
    """What was sent; a title that was left as proposed follows the part that is quoted.

    Beside the part that was previewed last, another title is a typed one, and stays.
    """
    data, wanted = request.POST.copy(), _read_choice(request.POST)
    previewed = read_typed(request, quoted.root.campaign)
    if previewed and _read_choice(QueryDict(previewed)) == wanted:
        return data
    befores: dict[bool, Before | None] = {False: None, True: quoted.before}
    titles = {
        (name, is_whole): _propose_title(quoted, audience=name, before=before)
        for name in ["", *quoted.audiences]
        for is_whole, before in befores.items()
    }
    if data.get("title", "").strip() in titles.values() and wanted in titles:
        data["title"] = titles[wanted]
    return data


def _read_choice(data: QueryDict) -> tuple[str, bool]:
    """The audience that is quoted, and whether with what was before its plan."""
    return data.get("audience", ""), data.get("covers") == WHOLE


def _store_letterhead(campaign: Campaign, form: QuoteForm, letterhead: Letterhead) -> Letterhead:
    entered = form.cleaned_data
    logo = entered["logo"] or (None if letterhead.logo is None else bytes(letterhead.logo))
    return set_letterhead(
        campaign=campaign,
        agency=entered["agency"],
        prefix=entered["number_prefix"],
        logo=None if entered["remove_logo"] else logo,
    )


def _draft(quoted: _Quoted, form: QuoteForm, letterhead: Letterhead) -> QuoteDraft:
    entered, root = form.cleaned_data, quoted.root
    wish = Wish(
        **{name: entered[name] for name in ("title", "client", "agency", "note", "valid_until")},
        prefix=entered["number_prefix"],
        pricing=form.pricing,
        audience=entered["audience"],
        before=quoted.before if entered.get("covers") == WHOLE else None,
        paid=form.already_paid,
    )
    return draft_quote(
        quoted.decision,
        wish,
        number=next_number(root.campaign),
        revision=root.campaign.number,
        prices_from=root.revision.frozen_on,
        logo=None if letterhead.logo is None else bytes(letterhead.logo),
        made_on=timezone.localdate(),
    )


def _render(
    request: HttpRequest,
    root: CampaignRoot,
    refusal: Refusal | None = None,
    *,
    form: QuoteForm | None = None,
    letterhead: Letterhead | None = None,
    draft: QuoteDraft | None = None,
    **context: Any,
) -> HttpResponse:
    has_logo = letterhead is not None and letterhead.logo is not None
    # A letterhead that is another campaign's has no address here before it is stored.
    is_stored = letterhead is not None and not letterhead._state.adding
    whole = {
        "campaign": root.campaign,
        "revision": root.revision,
        "form": form,
        "refusal": refusal.reason if refusal else "",
        "has_logo": has_logo,
        "logo_address": (
            reverse("campaigns:letterhead-logo", args=[root.campaign.edit_token])
            if has_logo and is_stored
            else ""
        ),
        "quote": read_shown(draft.shown) if draft else None,
        "price": draft.price if draft else None,
        "already_paid": Decimal(draft.basis["already_paid"]) if draft else None,
        "previewed": fingerprint(draft) if draft else "",
        **context,
    }
    response = render(request, "quotes/new.html", whole)
    return refusal.respond(response) if refusal else response


def _welcome(request: HttpRequest, root: CampaignRoot, quote: Quote) -> HttpResponse:
    messages.success(
        request,
        f"Quote {quote.shown['number']} is made. Its link is below, under Quotes: send it to your "
        "client.",
    )
    drop_typed(request, root.campaign)
    response = redirect(f"{root.path}#quotes")
    remember(request, response, root.campaign)
    return response


@require_safe
def show_letterhead_logo(request: HttpRequest, token: str) -> HttpResponse:
    """The logo of the campaign's next quote, for its preview."""
    campaign = find_campaign(token).campaign
    letterhead = Letterhead.objects.filter(campaign=campaign).first()
    return send_logo(letterhead.logo if letterhead else None)
