"""Acts on organizations and branches."""

from django.urls import path

from orgs import views

app_name = "orgs"

urlpatterns = [
    path("organizations/<int:pk>/close/", views.Close.as_view(), name="close"),
    path("organizations/<int:pk>/reopen/", views.Reopen.as_view(), name="reopen"),
    path("organizations/<int:pk>/move/", views.Move.as_view(), name="move"),
    path("branches/<int:pk>/dissolve/", views.Dissolve.as_view(), name="dissolve"),
]
