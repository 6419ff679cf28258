from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, include, path, register_converter
from django.urls.converters import StringConverter

from campaigns.presentation.mix_way import PAGE as PAGE_OF_MIX_WAY
from campaigns.presentation.sure_budget import PAGE as PAGE_OF_SURE_BUDGET
from campaigns.studies.registry import study_pages
from campaigns.views import (
    campaign,
    client_quotes,
    exports,
    feed,
    health,
    how_it_works,
    icon,
    mix_way,
    new_campaign,
    own_campaigns,
    pages,
    preview,
    prices,
    progress,
    progress_sheet,
    quotes,
    replan,
    robots,
    shared,
    studies,
    styleguide,
    sure_budget,
    transfer,
    versions,
)
from campaigns.views.roots import FindRoot, find_campaign, find_planner, find_shared

app_name = "campaigns"


class StudyConverter(StringConverter):
    """The name of a study, which may have two parts."""

    regex = "|".join(study_pages())


register_converter(StudyConverter, "study")


def pages_below(
    find_root: FindRoot, *, name: str, page: Callable[..., HttpResponse] | None = None
) -> list[URLPattern]:
    """The pages of a root; `name` is that of its own, which another view may show."""
    found = {"find_root": find_root}
    return [
        path("", page or pages.show_page, {} if page else found, name=name),
        path("estimate/", pages.show_estimate, found),
        path(PAGE_OF_MIX_WAY, mix_way.show_mix_way, found),
        path(PAGE_OF_SURE_BUDGET, sure_budget.show_sure_budget, found),
        path("<study:study>/", studies.show_study, found),
        path("plan.<str:kind>", exports.export_plan, found),
    ]


# What only the holder of an edit link reaches.
of_campaign = [
    *pages_below(find_campaign, name="campaign", page=campaign.show_campaign),
    path("campaign.zip", transfer.download_campaign, name="download-campaign"),
    path("progress/", progress.show_progress_page, name="progress"),
    path("progress/import/", progress_sheet.show_sheet_page, name="progress-sheet"),
    path("replan/", replan.show_replan, name="replan"),
    path("versions/", versions.show_versions, name="versions"),
    path("versions/<int:number>/", versions.show_version, name="version"),
    path("quotes/new/", quotes.show_new_quote, name="new-quote"),
    path("quotes/logo.png", quotes.show_letterhead_logo, name="letterhead-logo"),
]

urlpatterns = [
    path("", include(pages_below(find_planner, name="planner"))),
    # Browsers ask for it where a page names no icon, as the admin's do not.
    path("favicon.ico", icon.find_icon),
    path("robots.txt", robots.show_robots),
    path("healthz", health.report_health),
    path("preview.png", preview.show_preview, {"find_root": find_planner}, name="preview"),
    path(
        "c/<slug:token>/", include(pages_below(find_shared, name="shared", page=shared.show_shared))
    ),
    path("c/<slug:token>/preview.png", preview.show_preview, {"find_root": find_shared}),
    path("c/<slug:token>/copy/", new_campaign.copy_shared, name="copy-shared"),
    path("campaigns/", own_campaigns.show_own_campaigns, name="own-campaigns"),
    path("campaigns/campaigns.xlsx", own_campaigns.export_own_campaigns, name="own-workbook"),
    path("campaigns/new/", new_campaign.make_campaign, name="new-campaign"),
    path("campaigns/import/", transfer.import_campaign, name="import-campaign"),
    path("campaigns/<slug:token>/", include(of_campaign)),
    path("q/<slug:token>/", client_quotes.show_quote, name="quote"),
    path("q/<slug:token>/logo.png", client_quotes.show_quote_logo, name="quote-logo"),
    path("q/<slug:token>/quote.xlsx", client_quotes.export_quote, name="quote-workbook"),
    path("feed/<slug:token>.ics", feed.show_feed, name="feed"),
    path("how-it-works/", how_it_works.show_how_it_works, name="how-it-works"),
    path("styleguide/", styleguide.show_styleguide, name="styleguide"),
    path("prices/", prices.show_prices, name="prices"),
    path("prices/<slug:slug>/", prices.show_prices, name="price-book"),
]
