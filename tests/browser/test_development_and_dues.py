"""The path into the Party and the grid of dues in a real browser: accessible, inside the screen, pasted into."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from members.models import DuesBase, DuesPayment, PartyMember
from tests.browser.looking import BOTH
from tests.browser.test_mending import paste
from tests.members.development_rows import walked

pytestmark = [pytest.mark.browser, pytest.mark.nodb, pytest.mark.axe]
YEAR = 2025


def test_the_path_and_its_lists_are_accessible_and_take_a_step(look, world):
    one = walked(world, 14)
    looking = look(world.town_a_clerk, *BOTH)
    looking.open(reverse("members:development_people"))
    looking.open(reverse("members:development", args=[one.pk]))
    for name, value in {"day": "2022-10-08", "entitled": "11", "present": "5", "approved": "5"}.items():
        looking.page.fill(f"[name={name}]", value)
    looking.go("#content input.default", "大会无效")
    for name, value in {"present": "10", "approved": "9"}.items():
        looking.page.fill(f"[name={name}]", value)
    looking.go("#content input.default", "已登记")
    looking.look("a member was made")
    assert looking.faults == []
    assert PartyMember.objects.get().joined == "2022-10-08"


def test_the_grid_of_dues_takes_a_block_from_the_office_suite(look, world):
    keys = []
    for name in ("燕飞", "荀安", "单晓燕"):
        one = PartyMember.objects.create(name=name)
        one.memberships.create(branch=world.a_own_branch, start=date(2020, 1, 1))
        DuesBase.objects.create(member=one, base=Decimal(4000), start=date(2020, 1, 1))
        keys.append(one.pk)
    looking = look(world.town_a_clerk, *BOTH)
    looking.open("/dues/rates/")
    looking.open(f"/dues/{world.a_own_branch.pk}/{YEAR}/")
    page = looking.page
    page.focus(f"[name=p-{keys[0]}-2]")
    paste(page, "40\t40\r\n40\t三十\r\n")
    assert "粘贴了 4 格" in page.inner_text("[data-status]")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.name") == f"p-{keys[1]}-2"
    page.click("[data-fill='5']")
    looking.go("#content .submit-row input", "有 1 格要改正")
    looking.look("a wrong cell")
    page.fill(f"[name=p-{keys[1]}-3]", "30")
    looking.go("#content .submit-row input", "已保存 7 处改动")
    assert looking.faults == []
    found = DuesPayment.objects.order_by("member", "month").values_list("member", "month__month", "amount")
    assert [(keys.index(member), month, int(amount)) for member, month, amount in found] == [
        (0, 2, 40),
        (0, 3, 40),
        (0, 5, 40),
        (1, 2, 40),
        (1, 3, 30),
        (1, 5, 40),
        (2, 5, 40),
    ]
