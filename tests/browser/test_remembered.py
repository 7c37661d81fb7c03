"""What is remembered, looked at in a real browser: each list, forgetting and taking back with the keyboard."""

import pytest
from django.urls import reverse

from reports.models import HeaderAnswer, SameAnswer, ValueAnswer
from tests.browser.looking import SIZES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.nodb,  # how a page looks does not depend on the database
    pytest.mark.axe,
]
PAGE = reverse("reports:answers")


@pytest.fixture
def remembered(world):
    """An answer of each kind."""
    by = {"user": world.county_admin, "user_name": "王芳"}
    HeaderAnswer.objects.create(fingerprint="f1", leaf="职工规模", parents=["人员"], column="employees", **by)
    ValueAnswer.objects.create(fact="category", text="私营大户", shown="私营大户", value="私营企业", **by)
    row = {"town": world.town_a.code, "name": "明远", "credit_code": ""}
    SameAnswer.objects.create(organization=world.a_joint, same=True, **row, **by)


@pytest.mark.parametrize("size", SIZES)
def test_each_list_is_accessible_and_fits(look, world, remembered, size):
    looking = look(world.county_admin, size)
    for query in ("", "?show=values", "?show=same", "?show=forgotten", "?q=没有这个词"):
        looking.open(PAGE + query)
    looking.open(PAGE)
    looking.go(lambda: looking.page.get_by_role("button", name="忘掉“职工规模”").press("Enter"), "忘错了可以")
    looking.open(PAGE + "?show=forgotten")
    button = looking.page.get_by_role("button", name="取回“职工规模”")
    assert button.bounding_box()["x"] + button.bounding_box()["width"] <= looking.page.viewport_size["width"]
    looking.go(lambda: button.press("Enter"), "已取回关于“职工规模”的回答")
    assert HeaderAnswer.objects.get().user == world.county_admin
    assert looking.faults == []


def test_a_word_finds_the_answers_of_every_list(look, world, remembered):
    looking = look(world.county_admin, "desk")
    looking.open(PAGE)
    looking.page.fill("#content [name=q]", "私营")
    looking.go(lambda: looking.page.press("#content [name=q]", "Enter"))
    tabs = looking.page.locator("nav[aria-label=哪一种] a").all_inner_texts()
    assert tabs == ["表头 0", "取值 1", "同一家 0", "已忘记 0"]
    assert looking.faults == []
