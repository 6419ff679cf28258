from django.contrib import admin
from django.urls import include, path

handler500 = "planner.failures.show_failure"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("campaigns.urls")),
]
