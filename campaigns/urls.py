from django.urls import path

from campaigns import views

app_name = "campaigns"
urlpatterns = [
    path("", views.show_planner, name="planner"),
    path("estimate/", views.show_estimate, name="estimate"),
    path("how-it-works/", views.show_how_it_works, name="how-it-works"),
    path("prices/", views.show_prices, name="prices"),
    path("prices/<slug:slug>/", views.show_prices, name="price-book"),
]
