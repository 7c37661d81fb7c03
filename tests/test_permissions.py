"""Who may open what: a table of every address, walked as each of the cast, and a check that no address is missing.

A row holds the method, the address, and the status for each of CAST in order; {names} are the keys of rows of the
small county. A stranger from another town gets 404 for rows outside the own scope, a reader 403 for what changes.
"""

import io
import zipfile
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve

from orgs.models import Organization
from reports.models import ImportBatch, ImportFile, Round, TransferRequest
from tests.world import ORGANIZATIONS

CAST = (
    "county_admin",
    "county_viewer",  # the official who reads
    "town_a_clerk",
    "town_a_viewer",
    "town_b_clerk",  # the stranger: everything below belongs to town A
    "supervisor_clerk",
    "guide_user",
    "auditor",
    "system_admin",
    "nobody",  # not signed in
)
RIGHTS = """
GET  /log/                                                 403 403 403 403 403 403 403 200 403 302
GET  /                                                     200 200 200 200 200 200 200 200 200 302
GET  /coverage/                                            200 200 200 200 200 200 403 403 403 302
GET  /coverage/table.xlsx                                  200 200 200 200 200 200 403 403 403 302
GET  /coverage/organizations/                              200 200 200 200 200 200 403 403 403 302
GET  /coverage/organizations.xlsx                          200 200 200 200 200 200 403 403 403 302
GET  /coverage/branches/                                   200 200 200 200 200 200 403 403 403 302
GET  /ledgers/enterprises/                                 200 200 200 200 200 200 403 403 403 302
GET  /ledgers/enterprises/table.xlsx                       200 200 200 200 200 200 403 403 403 302
GET  /ledgers/enterprises/blank.xlsx                       200 200 200 200 200 200 403 403 403 302
GET  /imports/                                             200 403 200 403 200 403 403 403 403 302
GET  /imports/upload/                                      200 403 200 403 200 403 403 403 403 302
POST /imports/upload/                                      200 403 200 403 200 403 403 403 403 302
GET  /imports/{batch}/                                     200 403 200 403 404 403 403 403 403 302
GET  /imports/answers/                                     200 403 200 403 200 403 403 403 403 302
POST /imports/answers/                                     404 403 404 403 404 403 403 403 403 302
GET  /imports/{batch}/columns/                             200 403 200 403 404 403 403 403 403 302
POST /imports/{batch}/columns/                             302 403 302 403 404 403 403 403 403 302
GET  /imports/{batch}/values/                              200 403 200 403 404 403 403 403 403 302
POST /imports/{batch}/values/                              302 403 302 403 404 403 403 403 403 302
GET  /imports/{batch}/apply/                               405 405 405 405 405 405 405 405 405 405
POST /imports/{batch}/apply/                               302 403 302 403 404 403 403 403 403 302
GET  /imports/{batch}/drop/                                405 405 405 405 405 405 405 405 405 405
POST /imports/{batch}/drop/                                302 403 302 403 404 403 403 403 403 302
GET  /imports/{batch}/replan/                              405 405 405 405 405 405 405 405 405 405
POST /imports/{batch}/replan/                              302 403 302 403 404 403 403 403 403 302
GET  /imports/{batch}/marked.xlsx                          302 403 302 403 404 403 403 403 403 302
GET  /imports/{batch}/undo/                                200 403 200 403 404 403 403 403 403 302
POST /imports/{batch}/undo/                                302 403 302 403 404 403 403 403 403 302
GET  /imports/{batch}/redo/                                405 405 405 405 405 405 405 405 405 405
POST /imports/{batch}/redo/                                302 403 302 403 404 403 403 403 403 302
GET  /imports/{batch}/policy/                              200 403 200 403 404 403 403 403 403 302
POST /imports/{batch}/policy/                              200 403 200 403 404 403 403 403 403 302
GET  /imports/{batch}/mend/                                200 403 200 403 404 403 403 403 403 302
GET  /imports/{batch}/mend/check/                          405 405 405 405 405 405 405 405 405 405
POST /imports/{batch}/mend/check/                          400 403 400 403 404 403 403 403 403 302
GET  /imports/{batch}/mend/save/                           405 405 405 405 405 405 405 405 405 405
POST /imports/{batch}/mend/save/                           400 403 400 403 404 403 403 403 403 302
GET  /imports/{batch}/progress/                            302 403 302 403 404 403 403 403 403 302
GET  /imports/{batch}/progress.json                        200 403 200 403 404 403 403 403 403 302
GET  /imports/{list}/progress/                             302 403 404 403 404 403 403 403 403 302
GET  /imports/{list}/progress.json                         200 403 404 403 404 403 403 403 403 302
POST /imports/{list}/cancel/                               302 403 404 403 404 403 403 403 403 302
POST /imports/{list}/read/                                 302 403 404 403 404 403 403 403 403 302
POST /imports/{list}/drop/                                 302 403 404 403 404 403 403 403 403 302
GET  /imports/{batch}/cancel/                              405 405 405 405 405 405 405 405 405 405
POST /imports/{batch}/cancel/                              302 403 302 403 404 403 403 403 403 302
GET  /imports/{batch}/read/                                405 405 405 405 405 405 405 405 405 405
POST /imports/{batch}/read/                                302 403 302 403 404 403 403 403 403 302
GET  /imports/{batch}/missing/                             200 403 200 403 404 403 403 403 403 302
POST /imports/{batch}/missing/                             302 403 302 403 404 403 403 403 403 302
GET  /missed/                                              200 200 200 200 200 200 403 403 403 302
GET  /imports/{batch}/original/{file}/                     302 403 302 403 404 403 403 403 403 302
GET  /imports/{batch}/same/                                200 403 200 403 404 403 403 403 403 302
POST /imports/{batch}/same/                                302 403 302 403 404 403 403 403 403 302
GET  /rounds/                                              200 403 200 403 200 403 403 403 403 302
GET  /rounds/new/                                          200 403 403 403 403 403 403 403 403 302
POST /rounds/new/                                          200 403 403 403 403 403 403 403 403 302
GET  /rounds/{round}/                                      200 403 200 403 200 403 403 403 403 302
GET  /rounds/{round}/edit/                                 200 403 403 403 403 403 403 403 403 302
POST /rounds/{round}/edit/                                 200 403 403 403 403 403 403 403 403 302
GET  /rounds/{round}/workbooks.zip                         200 403 403 403 403 403 403 403 403 302
GET  /rounds/{round}/330199001.xlsx                        200 403 200 403 404 403 403 403 403 302
GET  /rounds/{round}/reminder/                             200 403 403 403 403 403 403 403 403 302
GET  /registrations/                                       200 200 200 200 200 403 403 403 403 302
GET  /registrations/towns/                                 200 200 200 200 200 403 403 403 403 302
GET  /registrations/table.xlsx                             200 200 200 200 200 403 403 403 403 302
GET  /registrations/blank.xlsx                             200 200 200 200 200 403 403 403 403 302
GET  /registrations/unsurveyed/                            200 200 200 200 200 403 403 403 403 302
GET  /registrations/upload/                                200 403 403 403 403 403 403 403 403 302
POST /registrations/upload/                                200 403 403 403 403 403 403 403 403 302
GET  /registrations/{list}/                                200 403 403 403 403 403 403 403 403 302
GET  /registrations/{list}/apply/                          405 405 405 405 405 405 405 405 405 405
POST /registrations/{list}/apply/                          302 403 403 403 403 403 403 403 403 302
GET  /registrations/{a_single}/rename/                     405 405 405 405 405 405 405 405 405 405
POST /registrations/{a_single}/rename/                     302 403 302 403 404 404 404 404 404 302
GET  /transfers/                                           200 403 200 403 200 403 403 403 403 302
GET  /transfers/{transfer}/decide/                         405 405 405 405 405 405 405 405 405 405
POST /transfers/{transfer}/decide/                         302 403 403 403 404 403 403 403 403 302
GET  /help/                                                200 200 200 200 200 200 200 200 200 302
GET  /organizations/merge/?organization={a_single}&organization={a_joint} 200 403 200 403 404 404 404 404 404 302
POST /organizations/merge/?organization={a_single}&organization={a_joint} 200 403 200 403 404 404 404 404 404 302
GET  /organizations/{a_single}/sources/                    200 200 200 200 404 404 404 404 404 302
GET  /organizations/{a_single}/merges/                     200 200 200 200 404 404 404 404 404 302
POST /organizations/{a_single}/merges/                     404 403 404 403 404 404 404 404 404 302
GET  /organizations/{a_single}/close/                      200 403 200 403 404 404 404 404 404 302
POST /organizations/{a_single}/close/                      200 403 200 403 404 404 404 404 404 302
GET  /organizations/{a_closed}/reopen/                     200 403 200 403 404 404 404 404 404 302
POST /organizations/{a_closed}/reopen/                     200 403 200 403 404 404 404 404 404 302
GET  /organizations/{a_single}/move/                       200 403 200 403 404 404 404 404 404 302
POST /organizations/{a_single}/move/                       200 403 200 403 404 404 404 404 404 302
GET  /branches/{a_own_branch}/dissolve/                    200 403 200 403 404 404 404 404 404 302
POST /branches/{a_own_branch}/dissolve/                    200 403 200 403 404 404 404 404 404 302
GET  /admin/                                               302 302 302 302 302 302 302 302 302 302
GET  /admin/login/                                         302 302 302 302 302 302 302 302 302 200
GET  /admin/password_change/                               200 200 200 200 200 200 200 200 200 302
POST /admin/password_change/                               200 200 200 200 200 200 200 200 200 302
GET  /admin/password_change/done/                          200 200 200 200 200 200 200 200 200 302
GET  /admin/autocomplete/?{organizations}                  200 200 200 200 200 200 200 403 403 302
GET  /admin/jsi18n/                                        200 200 200 200 200 200 200 200 200 302
GET  /admin/r/1/{a_single}/                                404 404 404 404 404 404 404 404 404 302
GET  /admin/orgs/partybranch/                              200 200 200 200 200 200 200 403 403 302
GET  /admin/orgs/partybranch/add/                          200 403 200 403 200 200 403 403 403 302
POST /admin/orgs/partybranch/add/                          200 403 200 403 200 200 403 403 403 302
GET  /admin/orgs/partybranch/{a_own_branch}/history/       200 200 200 200 404 404 404 404 404 302
GET  /admin/orgs/partybranch/{a_own_branch}/delete/        302 403 302 403 404 404 404 404 404 302
POST /admin/orgs/partybranch/{a_own_branch}/delete/        302 403 302 403 404 404 404 404 404 302
GET  /admin/orgs/partybranch/{a_own_branch}/change/        200 200 200 200 404 404 404 404 404 302
POST /admin/orgs/partybranch/{a_own_branch}/change/        200 403 200 403 404 404 404 404 404 302
GET  /admin/orgs/partybranch/{a_own_branch}/               302 302 302 302 302 302 302 302 302 302
GET  /admin/orgs/guide/                                    200 200 200 200 200 200 200 403 403 302
GET  /admin/orgs/guide/add/                                200 403 200 403 200 200 403 403 403 302
POST /admin/orgs/guide/add/                                200 403 200 403 200 200 403 403 403 302
GET  /admin/orgs/guide/{guide}/history/                    200 200 200 200 404 404 200 404 404 302
GET  /admin/orgs/guide/{guide}/delete/                     302 403 302 403 404 404 403 404 404 302
POST /admin/orgs/guide/{guide}/delete/                     302 403 302 403 404 404 403 404 404 302
GET  /admin/orgs/guide/{guide}/change/                     200 200 200 200 404 404 200 404 404 302
POST /admin/orgs/guide/{guide}/change/                     200 403 200 403 404 404 403 404 404 302
GET  /admin/orgs/guide/{guide}/                            302 302 302 302 302 302 302 302 302 302
GET  /admin/orgs/posting/                                  200 200 200 200 200 200 200 403 403 302
GET  /admin/orgs/posting/add/                              403 403 403 403 403 403 403 403 403 302
POST /admin/orgs/posting/add/                              403 403 403 403 403 403 403 403 403 302
GET  /admin/orgs/posting/{posting}/history/                200 200 200 200 404 404 200 404 404 302
GET  /admin/orgs/posting/{posting}/delete/                 403 403 403 403 404 404 403 404 404 302
POST /admin/orgs/posting/{posting}/delete/                 403 403 403 403 404 404 403 404 404 302
GET  /admin/orgs/posting/{posting}/change/                 200 200 200 200 404 404 200 404 404 302
POST /admin/orgs/posting/{posting}/change/                 403 403 403 403 404 404 403 404 404 302
GET  /admin/orgs/posting/{posting}/                        302 302 302 302 302 302 302 302 302 302
GET  /admin/orgs/visit/                                    200 200 200 200 200 200 200 403 403 302
GET  /admin/orgs/visit/add/                                200 403 200 403 200 200 200 403 403 302
POST /admin/orgs/visit/add/                                200 403 200 403 200 200 200 403 403 302
GET  /admin/orgs/visit/{visit}/history/                    200 200 200 200 404 404 200 404 404 302
GET  /admin/orgs/visit/{visit}/delete/                     200 403 200 403 404 404 200 404 404 302
POST /admin/orgs/visit/{visit}/delete/                     200 403 200 403 404 404 200 404 404 302
GET  /admin/orgs/visit/{visit}/change/                     200 200 200 200 404 404 200 404 404 302
POST /admin/orgs/visit/{visit}/change/                     200 403 200 403 404 404 200 404 404 302
GET  /admin/orgs/visit/{visit}/                            302 302 302 302 302 302 302 302 302 302
GET  /admin/orgs/organization/                             200 200 200 200 200 200 200 403 403 302
GET  /admin/orgs/organization/add/                         200 403 200 403 200 200 403 403 403 302
POST /admin/orgs/organization/add/                         200 403 200 403 200 200 403 403 403 302
GET  /admin/orgs/organization/{a_single}/history/          200 200 200 200 404 404 404 404 404 302
GET  /admin/orgs/organization/{a_single}/delete/           302 403 302 403 404 404 404 404 404 302
POST /admin/orgs/organization/{a_single}/delete/           302 403 302 403 404 404 404 404 404 302
GET  /admin/orgs/organization/{a_single}/change/           200 200 200 200 404 404 404 404 404 302
POST /admin/orgs/organization/{a_single}/change/           200 403 200 403 404 404 404 404 404 302
GET  /admin/orgs/organization/{a_single}/                  302 302 302 302 302 302 302 302 302 302
GET  /admin/orgs/region/process_import/                    405 405 405 405 405 405 405 405 405 302
POST /admin/orgs/region/process_import/                    302 403 403 403 403 403 403 403 403 302
GET  /admin/orgs/region/import/                            200 403 403 403 403 403 403 403 403 302
POST /admin/orgs/region/import/                            200 403 403 403 403 403 403 403 403 302
GET  /admin/orgs/region/export/                            200 200 200 200 200 200 200 403 403 302
GET  /admin/orgs/region/                                   200 200 200 200 200 200 200 403 403 302
GET  /admin/orgs/region/add/                               200 403 403 403 403 403 403 403 403 302
POST /admin/orgs/region/add/                               200 403 403 403 403 403 403 403 403 302
GET  /admin/orgs/region/{town_a}/history/                  200 200 200 200 404 200 200 404 404 302
GET  /admin/orgs/region/{town_a}/delete/                   302 403 403 403 404 403 403 404 404 302
POST /admin/orgs/region/{town_a}/delete/                   302 403 403 403 404 403 403 404 404 302
GET  /admin/orgs/region/{town_a}/change/                   200 200 200 200 404 200 200 404 404 302
POST /admin/orgs/region/{town_a}/change/                   200 403 403 403 404 403 403 404 404 302
GET  /admin/orgs/region/{town_a}/                          302 302 302 302 302 302 302 302 302 302
GET  /admin/orgs/zone/process_import/                      405 405 405 405 405 405 405 405 405 302
POST /admin/orgs/zone/process_import/                      302 403 403 403 403 403 403 403 403 302
GET  /admin/orgs/zone/import/                              200 403 403 403 403 403 403 403 403 302
POST /admin/orgs/zone/import/                              200 403 403 403 403 403 403 403 403 302
GET  /admin/orgs/zone/export/                              200 200 200 200 200 200 200 403 403 302
GET  /admin/orgs/zone/                                     200 200 200 200 200 200 200 403 403 302
GET  /admin/orgs/zone/add/                                 200 403 403 403 403 403 403 403 403 302
POST /admin/orgs/zone/add/                                 200 403 403 403 403 403 403 403 403 302
GET  /admin/orgs/zone/{park}/history/                      200 200 200 200 200 404 404 404 404 302
GET  /admin/orgs/zone/{park}/delete/                       200 403 403 403 403 404 404 404 404 302
POST /admin/orgs/zone/{park}/delete/                       200 403 403 403 403 404 404 404 404 302
GET  /admin/orgs/zone/{park}/change/                       200 200 200 200 200 404 404 404 404 302
POST /admin/orgs/zone/{park}/change/                       200 403 403 403 403 404 404 404 404 302
GET  /admin/orgs/zone/{park}/                              302 302 302 302 302 302 302 302 302 302
GET  /admin/orgs/user/{town_a_viewer}/password/            403 403 403 403 403 403 403 403 200 302
POST /admin/orgs/user/{town_a_viewer}/password/            403 403 403 403 403 403 403 403 200 302
GET  /admin/orgs/user/                                     403 403 403 403 403 403 403 403 200 302
GET  /admin/orgs/user/add/                                 403 403 403 403 403 403 403 403 200 302
POST /admin/orgs/user/add/                                 403 403 403 403 403 403 403 403 200 302
GET  /admin/orgs/user/{town_a_viewer}/history/             403 403 403 403 403 403 403 403 200 302
GET  /admin/orgs/user/{town_a_viewer}/delete/              403 403 403 403 403 403 403 403 403 302
POST /admin/orgs/user/{town_a_viewer}/delete/              403 403 403 403 403 403 403 403 403 302
GET  /admin/orgs/user/{town_a_viewer}/change/              403 403 403 403 403 403 403 403 200 302
POST /admin/orgs/user/{town_a_viewer}/change/              403 403 403 403 403 403 403 403 200 302
GET  /admin/orgs/user/{town_a_viewer}/                     302 302 302 302 302 302 302 302 302 302
GET  /admin/orgs/                                          302 302 302 302 302 302 302 404 302 302
GET  /admin/nothing/                                       404 404 404 404 404 404 404 404 404 302
GET  /admin/logout/                                        405 405 405 405 405 405 405 405 405 302
POST /admin/logout/                                        302 302 302 302 302 302 302 302 302 302
"""


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
    world.file = ImportFile.objects.create(batch=world.batch, name="城关镇.xlsx", size=1)
    world.transfer = TransferRequest.objects.create(organization=world.b_none, region=world.town_a, day=day)
    choices = "app_label=orgs&model_name=coverage&field_name=organization"
    return {name: row.pk for name, row in vars(world).items()} | {"organizations": choices}


def rights():
    """(method, address, statuses in the order of CAST)."""
    for line in RIGHTS.strip().splitlines():
        method, address, *statuses = line.split()
        yield method, address, dict(zip(CAST, map(int, statuses), strict=True))


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
