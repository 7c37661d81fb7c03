"""Who may open what: the table of tests/rights.py walked as each of the cast; no address is missing in it."""

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve
from django.utils import timezone

from liangxin.attaching import attach
from members.models import Candidate, Step, StepFile, Transfer
from orgs.models import Activity, BranchFile, Matter, Organization, TermRule, Venue, VenueItem
from reports.models import ImportBatch, ImportFile, Round, TransferRequest
from tests.members.rows import member
from tests.rights import CAST, rights
from tests.world import ORGANIZATIONS


@pytest.fixture
def keys(world):
    """What the addresses name: the primary keys of the small county's rows."""
    day = date(2025, 9, 1)
    world.batch = ImportBatch.objects.create(user=world.town_a_clerk, as_of=day, region=world.town_a)
    world.round = Round.objects.create(name="三季度摸排", as_of=day, due=day)
    world.round.towns.add(world.town_a, world.town_b)
    world.list = ImportBatch.objects.create(
        user=world.county_admin, as_of=day, region=world.county, kind="registrations", options={"source": "market"}
    )
    world.action = ImportBatch.objects.create(
        user=world.town_a_clerk,
        as_of=day,
        region=world.town_a,
        kind="action",
        state="applied",
        applied=timezone.now(),
        options={"act": "tag"},
    )
    ImportFile.objects.create(batch=world.action, name="批量办理：加标签", size=0)
    world.file = ImportFile.objects.create(batch=world.batch, name="城关镇.xlsx", size=1)
    world.candidate = Candidate.objects.create(name="燕飞", branch=world.a_own_branch)
    step = Step.objects.create(candidate=world.candidate, number=1, day=date(2024, 3, 1))
    world.paper = StepFile.objects.create(step=step, file_name="申请书.pdf", size=1)
    world.transfer = TransferRequest.objects.create(organization=world.b_none, region=world.town_a, day=day)
    world.branch_file = attach(
        BranchFile, SimpleUploadedFile("批复.pdf", b"%PDF-1.7"), by=world.town_a_clerk, branch=world.a_own_branch
    )
    world.activity = Activity.objects.create(branch=world.a_own_branch, day=day)
    world.venue = Venue.objects.create(name="城关镇两新党群服务中心", region=world.town_a)
    world.term_rule, world.venue_item = TermRule.objects.first(), VenueItem.objects.first()
    world.matter = Matter.objects.create(organization=world.a_some, visit=world.visit, text="缺活动场所", found=day)
    world.member = member("钱一", branch=world.a_own_branch, organization=world.a_single)
    world.letter = Transfer.objects.create(
        member=member("孙二", branch=world.a_own_branch),
        origin=world.a_own_branch,
        target=world.a_village_branch,
        sent=day,
    )
    choices = "app_label=orgs&model_name=coverage&field_name=organization"
    return {name: row.pk for name, row in vars(world).items()} | {"organizations": choices}


@pytest.mark.nodb  # roles are checked in the program; tests/orgs/test_scope.py asks each database whose rows are whose
@pytest.mark.parametrize("role", CAST)
def test_each_role_opens_what_it_may_and_nothing_else(world, keys, role):
    client = Client()
    if role != "nobody":
        client.force_login(getattr(world, role))
    wrong = []
    for method, address, statuses in rights():
        with transaction.atomic():  # whatever an act does is undone before the next
            if role == "nobody":
                client.cookies.clear()
            found = getattr(client, method.lower())(address.format(**keys)).status_code
            transaction.set_rollback(True)
        if found != statuses[role]:
            wrong.append(f"{method} {address}: {found}, not {statuses[role]}")
    assert wrong == []


@pytest.mark.parametrize("role", ["town_b_clerk", "guide_user"])
def test_no_page_names_an_organization_outside_the_scope(world, keys, role):
    client = Client()
    client.force_login(getattr(world, role))
    seen = set(Organization.objects.visible_to(getattr(world, role)).values_list("name", flat=True))
    hidden = [row[0] for name, row in ORGANIZATIONS.items() if name.startswith("a_") and row[0] not in seen]
    read, named = 0, []
    for method, address, statuses in rights():
        if method == "GET" and statuses[role] == 200:
            text = text_of(client.get(address.format(**keys)))
            read += bool(text)
            named += [f"{address}: {name}" for name in hidden if name in text]
    assert read > 3
    assert named == []


def text_of(response) -> str:
    """What a page or a workbook says."""
    content = response.getvalue()
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(part).decode() for part in book.namelist() if part.endswith(".xml"))


def test_a_change_without_a_token_is_refused_everywhere(world, keys):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.county_admin)
    open_doors = [
        address
        for method, address, statuses in rights()
        if method == "POST" and client.post(address.format(**keys)).status_code not in (403, 405)
    ]
    assert open_doors == []


@pytest.mark.nodb
def test_every_address_is_in_the_table():
    samples = {resolve(address.split("?")[0].format_map(Numbers())).route for _, address, _ in rights()}
    assert sorted(set(routes(get_resolver())) - samples) == []


class Numbers(dict):
    """Any name is a number here."""

    def __missing__(self, name):
        return 1


def routes(resolver, before=""):
    """Every address of the URL conf."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield route
