from django.urls import path

from campaigns import views

app_name = "campaigns"
urlpatterns = [
    path("", views.show_planner, name="planner"),
    # Browsers ask for it where a page names no icon, as the admin's do not.
    path("favicon.ico", views.find_icon),
    path("estimate/", views.show_estimate, name="estimate"),
    path("how-it-works/", views.show_how_it_works, name="how-it-works"),
    path("prices/", views.show_prices, name="prices"),
    path("prices/<slug:slug>/", views.show_prices, name="price-book"),
]
