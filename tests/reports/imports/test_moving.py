"""Rows that move a coverage figure of the as-of day are told from those that only change other things."""

import pytest
from django.urls import reverse

from orgs.coverage import standings_on, with_status
from reports.imports.applying import apply
from tests.reports.imports.office import DAY, built, firm, known

pytestmark = pytest.mark.django_db


def counted(organization):
    """As what the database counts an organization on the day; None outside of the base."""
    mine = with_status(standings_on(DAY).filter(organization=organization), DAY)
    return mine.values_list("number", "region", "organization__kind").first()


CHANGES = [  # organization, cells, whether a figure moves
    ("a_joint", {"employees": 20}, False),
    ("a_joint", {"employees": 50}, True),
    ("a_single", {"employees": 99}, True),  # 120 before: 100人以上
    ("a_single", {"employees": 130}, False),
    ("a_joint", {"address": "新街2号"}, False),
    ("a_joint", {"full": 3}, True),
    ("a_some", {"full": 2}, False),  # 个别党员 still
    ("a_some", {"full": 0}, True),
    ("a_joint", {"mode": "龙头带建", "built": "是"}, False),  # 联合 still
    ("a_joint", {"mode": "挂靠组建", "built": "是"}, True),
    ("a_single", {"built": "否"}, True),
    ("a_none", {"union": "是"}, True),
    ("a_single", {"union": "否"}, True),
    ("a_none", {"guide": "仇立", "unit": "县税务局"}, True),
    ("a_some", {"guide": "仇立", "unit": "县税务局"}, False),  # another guide, still one
    ("a_none", {"operating": "停业"}, True),
    ("a_shop", {"employees": 60}, False),  # outside of the base, before and after
    ("a_joint", {"town": "城关镇", "village": "南街社区"}, True),
    ("a_none", {"closed": "2025-05-01"}, True),
    ("a_none", {"established": "2026"}, True),
    ("a_none", {"established": "2019"}, False),
    ("a_none", {}, False),
]


@pytest.mark.parametrize(("name", "cells", "moves"), CHANGES)
def test_a_change_moves_a_figure_when_the_database_counts_otherwise_afterwards(office, world, name, cells, moves):
    organization = getattr(world, name)
    before = counted(organization)
    batch = office.plan(known(organization, **cells))
    row = batch.rows.get()
    assert row.moves_figure is moves
    apply(batch, user=world.county_admin)
    assert (counted(organization) != before) is moves


def test_a_branch_that_rises_moves_the_figure_of_its_organization(office, world):
    rising = known(world.a_single, branch_level="党总支", **built(world.a_own_branch.name))
    assert office.plan(rising).rows.get().moves_figure


def test_a_new_organization_moves_a_figure_when_it_belongs_to_the_base(office, world):
    rows = [firm(1), firm(2, operating="停业"), firm(3, closed="2025-01-01"), firm(4, employees="约3")]
    batch = office.plan(*rows)
    assert list(batch.rows.order_by("id").values_list("moves_figure", flat=True)) == [True, False, False, False]


def test_the_preview_shows_only_what_moves_a_figure_when_asked(office, world, client):
    client.force_login(world.county_admin)
    batch = office.plan(known(world.a_joint, employees=20), known(world.a_none, union="是"), user=world.county_admin)
    address = reverse("reports:import", args=[batch.pk])
    assert "只看影响覆盖率的变化（1）" in client.get(address).content.decode()
    page = client.get(address + "?show=moves")
    assert [row.name for row, *_ in page.context["lines"]] == [world.a_none.name]
