"""The made-up county: figures worth looking at, rules kept, and a past that history and undo can work with."""

import html
import re
import urllib.parse
from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction

from liangxin.codes import credit_code_problem
from liangxin.dates import first_day, today
from orgs.choices import Level, Mode, Role
from orgs.models import (
    BranchLevel,
    Coverage,
    Guide,
    MassGroup,
    Organization,
    PartyBranch,
    Posting,
    Standing,
    User,
    Visit,
)
from orgs.scope import CONSOLE
from reports.coverage import table
from reports.coverage.days import last_year_end
from reports.demo_site import ACCOUNTS, make
from reports.imports.applying import apply
from reports.imports.mapping import open_headers
from reports.imports.undoing import undo
from reports.models import ImportBatch, ImportRow, Round, TransferRequest
from reports.registrations.comparing import DIFFERENCES, Comparison
from reports.rounds import ABSENT, DONE, ERRORS, running, standing

ORGS = 300


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    """A whole demo in the database, taken out again after the module."""
    from django.conf import settings

    with django_db_blocker.unblock(), transaction.atomic():
        kept, settings.LIANGXIN_VAR = settings.LIANGXIN_VAR, tmp_path_factory.mktemp("var")
        try:
            yield make(ORGS, seed=7)
        finally:
            settings.LIANGXIN_VAR = kept
            transaction.set_rollback(True)


@pytest.fixture
def county(made, db):
    """Each test sees the demo and leaves it as it was."""
    return made


def counted(day):
    found = table(CONSOLE, day)
    return found.total, {row.label: row for row in found.rows}


def test_coverage_today_is_some_points_above_last_year_end_and_towns_lie_far_apart(county):
    now, towns = counted(today())
    before, _ = counted(last_year_end(today()))
    rate = {row: total.counts["covered"] / total.counts["total"] for row, total in (("now", now), ("before", before))}
    assert 0.78 < rate["now"] < 0.88
    if today().month > 3:
        assert 0.04 < rate["now"] - rate["before"] < 0.16
    spread = [row.counts["covered"] / row.counts["total"] for row in towns.values() if row.counts["total"] > 5]
    assert min(spread) < 0.7
    assert max(spread) > 0.9


def test_every_leaf_status_and_every_mode_is_there(county):
    total, _ = counted(today())
    leaves = ("single_branch", "joint", "affiliated", "functional", "unbuilt_should", "unbuilt_some", "unbuilt_none")
    assert all(total.counts[leaf] for leaf in leaves)
    assert total.counts["unguided"]
    assert set(Coverage.objects.values_list("mode", flat=True)) == set(Mode.values)
    assert set(BranchLevel.objects.values_list("level", flat=True)) >= {Level.BRANCH, Level.JOINT_BRANCH, Level.GENERAL}


def test_every_code_is_valid_and_nothing_lies_in_the_future(county):
    codes = Organization.objects.exclude(credit_code=None).values_list("credit_code", flat=True)
    assert [code for code in codes if credit_code_problem(code)] == []
    day = today()
    for model in (Coverage, Standing, Posting, MassGroup, BranchLevel):
        assert not model.objects.filter(start__gt=day).exists(), model
    assert not Visit.objects.filter(day__gt=day).exists()
    assert not any(
        first_day(one) > day for one in Organization.objects.exclude(closed="").values_list("closed", flat=True)
    )


def test_facts_of_a_closed_organization_ended_with_it_and_none_began_before_it_was_founded(county):
    for one in Organization.objects.exclude(closed=""):
        ends = [fact.end for name in ("coverages", "postings", "mass_groups") for fact in getattr(one, name).all()]
        assert all(end and end <= first_day(one.closed) for end in ends)
    covers = Coverage.objects.exclude(organization__established="").select_related("organization")
    assert [cover for cover in covers if cover.start < first_day(cover.organization.established)] == []


def test_no_joint_branch_covers_more_than_five_and_no_guide_has_too_many(county):
    day = today()
    joint = Coverage.objects.on(day).filter(branch__levels__level=Level.JOINT_BRANCH)
    assert max(Counter(joint.values_list("branch", flat=True)).values()) <= 5
    assert max(Counter(Posting.objects.on(day).values_list("guide", flat=True)).values()) <= 8


def test_organizations_moved_changed_closed_and_were_regrouped_in_the_last_three_years(county):
    standings = Counter(Standing.objects.values_list("organization", flat=True))
    assert sum(count > 1 for count in standings.values()) > ORGS / 10
    assert Organization.objects.exclude(closed="").count() > 3
    assert Coverage.objects.exclude(end=None).filter(organization__closed="").count() > 2


def test_each_register_has_a_history_entry_for_each_row_and_none_in_the_future(county):
    for model in (Organization, Standing, PartyBranch, BranchLevel, Coverage, Guide, Posting, Visit, MassGroup):
        keys = set(model.objects.values_list("pk", flat=True))
        assert keys <= set(model.history.values_list("id", flat=True)), model
    latest = Coverage.history.latest("history_date").history_date
    assert latest.date() <= today() + timedelta(days=1)


def test_the_imports_stand_in_each_state_and_one_transfer_waits(county):
    surveys = ImportBatch.objects.filter(kind=ImportBatch.Kind.SURVEY)
    states = Counter(surveys.values_list("state", flat=True))
    assert states == {"applied": 3, "undone": 1, "planned": 1}
    waiting = ImportBatch.objects.get(state="planned")
    outcomes = Counter(waiting.rows.values_list("outcome", flat=True))
    assert outcomes["error"] == 3
    assert outcomes["several"] == 1
    assert open_headers(waiting) == 1
    assert outcomes["new"] == 2
    assert outcomes["changed"] > 2
    assert outcomes["same"] > outcomes["changed"]
    assert waiting.rows.filter(warned=True).exists()
    assert TransferRequest.objects.get().state == "waiting"
    assert Organization.objects.count() == ORGS
    assert not ImportRow.objects.filter(stale=True).exists()


def test_the_registration_list_leaves_something_to_look_into_in_each_way(county):
    comparison = Comparison(User.objects.get(role=Role.COUNTY))
    counts = {key: comparison.rows(one).count() for key, one in DIFFERENCES.items()}
    assert all(0 < count < 30 for count in counts.values()), counts


def test_the_running_round_has_towns_in_each_state(county):
    _, lines = running(User.objects.get(role=Role.COUNTY))[:2]
    assert {line.state for line in lines} == {ABSENT, ERRORS, DONE}
    assert not any(line.overdue for line in lines)


def test_the_round_before_is_closed_and_changed_nothing(county):
    before = Round.objects.order_by("as_of").first()
    assert before.due < today() < Round.objects.order_by("as_of").last().due
    lines = standing(before, User.objects.get(username="xian"))
    assert {line.state for line in lines} == {DONE}
    batch = before.batches.get()
    assert set(batch.rows.values_list("outcome", flat=True)) == {"same"}
    assert batch.applied.date() <= before.due


def test_the_waiting_import_can_be_applied_and_an_applied_one_undone(county):
    manager = User.objects.get(role=Role.COUNTY)
    waiting = ImportBatch.objects.get(state="planned")
    assert apply(waiting, user=manager, copied=True) > 5
    applied = ImportBatch.objects.filter(state="applied", as_of=waiting.as_of).order_by("pk").first()
    verdicts = undo(applied, user=manager)
    assert set(verdicts) == {ImportRow.Undo.BACK}


def test_each_kind_of_user_has_an_account_and_finds_something_of_the_own(county):
    assert {role for _, role in ACCOUNTS} == set(Role)
    users = {user.role: user for user in User.objects.all()}
    seen = {role: Organization.objects.visible_to(user).count() for role, user in users.items()}
    assert seen[Role.COUNTY] == seen[Role.COUNTY_VIEWER] == Organization.objects.count()
    assert 0 < seen[Role.TOWN] < seen[Role.COUNTY]
    assert 0 < seen[Role.SUPERVISOR] < seen[Role.COUNTY]
    assert 0 < seen[Role.GUIDE] <= 8
    assert seen[Role.SYSTEM] == seen[Role.AUDITOR] == 0
    assert Visit.objects.filter(posting__guide=users[Role.GUIDE].guide).exists()


@pytest.mark.nodb  # where a link leads does not depend on the database; the pages have tests of their own
@pytest.mark.parametrize("username", [username for username, _ in ACCOUNTS])
def test_every_link_that_a_user_finds_leads_to_a_page(county, client, username):
    client.force_login(User.objects.get(username=username))
    waiting, seen, shapes, broken = ["/"], {"/"}, Counter(), []
    while waiting:
        address = waiting.pop(0)
        response = client.get(address, follow=True)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        if response.status_code != 200:
            broken.append((response.status_code, address))
        if not response.get("Content-Type", "").startswith("text/html"):
            continue
        for link in links(body.decode(), response.request["PATH_INFO"]):
            kind = shape(link)
            if link not in seen and not shapes[kind]:
                seen.add(link)
                shapes[kind] += 1
                waiting.append(link)
    assert broken == []
    assert len(seen) > 2


def links(page, here):
    """The addresses on this site that a page links to."""
    for found in re.findall(r'href="([^"#]+)', page):
        address = urllib.parse.urljoin(f"http://testserver{here}", html.unescape(found))
        if address.startswith("http://testserver/") and not re.search("/static/|/logout/|/password_change", address):
            yield address.removeprefix("http://testserver")


def shape(address):
    """Addresses of one shape lead to the same page with another row or filter."""
    parts = urllib.parse.urlsplit(address)
    keys = sorted(key for key, _ in urllib.parse.parse_qsl(parts.query))
    return re.sub(r"\d+", "N", parts.path), keys[:1] == ["page"], bool(keys)
