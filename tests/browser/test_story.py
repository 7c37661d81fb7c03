"""The last day of a quarter: twelve towns' workbooks, questions, a write, its undo. From the preview on by keyboard."""

import openpyxl
import pytest
from django.urls import reverse

from orgs.models import Coverage, Organization
from reports.models import HeaderAnswer, ImportBatch, ImportRow, ValueAnswer
from tests.browser import story
from tests.reports.imports.office import DAY, dump

pytestmark = [
    pytest.mark.browser,
    pytest.mark.nodb,  # how a page works does not depend on the database
    pytest.mark.axe,
]
FOCUSED = """() => { const one = document.activeElement;
    if (one === document.body || one.getAttribute("role") === "region") return "";
    return [one.textContent.trim(), one.value || "",
    one.labels && one.labels.length ? one.labels[0].textContent : ""].join("|"); }"""
CELL = """() => { const cell = document.activeElement.closest("td");
    return [cell.parentNode.rowIndex, cell.cellIndex]; }"""
HEADS = "() => [...document.activeElement.closest('table').querySelectorAll('thead th')].map((one) => one.textContent)"


class Clerk:
    """Somebody at the keyboard, without a mouse."""

    def __init__(self, looking):
        self.looking, self.page, self.press = looking, looking.page, looking.page.keyboard.press

    def tab_to(self, text: str, most: int = 120):
        """Press Tab until what has the focus says `text`."""
        for _ in range(most):
            self.press("Tab")
            if text in self.page.evaluate(FOCUSED):
                return
        raise AssertionError(f"{most} tabs lead to no “{text}” on {self.page.url}")

    def go(self, text: str, said: str):
        """Follow the link, or press the button, that says `text`; the page it leads to says `said`."""
        self.tab_to(text)
        self.looking.go(lambda: self.press("Enter"), said)
        self.looking.look(said)

    def choose(self, label: str, steps: int):
        """Go to the box with this label and `steps` options down."""
        self.tab_to(label)
        for _ in range(steps):
            self.press("ArrowDown")

    def mend(self, row: int, header: str, text: str):
        """Go to a cell of the grid with the arrows and type."""
        at, place = self.page.evaluate(CELL)
        wanted = next(n for n, head in enumerate(self.page.evaluate(HEADS)) if header in head)
        for key, steps in (("Down", row - at), ("Right", wanted - place)):
            for _ in range(abs(steps)):
                self.press("Arrow" + (key if steps > 0 else {"Down": "Up", "Right": "Left"}[key]))
        self.page.keyboard.type(text)
        self.press("Enter")


@pytest.fixture
def clerk(look, world):
    """The county's clerk in front of an upload that has just been read."""
    story.add_towns()
    return Clerk(look(world.county_admin, "desk"))


def upload(clerk, files) -> ImportBatch:
    looking, page = clerk.looking, clerk.page
    looking.open(reverse("reports:upload"))
    page.set_input_files("input[type=file]", [str(file) for file in files])
    page.fill("#id_as_of", DAY.isoformat())
    looking.go(lambda: page.press("#id_as_of", "Enter"), "写入之前还可以处理")
    looking.look("preview")
    return ImportBatch.objects.get()


def test_a_quarter_goes_in_and_comes_back_out(clerk, world, tmp_path):
    before = dump()
    batch = upload(clerk, story.write(tmp_path, world))
    assert batch.files.count() == 12
    answer_header_and_values(clerk, batch)
    mend_three_cells(clerk, batch)
    answer_two_absences(clerk, batch)
    write_and_open_the_result(clerk, world, batch)
    take_the_marked_file(clerk, batch, tmp_path)
    clerk.go("撤销这次导入", "确认撤销")
    clerk.go("确认撤销", "撤销完成")
    assert dump() == before
    assert clerk.looking.faults == []


def answer_header_and_values(clerk, batch):
    clerk.go("表头", "表头对应")
    clerk.choose(story.UNKNOWN_HEADER, 2)  # past 不导入 to the first suggestion
    clerk.go("保存并重新读取", "已按表头对应重新读取")
    assert HeaderAnswer.objects.get().column == "employees"
    clerk.go("取值", "取值对应")
    for text in (story.STRANGE_TOWN, story.STRANGE_CATEGORY):
        clerk.page.evaluate("() => document.activeElement.blur()")
        clerk.choose(f"“{text}”是什么", 1)
    clerk.go("保存并重新读取", "重新读取")
    assert set(ValueAnswer.objects.values_list("shown", "fact")) == {
        (story.STRANGE_TOWN, "town"),
        (story.STRANGE_CATEGORY, "category"),
    }


def mend_three_cells(clerk, batch):
    clerk.go("改错", "用键盘改")
    for _ in range(60):
        clerk.press("Tab")
        if clerk.page.evaluate("() => !!document.activeElement.closest('td')"):
            break
    for row, (header, text) in enumerate(zip(("从业人员数", "成立时间", "从业人员数"), story.MENDED, strict=True), 1):
        clerk.mend(row, header, text)
    clerk.press("Control+s")
    clerk.page.wait_for_selector("[data-status]:has-text('改好 3 行')")
    clerk.looking.look("mended")
    clerk.press("Escape")
    clerk.press("Escape")
    clerk.looking.go(lambda: clerk.press("Enter"))  # 返回预览 has the focus
    clerk.page.wait_for_selector("h1:has-text('导入预览')")


def answer_two_absences(clerk, batch):
    clerk.go("上次有这次没有", "这份表包括")
    for key in ("j", "1", "3"):
        clerk.press(key)
    clerk.go("记下这一页的答复", "已记下")
    assert sorted(batch.absences.values_list("answer", flat=True)) == ["closed", "missed"]
    clerk.go("返回预览", "导入预览")


def write_and_open_the_result(clerk, world, batch):
    assert batch.rows.filter(outcome__in=ImportRow.KEPT_OUT).count() == 1
    clerk.go("写入 ", "写入完成")
    made = Organization.objects.filter(name__startswith="新泰机械")
    assert made.count() == 29
    employees = {one.name: one.standings.get().employees for one in made.filter(name__contains="机械20")}
    assert employees == {"新泰机械200号有限公司": 31, "新泰机械201号有限公司": 11, "新泰机械202号有限公司": 30} | {
        f"新泰机械{2000 + n}号有限公司": 8 for n in range(2)
    }
    closed = batch.absences.get(answer="closed").organization
    assert closed.closed
    assert not Coverage.objects.filter(organization=closed, end=None).exists()
    clerk.go("新泰机械0号有限公司", "来源")
    assert clerk.page.input_value("#id_name") == "新泰机械0号有限公司"
    clerk.looking.open(reverse("reports:coverage") + f"?day={DAY.isoformat()}")
    clerk.looking.open(reverse("reports:import", args=[batch.pk]))


def take_the_marked_file(clerk, batch, folder):
    clerk.tab_to("下载")
    with clerk.page.expect_download() as download:
        clerk.press("Enter")
    path = folder / "marked.xlsx"
    download.value.save_as(path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    header = [cell.value for cell in sheet[1]]
    row = [cell.value for cell in sheet[2]]
    assert header[-1].startswith("错误说明")
    assert "名称" in row[-1]
    assert sheet.max_row == 2
    assert any(cell.comment for cell in sheet[2])
