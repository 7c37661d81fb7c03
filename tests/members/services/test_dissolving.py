"""Dissolving a branch ends its posts and tells of its people; taking it back brings the posts back."""

from datetime import date

from django.urls import reverse

from members.models import Candidate, Post
from orgs.models import PartyBranch
from orgs.services import branches
from reports.imports.undoing import undo
from reports.many import MANY
from reports.many.carrying_out import carry_out
from tests.members.branches import members, post

DAY = date(2025, 9, 1)


def test_posts_end_with_the_branch(world):
    running, later = post(world.b_general, "甲"), post(world.b_general, "乙", "deputy", start=date(2025, 10, 1))
    branches.dissolve(branch=world.b_general, day=DAY, reason="撤销空壳", by=world.town_b_clerk)
    running.refresh_from_db()
    assert running.end == DAY
    assert not Post.objects.filter(pk=later.pk).exists()


def test_the_page_lists_posts_and_people_before(world, client):
    members(world.b_general, 2)
    post(world.b_general, "甲")
    Candidate.objects.create(name="积极分子", branch=world.b_general)
    client.force_login(world.town_b_clerk)
    url = reverse("orgs:dissolve", args=[world.b_general.pk])
    page = client.get(url, {"day": "2025-09-01", "reason": "撤销空壳"}).content.decode()
    for said in ("书记 甲", "2 名党员还在这个党组织", "1 名正在培养发展的人员还在这个党组织"):
        assert said in page


def test_taking_many_dissolutions_back_brings_the_posts_back(world):
    running = post(world.b_general, "甲")
    post(world.b_general, "乙", "deputy", start=date(2025, 10, 1))
    before = list(Post.objects.order_by("pk").values())
    given = {"day": DAY, "reason": "撤销空壳"}
    batch = carry_out(MANY["dissolve"], [world.b_general.pk], given, world.county_admin, said=1)
    assert PartyBranch.objects.get(pk=world.b_general.pk).dissolved == "2025-09-01"
    assert list(Post.objects.values_list("pk", "end")) == [(running.pk, DAY)]
    undo(batch, user=world.county_admin)
    assert list(Post.objects.order_by("pk").values()) == before
    assert PartyBranch.objects.get(pk=world.b_general.pk).dissolved == ""
