from django.urls import path

from campaigns import views

app_name = "campaigns"
urlpatterns = [
    path("", views.show_planner, name="planner"),
    path("prices/", views.show_prices, name="prices"),
    path("prices/<slug:slug>/", views.show_prices, name="price-book"),
]
