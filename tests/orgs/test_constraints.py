"""What the database itself refuses, on both databases, past services, forms and save()."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from liangxin import bulk
from liangxin.periods import BEGINNING, NoOverlap
from orgs.choices import Kind, Level, MassKind, Mode, TagKind
from orgs.models import (
    BranchLevel,
    Coverage,
    Guide,
    MassGroup,
    Organization,
    PartyBranch,
    Posting,
    Region,
    Standing,
    Tag,
    Zone,
)

SPRING, SUMMER, AUTUMN = date(2025, 3, 1), date(2025, 6, 1), date(2025, 9, 1)
WRITERS = {"bulk_create": lambda model, rows: model.objects.bulk_create(rows), "bulk writer": bulk.insert}


@pytest.fixture(params=WRITERS)
def refused(request, db):
    """Insert rows past everything of ours, and expect the database to refuse them."""

    def refused(*rows):
        with pytest.raises(IntegrityError), transaction.atomic():
            WRITERS[request.param](type(rows[0]), list(rows))

    return refused


def coverage(world, organization, start, end=None, mode=Mode.JOINT):
    branch = world.a_joint_branch
    counts = mode != Mode.FUNCTIONAL
    return Coverage(branch=branch, organization=organization, mode=mode, counts=counts, start=start, end=end)


def standing(world, start, end=None):
    return Standing(organization=world.a_none, region=world.town_a, start=start, end=end, stated_on=SPRING)


def level(world, start, end=None):
    return BranchLevel(branch=world.a_own_branch, level=Level.GENERAL, start=start, end=end)


def test_two_counting_coverages_of_an_organization_do_not_overlap(world, refused):
    refused(coverage(world, world.a_joint, SUMMER))
    refused(coverage(world, world.a_joint, date(2000, 1, 1)))
    refused(coverage(world, world.a_should, SPRING), coverage(world, world.a_should, SUMMER, AUTUMN))
    refused(coverage(world, world.a_should, SPRING, AUTUMN), coverage(world, world.a_should, SUMMER))


def test_an_overlap_by_a_later_change_is_refused_too(world):
    Coverage.objects.bulk_create([coverage(world, world.a_should, SPRING, SUMMER)])
    later = Coverage.objects.bulk_create([coverage(world, world.a_should, SUMMER)])[0]
    changes = (
        {"start": date(2025, 5, 31)},
        {"organization": world.a_joint},
    )
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            Coverage.objects.filter(pk=later.pk).update(**change)


def test_a_functional_coverage_that_is_made_to_count_must_not_overlap(world):
    functional = Coverage.objects.bulk_create([coverage(world, world.a_joint, SPRING, mode=Mode.FUNCTIONAL)])[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Coverage.objects.filter(pk=functional.pk).update(mode=Mode.JOINT, counts=True)


def test_coverages_that_only_touch_or_do_not_count_may_stand_beside_each_other(world):
    Coverage.objects.bulk_create(
        [
            coverage(world, world.a_should, SPRING, SUMMER),
            coverage(world, world.a_should, SUMMER, AUTUMN),
            coverage(world, world.a_should, AUTUMN),
            coverage(world, world.a_should, SPRING, mode=Mode.FUNCTIONAL),
            coverage(world, world.a_none, SPRING),
        ]
    )


def test_two_standings_of_an_organization_do_not_overlap(world, refused):
    refused(standing(world, SUMMER))
    refused(standing(world, date(1850, 1, 1)))


def test_two_levels_of_a_branch_do_not_overlap(world, refused):
    refused(level(world, SUMMER))
    BranchLevel.objects.filter(branch=world.a_own_branch).update(end=SUMMER)
    refused(level(world, SPRING))
    BranchLevel.objects.bulk_create([level(world, SUMMER)])


def test_a_period_has_at_least_one_day(world, refused):
    guide, organization = world.other_guide, world.a_none
    Standing.objects.filter(organization=organization).delete()
    BranchLevel.objects.filter(branch=world.a_own_branch).delete()
    for end in (SUMMER, SPRING):
        refused(coverage(world, organization, SUMMER, end))
        refused(standing(world, SUMMER, end))
        refused(level(world, SUMMER, end))
        refused(Posting(guide=guide, organization=organization, start=SUMMER, end=end))
        refused(MassGroup(organization=organization, kind=MassKind.UNION, start=SUMMER, end=end))
        refused(Tag(organization=organization, tag=TagKind.SMALL, start=SUMMER, end=end))


def test_only_functional_coverages_do_not_count(world, refused):
    wrong = coverage(world, world.a_none, SPRING)
    wrong.counts = False
    refused(wrong)
    wrong = coverage(world, world.a_none, SPRING, mode=Mode.FUNCTIONAL)
    wrong.counts = True
    refused(wrong)


def test_what_runs_runs_once(world, refused):
    refused(Posting(guide=world.guide, organization=world.a_some, start=SUMMER))
    refused(MassGroup(organization=world.a_single, kind=MassKind.UNION, start=SUMMER))
    refused(Tag(organization=world.a_functional, tag=TagKind.INTERNET, start=SUMMER))


def test_names_are_not_blank(world, refused):
    refused(Organization(name="", kind=Kind.ENTERPRISE))
    refused(PartyBranch(name="", region=world.town_a))
    refused(Guide(name="", region=world.town_a))


def test_a_credit_code_is_there_once_or_not_at_all(world, refused):
    refused(Organization(name="甲", kind=Kind.ENTERPRISE, credit_code=world.a_single.credit_code))
    refused(Organization(name="甲", kind=Kind.ENTERPRISE, credit_code=""))
    Organization.objects.bulk_create([Organization(name=name, kind=Kind.ENTERPRISE) for name in "甲乙"])


def test_a_branch_name_is_there_once_in_its_region_while_in_force(world, refused):
    same = {"name": "同名支部", "normal_name": world.a_joint_branch.normal_name}
    refused(PartyBranch(region=world.town_a, **same))
    PartyBranch.objects.bulk_create(
        [PartyBranch(region=world.town_b, **same), PartyBranch(region=world.town_a, dissolved="2020", **same)]
    )


def test_codes_and_names_of_places_are_there_once(world, refused):
    refused(Region(code="330199001", name="又一个"))
    refused(Zone(name=world.park.name, region=world.town_a))


def test_what_others_point_at_is_not_deleted(world):
    for row in (world.a_joint_branch, world.town_a, world.guide, world.posting):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.delete()  # ProtectedError is one


def test_the_first_standing_holds_before_everything_that_is_known(world):
    assert world.a_single.standings.on(BEGINNING).get() == world.a_single.standings.on(SPRING).get()


@pytest.mark.django_db
def test_the_database_holds_every_rule_against_overlaps_after_all_migrations():
    plan = MigrationLoader(connection).disk_migrations.values()
    rules = {
        (operation.name, f"{migration.app_label}_{operation.model_name}")
        for migration in plan
        for operation in migration.operations
        if isinstance(operation, NoOverlap)
    }
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
            expected = {(f"{name}_{event}", table) for name, table in rules for event in ("insert", "update")}
        else:
            cursor.execute("SELECT conname, conrelid::regclass::text FROM pg_constraint WHERE contype = 'x'")
            expected = rules
        assert set(cursor.fetchall()) == expected
    assert len(rules) >= 8
