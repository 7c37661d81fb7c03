"""Branches' life in a real browser: its own pages at a desk and on a phone."""

from datetime import date

import pytest
from django.urls import reverse

from orgs.models import Option, Term, Venue
from tests.browser.looking import BOTH
from tests.members.branches import members, post

pytestmark = [pytest.mark.browser, pytest.mark.nodb]


@pytest.mark.axe
def test_the_pages_of_branches_life_are_accessible_and_fits(look, world):
    Option.objects.create(key="joint_most", value=1)
    Term.objects.create(branch=world.a_joint_branch, number=2, elected=date(2020, 1, 1), due=date(2023, 1, 1))
    world.a_own_branch.superior = world.market_committee
    world.a_own_branch.save()
    people = members(world.a_joint_branch, 3)
    post(world.a_joint_branch, people[0], management="总经理")
    venue = Venue.objects.create(name="城关镇两新党群服务中心", region=world.town_a, has=["place"])
    listing = "?day=2025-09-01&name=%E6%96%B0&level=branch&reason=x"
    window = look(world.county_admin, *BOTH)
    for address in (
        reverse("members:tree"),
        reverse("members:joint"),
        reverse("orgs:terms"),
        reverse("admin:orgs_partybranch_change", args=[world.a_joint_branch.pk]),
        reverse("members:replace", args=[world.a_joint_branch.pk]) + listing,
        reverse("admin:orgs_venue_change", args=[venue.pk]),
    ):
        window.open(address)
    assert window.faults == []
