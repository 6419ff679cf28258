from django.urls import path, register_converter
from django.urls.converters import StringConverter

from campaigns import views
from campaigns.studies.registry import study_pages

app_name = "campaigns"


class StudyConverter(StringConverter):
    """The name of a study, which may have two parts."""

    regex = "|".join(study_pages())


register_converter(StudyConverter, "study")

urlpatterns = [
    path("", views.show_planner, name="planner"),
    # Browsers ask for it where a page names no icon, as the admin's do not.
    path("favicon.ico", views.find_icon),
    path("robots.txt", views.tell_robots),
    path("healthz", views.report_health),
    path("c/<slug:token>/", views.show_shared, name="shared"),
    path("c/<slug:token>/estimate/", views.show_shared_estimate),
    path("c/<slug:token>/<study:study>/", views.show_shared_study),
    path("c/<slug:token>/plan.<str:kind>", views.export_shared),
    path("campaigns/", views.show_own_campaigns, name="own-campaigns"),
    path("campaigns/new/", views.make_campaign, name="new-campaign"),
    path("campaigns/<slug:token>/", views.show_campaign, name="campaign"),
    path("campaigns/<slug:token>/estimate/", views.show_campaign_estimate),
    path("campaigns/<slug:token>/<study:study>/", views.show_campaign_study),
    path("campaigns/<slug:token>/plan.<str:kind>", views.export_campaign),
    path("estimate/", views.show_estimate, name="estimate"),
    path("<study:study>/", views.show_study),
    path("plan.<str:kind>", views.export_plan, name="export"),
    path("how-it-works/", views.show_how_it_works, name="how-it-works"),
    path("prices/", views.show_prices, name="prices"),
    path("prices/<slug:slug>/", views.show_prices, name="price-book"),
]
