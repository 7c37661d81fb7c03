"""Numbers in an address or a form that are none, or that no column holds: a clear answer everywhere, never a fault."""

import pytest
from django.test import Client

from tests.test_permissions import keys  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
ODD = ("abc", "²", "9" * 30, "\x00")
ADDRESSES = """
GET  /search/ q in page
GET  /checks/ severity
GET  /checks/towns/ severity
GET  /checks/no_reason/ page place show
GET  /checks/no_reason/table.xlsx place
POST /checks/no_reason/accept/ picked reason until
POST /checks/no_reason/take-back/ picked
GET  /imports/ page state
GET  /imports/upload/ round
GET  /imports/{batch}/ page show
GET  /imports/{batch}/columns/ all
GET  /imports/{batch}/values/ page
POST /imports/{batch}/values/ forget
GET  /imports/{batch}/same/ page
POST /imports/{batch}/same/ forget
POST /imports/answers/ header value same back
GET  /imports/answers/ show q page
GET  /imports/{batch}/marked.xlsx file rows
GET  /imports/{batch}/mend/ page show
GET  /imports/{batch}/missing/ page town show
POST /imports/{batch}/missing/ page picked act town
POST /imports/{batch}/replan/ blank_no
GET  /missed/ page
GET  /rounds/ page
GET  /rounds/{round}/ state
GET  /ledgers/ day region
GET  /ledgers/members/ page q state day region layout
GET  /ledgers/enterprises/ page q state layout
GET  /ledgers/members/table.xlsx q state region
GET  /registrations/ shops
GET  /registrations/renamed/ page town shops
GET  /registrations/towns/ town
GET  /registrations/table.xlsx source
GET  /registrations/{list}/ page show
POST /registrations/{a_single}/rename/ town
GET  /development/ day region branch own
GET  /development/people/ day region branch rank when page q
GET  /development/{candidate}/ step
POST /development/{candidate}/ act step file version
GET  /dues/ year region branch all
GET  /dues/payments/ year quarter region page
GET  /dues/arrears/ year branch show page
GET  /dues/{a_own_branch}/2025/ since page
POST /dues/{a_own_branch}/2025/ since page fill opened paid
POST /dues/rates/ start form-0-rate form-TOTAL_FORMS
GET  /organizations/merge/ organization keep
POST /organizations/{a_single}/merges/ merge
"""


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_number_is_no_fault(world, keys, odd):  # noqa: F811
    client = Client(raise_request_exception=False)
    client.force_login(world.county_admin)
    faults, asked = [], 0
    for method, address, *names in map(str.split, ADDRESSES.strip().splitlines()):
        for name in names:
            page = getattr(client, method.lower())(address.format(**keys), {name: odd})
            asked += 1
            if page.status_code >= 500:
                faults.append(f"{method} {address} {name}")
    assert asked > 30
    assert faults == []


@pytest.mark.parametrize("row", ["9" * 30, "-1", "abc"])
def test_an_odd_row_in_the_grid_is_no_fault(world, keys, row):  # noqa: F811
    client = Client(raise_request_exception=False)
    client.force_login(world.town_a_clerk)
    body = {"rows": {row: {"1": "城关镇"}}, "same": [{"row": row, "place": 1, "old": "", "new": "城关镇"}]}
    for act in ("check", "save"):
        page = client.post(f"/imports/{world.batch.pk}/mend/{act}/", body, content_type="application/json")
        assert page.status_code < 500, act
