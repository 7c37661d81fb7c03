"""By when a branch has to elect again, who is due, and the 换届 page with its act (domain.md §3)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from liangxin.dates import today
from orgs.choices import Level, TermKind
from orgs.models import BranchFile, BranchLevel, Option, PartyBranch, Term, TermRule
from orgs.queries_terms import due_on, due_soon, kind_of, overdue, without_term
from orgs.services import terms
from orgs.services.writing import OutsideScope

ELECTED = date(2023, 11, 20)
PAGE = reverse("orgs:terms")


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("level", "village", "kind"),
    [
        (Level.BRANCH, False, TermKind.BRANCH),
        (Level.JOINT_BRANCH, False, TermKind.BRANCH),
        (Level.GENERAL, False, TermKind.BRANCH),
        (Level.COMMITTEE, False, TermKind.COMMITTEE),
        (Level.BRANCH, True, TermKind.VILLAGE),
        (Level.COMMITTEE, True, TermKind.VILLAGE),
        (Level.WORK_COMMITTEE, False, None),
    ],
)
def test_the_rule_follows_from_level_and_village(level, village, kind):
    assert kind_of(level, village) == kind


def test_the_rule_of_the_day_of_the_election_counts(world):
    TermRule.objects.filter(kind=TermKind.BRANCH).update(end=date(2025, 1, 1))
    TermRule.objects.create(kind=TermKind.BRANCH, years=5, start=date(2025, 1, 1))
    assert due_on(world.a_own_branch, date(2024, 2, 29)) == date(2027, 2, 28)
    assert due_on(world.a_own_branch, date(2025, 1, 1)) == date(2030, 1, 1)
    assert due_on(world.market_committee, date(2024, 2, 29)) == date(2029, 2, 28)
    assert due_on(world.county_committee, date(2024, 2, 29)) is None


def test_the_level_of_the_day_of_the_election_counts(world):
    BranchLevel.objects.filter(branch=world.a_own_branch).update(end=date(2024, 1, 1))
    BranchLevel.objects.create(branch=world.a_own_branch, level=Level.COMMITTEE, start=date(2024, 1, 1))
    assert due_on(world.a_own_branch, date(2023, 12, 31)) == date(2026, 12, 31)
    assert due_on(world.a_own_branch, date(2024, 1, 1)) == date(2029, 1, 1)


def test_a_term_is_due_then_overdue_until_the_next_election(world):
    term = terms.elect(branch=world.a_own_branch, elected=ELECTED, number=1, by=world.town_a_clerk)
    assert term.due == date(2026, 11, 20)
    listed = [
        (day, world.a_own_branch in due_soon(day), world.a_own_branch in overdue(day))
        for day in map(date.fromisoformat, ("2026-05-19", "2026-05-20", "2026-11-20", "2026-11-21"))
    ]
    assert [(soon, late) for _, soon, late in listed] == [(False, False), (True, False), (True, False), (False, True)]
    Term.objects.create(branch=world.a_own_branch, elected=date(2026, 11, 21), due=date(2029, 11, 21))
    assert world.a_own_branch not in overdue(date(2026, 11, 21))
    assert world.a_own_branch in overdue(date(2029, 11, 22))


def test_how_early_one_is_reminded_is_a_setting(world):
    terms.elect(branch=world.a_own_branch, elected=ELECTED, by=world.town_a_clerk)
    Option.objects.create(key="term_remind_months", value=1)
    assert world.a_own_branch not in due_soon(date(2026, 10, 19))
    assert world.a_own_branch in due_soon(date(2026, 10, 20))


def test_branches_without_a_term_are_those_that_sit_in_or_cover_an_organization(world):
    found = set(without_term(today()))
    assert world.a_own_branch in found
    assert world.a_joint_branch in found
    assert world.county_committee not in found  # a 党工委 elects nobody
    assert world.market_committee not in found  # it only supervises
    world.a_village_branch.is_village = True
    world.a_village_branch.save()
    assert world.a_village_branch not in set(without_term(today()))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (today() + timedelta(1), "不能晚于今天"),
        (date(2021, 3, 9), "不能早于这一天"),
    ],
)
def test_an_impossible_day_is_refused(world, day, said):
    with pytest.raises(ValidationError, match=said):
        terms.elect(branch=world.a_own_branch, elected=day, by=world.town_a_clerk)
    assert not Term.objects.exists()


@pytest.mark.parametrize("role", ["town_b_clerk", "town_a_viewer", "county_viewer", "guide_user", "auditor"])
def test_who_may_not_edit_registers_no_election(world, role):
    with pytest.raises(OutsideScope):
        terms.elect(branch=world.a_own_branch, elected=ELECTED, by=getattr(world, role))


def test_the_page_counts_and_lists_by_scope(world, client):
    Term.objects.create(branch=world.a_own_branch, elected=date(2020, 1, 1), due=date(2023, 1, 1))
    Term.objects.create(branch=world.b_general, elected=date(2020, 1, 1), due=date(2023, 1, 1))
    client.force_login(world.town_a_clerk)
    page = client.get(PAGE)
    assert [line["branch"] for line in page.context["lines"]] == [world.a_own_branch]
    assert {key: count for key, _, count, _ in page.context["tabs"]} == {
        "overdue": 1,
        "soon": 0,
        "unknown": 2,
        "all": 3,
    }
    client.force_login(world.county_admin)
    both = client.get(PAGE)
    assert {line["branch"] for line in both.context["lines"]} == {world.a_own_branch, world.b_general}
    one = client.get(PAGE, {"town": world.town_b.code})
    assert [line["branch"] for line in one.context["lines"]] == [world.b_general]
    client.force_login(world.supervisor_clerk)
    assert [line["branch"] for line in client.get(PAGE, {"show": "all"}).context["lines"]] == [world.market_committee]


@pytest.mark.parametrize("asked", [{"show": "nothing"}, {"town": "999"}, {"town": "330199002"}])
def test_an_address_that_cannot_be_is_not_found(world, client, asked):
    client.force_login(world.town_a_clerk)
    assert client.get(PAGE, asked).status_code == 404


def test_the_page_asks_the_same_number_of_questions(world, client):
    client.force_login(world.town_a_clerk)
    counts = []
    for more in (5, 45):
        made = PartyBranch.objects.bulk_create(
            PartyBranch(name=f"支部{more}-{n}", normal_name=f"{more}-{n}", region=world.town_a) for n in range(more)
        )
        Term.objects.bulk_create(Term(branch=one, elected=date(2020, 1, 1), due=date(2023, 1, 1)) for one in made)
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_an_election_is_registered_on_its_page_with_its_paper(world, client):
    client.force_login(world.town_a_clerk)
    url, answer = reverse("orgs:elect", args=[world.a_own_branch.pk]), {"elected": "2024-03-15", "number": "2"}
    listed = client.get(url, answer).content.decode()
    assert "第 2 届，2024年3月15日换届，2027年3月15日届满" in listed
    paper = SimpleUploadedFile("批复.pdf", b"%PDF-1.7")
    assert client.post(url, answer | {"version": "1", "paper": paper}).status_code == 302
    term = Term.objects.get()
    assert (term.branch, term.number, term.due) == (world.a_own_branch, 2, date(2027, 3, 15))
    assert BranchFile.objects.get().about == "elected"
    assert "这一天的换届已经登记" in client.get(url, answer).content.decode()


def test_a_bad_paper_stops_the_election(world, client):
    client.force_login(world.town_a_clerk)
    url, answer = reverse("orgs:elect", args=[world.a_own_branch.pk]), {"elected": "2024-03-15", "version": "1"}
    page = client.post(url, answer | {"paper": SimpleUploadedFile("批复.exe", b"MZ")})
    assert "不能上传" in page.content.decode()
    assert not Term.objects.exists()
