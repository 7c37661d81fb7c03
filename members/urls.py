"""Addresses of members' development, transfers and dues; the project's urls put them at the root."""

from django.urls import path

app_name = "members"

urlpatterns: list[path] = []
