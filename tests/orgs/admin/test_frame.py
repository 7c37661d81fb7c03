"""The frame: who comes in, what the navigation shows, and what stays closed."""

import pytest
from django.urls import reverse

LISTS = ("organization", "partybranch", "guide", "posting", "visit", "zone", "region")


@pytest.mark.parametrize("register", LISTS)
@pytest.mark.parametrize("name", ["county_admin", "county_viewer", "town_a_clerk", "town_a_viewer", "supervisor_clerk"])
def test_every_business_role_opens_the_list_of_every_register(as_user, name, register):
    page = as_user(name).get(reverse(f"admin:orgs_{register}_changelist"))
    assert page.status_code == 200


@pytest.mark.parametrize("register", LISTS)
@pytest.mark.parametrize("name", ["auditor", "system_admin"])
def test_roles_without_business_rows_are_refused_every_register(as_user, name, register):
    assert as_user(name).get(reverse(f"admin:orgs_{register}_changelist")).status_code == 403


@pytest.mark.parametrize("register", LISTS)
def test_the_county_opens_the_forms_and_the_history_of_every_register(as_user, world, register):
    rows = {
        "organization": world.a_single,
        "partybranch": world.a_joint_branch,
        "guide": world.guide,
        "posting": world.posting,
        "visit": world.visit,
        "zone": world.park,
        "region": world.village_a1,
    }
    client = as_user("county_admin")
    for page in ("change", "history"):
        assert client.get(reverse(f"admin:orgs_{register}_{page}", args=[rows[register].pk])).status_code == 200
    if register != "posting":
        assert client.get(reverse(f"admin:orgs_{register}_add")).status_code == 200
        assert client.get(reverse(f"admin:orgs_{register}_delete", args=[rows[register].pk])).status_code in (200, 302)
