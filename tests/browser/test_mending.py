"""The grid of rows to mend in a real browser: keys, the clipboard, filling, checks, and what a failed request keeps."""

import pytest
from django.urls import reverse

from reports.models import ImportRow
from tests.browser.looking import BOTH
from tests.reports.imports.office import Office, firm

pytestmark = [
    pytest.mark.browser,
    pytest.mark.nodb,  # how a page looks does not depend on the database
    pytest.mark.axe,
]
SAVE = "保存并重新核对"


@pytest.fixture
def batch(world, tmp_path):
    """Five rows that stay out: 约30 four times, and a date that cannot be read; the town is unknown in one."""
    rows = [firm(number, employees="约30", established="2019") for number in range(1, 5)]
    rows += [firm(5, employees="12", established="去年春天"), firm(6, employees="8", established="2020")]
    rows[3]["town"] = "城管镇"
    return Office(tmp_path).plan(*rows, user=world.town_a_clerk)


@pytest.fixture
def grid(look, world, batch):
    """The page, opened by the clerk on a desk."""
    looking = look(world.town_a_clerk, "desk")
    looking.open(reverse("reports:import_mend", args=[batch.pk]))
    return looking


def cell(page, number: int, header: str):
    """The cell of a row under a header."""
    heads = page.locator("thead th").all_text_contents()
    place = next(at for at, text in enumerate(heads) if header in text)
    row = page.locator("tbody tr").filter(has=page.locator("th", has_text=str(number)))
    return row.locator("td").nth(place - 1)


def texts(page, header: str) -> list[str]:
    heads = page.locator("thead th").all_text_contents()
    place = next(at for at, text in enumerate(heads) if header in text)
    return [
        row.locator("td").nth(place - 1).locator("[data-text]").text_content() for row in page.locator("tbody tr").all()
    ]


PASTE = """(text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(event);
}"""


def paste(page, text: str):
    """Paste into the box that has the focus, as the office suite would."""
    page.evaluate(PASTE, text)


def saved(page, said: str):
    page.wait_for_selector(f"[data-status]:has-text('{said}')")


def test_the_grid_is_accessible_and_fits(look, world, batch):
    looking = look(world.town_a_clerk, *BOTH)
    looking.open(reverse("reports:import_mend", args=[batch.pk]))
    looking.page.locator("td[data-place]").first.click()
    looking.look("with an active cell")
    looking.open(reverse("reports:import", args=[batch.pk]))
    looking.open(reverse("reports:import_policy", args=[batch.pk]))
    assert looking.faults == []


def test_a_cell_is_mended_with_the_keyboard_alone(grid, batch):
    page = grid.page
    page.locator("td[tabindex='0']").focus()
    page.keyboard.type("30")
    page.keyboard.press("Enter")
    assert texts(page, "从业人员数")[0] == "30"
    assert page.locator("[data-status]").text_content() == "1 处改动没有保存"
    page.keyboard.press("Control+s")
    saved(page, "改好 1 行，还有 4 行要改。")
    assert page.locator("tbody tr").count() == 4
    assert grid.console == []
    assert batch.rows.get(number=2).facts["employees"] == 30


def test_a_wrong_text_is_said_beside_the_cell_as_it_is_left(grid):
    page = grid.page
    cell(page, 6, "成立时间").click()
    page.keyboard.type("前年")
    page.keyboard.press("Tab")
    page.wait_for_selector("[data-said]:has-text('前年')")
    assert cell(page, 6, "成立时间").get_attribute("aria-invalid") == "true"
    assert "前年" in page.locator("[data-live]").text_content()
    cell(page, 6, "成立时间").click()
    page.keyboard.type("2020年3月")
    page.keyboard.press("Tab")
    page.wait_for_selector("[data-live]:empty", state="attached")
    assert cell(page, 6, "成立时间").get_attribute("aria-invalid") is None


def test_escape_gives_the_text_back_and_then_leaves_the_grid(grid):
    page = grid.page
    cell(page, 2, "从业人员数").click()
    page.keyboard.type("9")
    page.keyboard.press("Escape")
    assert page.locator("input.lx-cell-box").input_value() == "约30"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "返回预览"


def test_filling_down_and_all_that_say_the_same(grid):
    page = grid.page
    cell(page, 2, "从业人员数").click()
    page.keyboard.type("31")
    page.keyboard.press("Control+d")  # one row only: takes the cell above, of which there is none
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+d")
    assert texts(page, "从业人员数") == ["31", "31", "31", "约30", "12"]
    page.keyboard.press("Control+z")
    assert texts(page, "从业人员数") == ["31", "约30", "约30", "约30", "12"]
    cell(page, 3, "从业人员数").click()
    page.keyboard.type("33")
    page.keyboard.press("Control+Enter")
    assert texts(page, "从业人员数") == ["31", "33", "33", "33", "12"]


def test_a_block_is_pasted_from_the_office_suite(grid, batch):
    page = grid.page
    cell(page, 2, "成立时间").click()
    paste(page, '2018\t21\r\n2017\t22\r\n"2016"\t23\r\n')
    assert texts(page, "成立时间")[:3] == ["2018", "2017", "2016"]
    assert texts(page, "从业人员数")[:4] == ["21", "22", "23", "约30"]
    page.click(f"[value={SAVE}]")
    saved(page, "改好 3 行，还有 2 行要改。")
    assert batch.rows.filter(outcome=ImportRow.Outcome.ERROR).count() == 2


def test_a_failed_request_keeps_the_changes_and_says_so(grid, batch):
    page = grid.page
    page.route("**/mend/save/", lambda route: route.abort())
    cell(page, 2, "从业人员数").click()
    page.keyboard.type("30")
    page.click(f"[value={SAVE}]")
    saved(page, "没有保存上，改动都还在这一页")
    assert texts(page, "从业人员数")[0] == "30"
    page.unroute("**/mend/save/")
    page.click(f"[value={SAVE}]")
    saved(page, "改好 1 行")
    assert batch.rows.get(number=2).outcome == "new"


def test_the_browser_asks_before_unsaved_changes_are_lost(grid):
    page = grid.page
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    cell(page, 2, "从业人员数").click()
    page.keyboard.type("30")
    page.keyboard.press("Enter")
    grid.go("text=返回预览")
    page.wait_for_url("**/imports/*/")
    assert asked == ["beforeunload"]
