"""Members in a real browser: entered by typing and choosing, and every page of theirs at a desk and on a phone."""

import pytest
from django.urls import reverse

from members.models import PartyMember
from tests.browser.looking import BOTH
from tests.members.rows import member
from tests.people import id_number

pytestmark = [pytest.mark.browser, pytest.mark.nodb]
NUMBER = id_number("1990-03-07", 61)


def test_a_clerk_enters_a_member_with_the_branch_and_workplace(look, world):
    window = look(world.town_a_clerk, "desk")
    page = window.page
    page.goto(window.base + reverse("admin:members_partymember_add"))
    page.fill("#id_name", "钱一")
    page.fill("#id_id_number", NUMBER)
    page.select_option("#id_person", "full")
    page.fill("#id_joined", "前年")
    window.choose(page.locator(".field-branch"), "xhjd", "星河机电")
    window.choose(page.locator(".field-organization"), "xhjd", "星河机电")
    window.go("[name=_save]", "已填写 330")
    assert page.input_value("#id_id_number") == ""
    page.fill("#id_joined", "2011.7")
    window.go("[name=_save]")
    page.wait_for_selector("ul.messagelist")
    made = PartyMember.objects.get()
    assert (made.birth, made.memberships.get().branch) == ("1990-03-07", world.a_own_branch)
    assert window.console == []


@pytest.mark.axe
def test_every_page_of_a_member_is_accessible_and_fits(look, world):
    one = member("钱一", branch=world.a_own_branch, organization=world.a_single, number=NUMBER, phone="13800001111")
    gone = member("钱二", branch=world.a_joint_branch, left="2024-05-01", left_why="died")
    window = look(world.county_admin, *BOTH)
    change = "admin:members_partymember_change"
    addresses = [
        reverse("admin:members_partymember_changelist"),
        reverse("admin:members_partymember_add"),
        reverse(change, args=[one.pk]),
        reverse("admin:members_partymember_history", args=[one.pk]),
        reverse("members:leave", args=[one.pk]) + "?day=2025-01-01&why=died",
        reverse("members:come_back", args=[gone.pk]),
        reverse("orgs:settings"),
        reverse("members:number", args=[one.pk]),
    ]
    for address in addresses:
        window.open(address)
    window.page.fill("#id_reason", "核对党员档案")
    window.go(".submit-row input", "只显示这一次")
    window.look("the number")
    reader = look(world.county_viewer, *BOTH)
    reader.open(reverse(change, args=[one.pk]))
    assert window.faults + reader.faults == []
