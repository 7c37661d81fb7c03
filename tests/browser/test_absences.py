"""Who is missing, and the registration lists, in a real browser: by keyboard, without faults, on desk and phone."""

import pytest
from django.urls import reverse

from orgs.models import Organization
from tests.browser.looking import BOTH
from tests.reports.imports.office import Office, known
from tests.reports.registrations.authority import Authority, line_of
from tests.world import credit_code

pytestmark = [
    pytest.mark.browser,
    pytest.mark.nodb,  # how a page looks does not depend on the database
    pytest.mark.axe,
]


@pytest.fixture
def batch(world, tmp_path):
    """A batch of town A's clerk without four of its organizations."""
    absent = {"a_single", "a_joint", "a_should", "a_none"}
    there = [one for name, one in vars(world).items() if name.startswith("a_") and name not in absent]
    rows = [known(one, town="城关镇") for one in there if isinstance(one, Organization) and not one.closed]
    return Office(tmp_path).plan(*rows, user=world.town_a_clerk)


def test_organizations_are_answered_with_one_key_each(look, world, batch):
    looking = look(world.town_a_clerk, "desk")
    page = looking.page
    looking.open(reverse("reports:import_missing", args=[batch.pk]))
    keyboard = page.keyboard
    keyboard.press("j")
    keyboard.press("1")  # the first is closed; the next line follows by itself
    keyboard.press("2")  # the second moved: the box of places is ready
    keyboard.press("ArrowDown")
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    keyboard.press("3")
    keyboard.press("k")
    keyboard.press("0")
    keyboard.press("3")
    looking.look("answered by keyboard")
    looking.go("[value=记下这一页的答复]", "已记下")
    answers = [one.answer for one in batch.absences.order_by("name", "organization")]
    assert answers == ["closed", "moved", "missed"]
    assert batch.absences.get(answer="moved").region == world.town_b
    looking.look("after answering")
    assert looking.faults == []


def test_ticked_organizations_are_answered_together_with_one_key(look, world, batch):
    looking = look(world.town_a_clerk, "desk")
    looking.open(reverse("reports:import_missing", args=[batch.pk]))
    for key in ("j", "x", "j", "x", "3"):
        looking.page.keyboard.press(key)
    looking.go("[value=记下这一页的答复]", "漏报 2 家")
    for key in ("a", "j", "1"):
        looking.page.keyboard.press(key)
    looking.go("[value=记下这一页的答复]", "已注销 2 家")
    assert sorted(batch.absences.values_list("answer", flat=True)) == ["closed", "closed", "missed", "missed"]


def test_the_selection_and_the_reach_work_without_script(chromium, live_server, look, world, batch):
    looking = look(world.town_a_clerk, "desk")
    looking.page.route("**/missing.js", lambda route: route.abort())
    page = looking.page
    page.goto(live_server.url + reverse("reports:import_missing", args=[batch.pk]))
    for box in page.locator("input[name=picked]").all()[:2]:
        box.check()
    page.check("#selection input[value=missed]")
    looking.go("text=记下勾选的", "漏报 2 家")
    assert batch.absences.count() == 2
    page.click("summary:has-text('表里只有一部分')")
    page.uncheck("input[name=kinds][value=social]")
    looking.go("text=按这个范围重新列出", "城关镇的非公企业。")


def test_who_is_missing_looks_right(look, world, batch):
    looking = look(world.town_a_clerk, *BOTH)
    address = reverse("reports:import_missing", args=[batch.pk])
    looking.open(address)
    page = looking.page
    for place, answer in enumerate(("closed", "moved", "missed")):
        page.locator("[data-line]").nth(place).locator(f"input[value={answer}]").check()
    page.click(".lx-narrow summary")
    looking.look("all answers open")
    looking.go("[value=记下这一页的答复]", "请选择迁往哪里")  # no place to move to: a mistake is named
    looking.look("a mistake")
    looking.open(f"{address}?show=answered")
    looking.open(reverse("reports:missed"))
    assert looking.faults == []


def test_the_pages_of_the_registration_lists_look_right(look, world, tmp_path):
    authority = Authority(tmp_path, world.county_admin)
    looking = look(world.county_admin, *BOTH)
    looking.open(reverse("reports:registrations"))
    new = ("新泰机械有限公司", credit_code("91", 7001), "青溪县城关镇东门社区3号", "郝建国", "2024-05-06", "存续", "")
    cancelled = line_of(world.a_single, state="注销", closed="2025-05-20")
    batch = authority.hand_over(new, cancelled, line_of(world.a_joint, name="明远供应链有限公司"))
    waiting = authority.plan(new, ("", credit_code("91", 7002), "", "", "", "", ""))
    for name, *args in (
        ("registrations",),
        ("registration_upload",),
        ("registration_batch", batch.pk),
        ("registration_batch", waiting.pk),
        *(("registration_list", key) for key in ("unsurveyed", "cancelled", "renamed", "unlisted")),
    ):
        looking.open(reverse(f"reports:{name}", args=args))
    looking.open(reverse("reports:registration_batch", args=[waiting.pk]) + "?show=gone")
    looking.open(reverse("reports:registrations") + "?shops=1")
    assert looking.faults == []
