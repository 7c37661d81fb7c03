"""Acts on organizations and branches."""

from django.urls import path

from orgs import views, views_files, views_guides, views_merging, views_settings, views_terms

app_name = "orgs"

urlpatterns = [
    path("settings/", views_settings.settings, name="settings"),
    path("organizations/merge/", views_merging.merge_two, name="merge"),
    path("organizations/<int:pk>/merges/", views_merging.merges, name="merges"),
    path("organizations/<int:pk>/close/", views.Close.as_view(), name="close"),
    path("organizations/<int:pk>/reopen/", views.Reopen.as_view(), name="reopen"),
    path("organizations/<int:pk>/move/", views.Move.as_view(), name="move"),
    path("branches/<int:pk>/dissolve/", views.Dissolve.as_view(), name="dissolve"),
    path("branches/<int:pk>/elect/", views_terms.Elect.as_view(), name="elect"),
    path("branches/files/<int:pk>/", views_files.branch_file, name="branch_file"),
    path("terms/", views_terms.term_list, name="terms"),
    path("visits/new/", views_guides.new_visit, name="visit_new"),
    path("guides/situation/", views_guides.situation, name="guiding"),
    path("guides/<int:pk>/year/", views_guides.guide_year, name="guide_year"),
    path("postings/<int:pk>/end/", views_guides.EndPosting.as_view(), name="end_posting"),
]
