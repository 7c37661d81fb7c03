"""Addresses of members' development, transfers and dues; the project's urls put them at the root."""

from django.urls import path

from members.views import rosters

app_name = "members"

urlpatterns = [
    path("organizations/<int:pk>/roster/", rosters.roster, name="roster"),
    path("organizations/<int:pk>/roster/complete/", rosters.Complete.as_view(), name="roster_complete"),
    path("organizations/<int:pk>/roster/incomplete/", rosters.Incomplete.as_view(), name="roster_incomplete"),
]
