"""Addresses of members' rosters, development, transfers and dues; the project's urls put them at the root."""

from django.urls import path

from members.models import Candidate
from members.views import (
    branches,
    development,
    development_lists,
    dues,
    dues_lists,
    members,
    rosters,
    transferring,
    transfers,
    tree,
)

app_name = "members"

urlpatterns = [
    path("members/<int:pk>/number/", members.Number.as_view(), name="number"),
    path("members/<int:pk>/leave/", members.Leave.as_view(), name="leave"),
    path("members/<int:pk>/return/", members.ComeBack.as_view(), name="come_back"),
    path("branches/tree/", tree.branch_tree, name="tree"),
    path("branches/joint/", tree.joint_branches, name="joint"),
    path("branches/<int:pk>/replace/", branches.Replace.as_view(), name="replace"),
    path("branches/<int:pk>/split/", branches.Split.as_view(), name="split"),
    path("organizations/<int:pk>/roster/", rosters.roster, name="roster"),
    path("organizations/<int:pk>/roster/complete/", rosters.Complete.as_view(), name="roster_complete"),
    path("organizations/<int:pk>/roster/incomplete/", rosters.Incomplete.as_view(), name="roster_incomplete"),
    path("members/<int:pk>/transfer/", transferring.Send.as_view(), name="transfer_send"),
    path("members/<int:pk>/transfer-in/", transferring.Expect.as_view(), name="transfer_expect"),
    path("members/transfers/", transfers.transfers, name="transfers"),
    path("members/transfers/list/", transfers.listed, name="transfer_list"),
    path("members/transfers/<int:pk>/", transfers.transfer, name="transfer"),
    path("members/transfers/<int:pk>/receive/", transferring.Receive.as_view(), name="transfer_receive"),
    path("members/transfers/<int:pk>/back/", transferring.SendBack.as_view(), name="transfer_back"),
    path("members/transfers/<int:pk>/amend/", transferring.Amend.as_view(), name="transfer_amend"),
    path("dues/", dues_lists.dues_receipts, name="dues"),
    path("dues/payments/", dues_lists.dues_payments, name="dues_payments"),
    path("dues/arrears/", dues_lists.dues_arrears, name="dues_arrears"),
    path("dues/rates/", dues_lists.dues_rates, name="dues_rates"),
    path("dues/<int:pk>/<int:year>/", dues.dues_grid, name="dues_grid"),
    path("dues/<int:pk>/<int:year>.xlsx", dues.dues_book, name="dues_book"),
    path("development/", development_lists.development_counts, name="development_counts"),
    path("development/people/", development_lists.development_people, name="development_people"),
    path("development/<int:pk>/", development.development_page, name="development"),
    path("development/<int:pk>/number/", members.Number.as_view(model=Candidate), name="candidate_number"),
    path("development/files/<int:pk>/", development.development_file, name="development_file"),
]
