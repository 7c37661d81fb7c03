"""Headers and values answered in a real browser, with the keyboard, then looked at and forgotten."""

import pytest
from django.urls import reverse

from reports.models import HeaderAnswer, ValueAnswer
from tests import workbooks
from tests.browser.looking import BOTH
from tests.reports.imports.office import Office
from tests.workbooks import table
from tests.world import credit_code

pytestmark = [
    pytest.mark.browser,
    pytest.mark.nodb,  # how a page looks does not depend on the database
    pytest.mark.axe,
]
HEADER = ["乡镇", "单位名称", "信用代码", "单位类型", "单位类别", "职工规模", "满意度"]


@pytest.fixture
def batch(world, tmp_path):
    """Two columns that nobody knows, a town with a typing error, a category in strange words."""
    office = Office(tmp_path)
    rows = [
        ["成关镇" if n else "城关镇", f"新泰{n}厂", credit_code("91", 6100 + n), "非公企业", "私营大户", 10 + n, "好"]
        for n in range(3)
    ]
    path = workbooks.save(tmp_path, "摸排.xlsx", workbooks.xlsx(table(HEADER, *rows)))
    return office.plan(user=world.town_a_clerk, more=[("摸排.xlsx", path)])


def test_the_pages_are_accessible_and_fit(look, world, batch):
    looking = look(world.town_a_clerk, *BOTH)
    for name in ("import_columns", "import_values"):
        looking.open(reverse(f"reports:{name}", args=[batch.pk]))
    looking.open(reverse("reports:import_columns", args=[batch.pk]) + "?all=1")
    HeaderAnswer.objects.create(fingerprint="f1", leaf="职工规模", column="employees", user_name="王芳")
    ValueAnswer.objects.create(fact="category", text="私营大户", shown="私营大户", value="私营企业", user_name="王芳")
    looking.open(reverse("reports:answers"))
    assert looking.faults == []


def test_one_header_and_two_values_are_answered_with_the_keyboard(look, world, batch):
    looking = look(world.town_a_clerk, "desk")
    page = looking.page
    looking.open(reverse("reports:import_columns", args=[batch.pk]))
    page.get_by_label("“职工规模”是什么").focus()
    for _ in range(2):  # past 不导入 to the first suggestion
        page.keyboard.press("ArrowDown")
    looking.go(lambda: page.get_by_role("button", name="保存并重新读取").press("Enter"), "已按表头对应重新读取")
    assert set(batch.rows.values_list("facts__employees", flat=True)) == {10, 11, 12}
    looking.look("the next header")
    looking.go(lambda: page.get_by_role("button", name="没选的都不导入").press("Enter"))
    page.wait_for_url(f"**/imports/{batch.pk}/")
    looking.open(reverse("reports:import_values", args=[batch.pk]))
    for label in ("“成关镇”是什么", "“私营大户”是什么"):
        page.get_by_label(label, exact=True).press("ArrowDown")
    looking.go(lambda: page.get_by_role("button", name="保存并重新读取").press("Enter"))
    page.wait_for_url(f"**/imports/{batch.pk}/")
    assert list(batch.rows.order_by().values_list("outcome", flat=True).distinct()) == ["new"]
    assert looking.faults == []
    looking.open(reverse("reports:answers"))
    looking.go(lambda: page.get_by_role("button", name="忘掉“职工规模”").press("Enter"), "已忘掉“职工规模”")
    assert not HeaderAnswer.objects.filter(leaf="职工规模").exists()
