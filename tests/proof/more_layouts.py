"""The other layouts; see `layouts`."""

from tests import workbooks
from tests.proof import columns as c
from tests.proof import styles
from tests.proof.chance import dealt_out
from tests.proof.jobs import KINDS, File, Job, Layout, cover_sheet
from tests.proof.layouts import old_format, plain_csv, plain_list, sheet_per_kind, sheet_per_town, titled_csv
from tests.proof.pages import Page


def group_rows(job: Job) -> list[File]:
    """Several towns below one another, each under a group row and with its 小计; the header on each printed page."""
    name = f"全片区{job.number:02}.xlsx"
    page = Page(
        name,
        "总表",
        [
            c.text("单位名称", "name"),
            c.text("统一社会信用代码", "code"),
            c.text("单位类别", "category"),
            c.kind("单位类型（非公企业、社会组织）"),
            c.place("所属村（社区）", "village", job.county.villages),
            c.dated("成立时间", "established"),
            c.number("从业人员", "employees"),
            c.number("正式党员", "full"),
            c.yes_no("是否已建党组织", "built"),
            c.text("组建方式", "mode"),
            c.branch("党组织名称"),
            c.dated("党组织组建时间", "branch_founded"),
            *c.guide("党建指导员/姓名", "党建指导员/所在单位"),
            c.yes_no("工会", "union"),
            c.yes_no("共青团", "league"),
            c.yes_no("妇联", "women"),
        ],
        styles.OLD_HAND,
    )
    page.line("两新组织摸排汇总表", across=True)
    page.header()
    for place, town in enumerate(job.towns):
        orgs = job.orgs(town=town)
        page.line(f"{'一二三'[place]}、{job.county.towns[town]}（{len(orgs)}家）", across=True)
        for start in range(0, len(orgs), 12):
            if start:
                page.header()
            page.orgs(orgs[start : start + 12], town=town)
        page.total("小计")
    page.total("总计")
    return [File(name, workbooks.xlsx(cover_sheet(), page.done()), page.placed)]


def one_cell_dimension(job: Job) -> list[File]:
    """A sheet for each kind from a suite that declares every sheet to be A1; numbered to 50 rows, 以下空白."""
    name = f"{job.town_name}.xlsx"
    pages = []
    for kind, title in zip(KINDS, ("非公有制企业", "社会组织"), strict=True):
        page = Page(
            name,
            f"{title}台账",
            [
                c.text("单位名称", "name"),
                c.text("统一社会信用代码", "code"),
                c.place("所在村（社区）", "village", job.county.villages),
                c.text("单位类别", "category"),
                c.dated("成立日期", "established"),
                c.yes_no("是否三有", "operating"),
                c.number("从业人员数", "employees"),
                c.number("正式党员数", "full"),
                c.number("预备党员数", "probationary"),
                c.yes_no("是否建立党组织", "built"),
                c.text("组建方式", "mode"),
                c.branch("党组织名称"),
                c.dated("党组织成立日期", "branch_founded"),
                *c.guide("党建指导员姓名"),
                c.yes_no("是否建立工会", "union"),
                c.yes_no("是否建立团组织", "league"),
                c.yes_no("是否建立妇联组织", "women"),
                c.dated("注销日期", "closed"),
            ],
            styles.SLASHES,
        )
        page.line(f"{title}党建工作台账", across=True)
        page.header()
        page.orgs(job.orgs(kind), town=job.town, kind=kind)
        if kind == "social":
            page.line("以下空白", across=True)
        page.numbered_blanks(50 - page.serial)
        pages.append(page)
    content = workbooks.xlsx(*(page.done() for page in pages), a1_dimension=True)
    return [File(name, content, [row for page in pages for row in page.placed])]


def file_per_kind(job: Job) -> list[File]:
    """A file for each kind, one .xlsx and one .xls; two titles side by side; 单位 is the reporting town."""
    files = []
    for kind, title, suffix in (("enterprise", "非公企业", "xlsx"), ("social", "社会组织", "xls")):
        name = f"{job.number:02}{title}.{suffix}"
        page = Page(
            name,
            "Sheet1",
            [
                c.place("单位", "town", job.county.towns, merged=True),
                c.place("座落地", "village", job.county.villages),
                c.text(f"{title}名称", "name"),
                c.text("统一社会信用代码", "code"),
                c.text("类别", "category"),
                c.text("行业", "industry"),
                c.dated("成立时间", "established"),
                c.yes_no("是否“三有”", "operating"),
                c.text("出资人（负责人）/姓名" if kind == "enterprise" else "负责人/姓名", "head"),
                c.text("出资人（负责人）/联系电话" if kind == "enterprise" else "负责人/联系电话", "phone"),
                c.number("党员队伍/正式党员数", "full"),
                c.number("党员队伍/预备党员数", "probationary"),
                c.yes_no("党组织设置/是否建立党组织", "built"),
                c.text("党组织设置/组建方式", "mode"),
                c.branch("党组织设置/党组织名称"),
                c.dated("党组织设置/成立时间", "branch_founded"),
                *c.guide("党建指导员/姓名", "党建指导员/单位及职务"),
                c.yes_no("群团/工会", "union"),
                c.yes_no("群团/共青团", "league"),
                c.yes_no("群团/妇联", "women"),
                c.dated("注销时间", "closed"),
            ],
            styles.EIGHT_DIGITS,
        )
        page.side_by_side(f"{title}党建工作台账（一）", f"{title}党建工作台账（二）")
        page.header()
        page.orgs(job.orgs(kind), kind=kind)
        write = workbooks.xlsx if suffix == "xlsx" else workbooks.xls
        files.append(File(name, write(page.done()), page.placed))
    return files


def codes_tell_kind(job: Job) -> list[File]:
    """Nothing but the code tells the kind; full-width digits; 是 and 否 are two tick columns."""
    name = f"摸排{job.number:02}.xlsx"
    page = Page(
        name,
        "Sheet1",
        [
            c.text("单位名称", "name"),
            c.text("统一社会信用代码", "code"),
            c.dated("成立时间", "established"),
            c.number("从业人员数", "employees"),
            c.number("正式党员数", "full"),
            c.tick("是否建立党组织/是", "built", True),
            c.tick("是否建立党组织/否", "built", False),
            c.text("组建方式", "mode"),
            c.branch("党组织名称"),
            *c.guide("党建指导员姓名", "党建指导员单位"),
            c.yes_no("是否建立工会", "union"),
        ],
        styles.FULL_WIDTH,
    )
    page.line("两新组织摸排表", across=True)
    page.line(f"填报单位（盖章）：{job.town_name}人民政府　　填表日期：{job.said_day}", across=True)
    page.header()
    page.orgs(job.orgs(), town=job.town, kind_from="code")
    return [File(name, workbooks.xlsx(page.done()), page.placed)]


def far_corner(job: Job) -> list[File]:
    """The table begins at C6 and a blank formatted cell lies far away; the sheet is named by the town."""
    name = f"新建工作表{job.number:02}.xlsx"
    page = Page(
        name,
        job.town_name,
        [
            c.place("村（社区）", "village", job.county.villages, merged=True),
            c.kind("单位类型"),
            c.text("单位名称", "name"),
            c.text("统一社会\n信用代码", "code"),
            c.text("单位类别", "category"),
            c.dated("成立时间", "established"),
            c.number("从业人员数", "employees"),
            c.yes_no("是否规模以上", "above_scale"),
            c.yes_no("是否实体运营", "operating"),
            c.number("正式党员数", "full"),
            c.yes_no("是否建立党组织", "built"),
            c.text("组建方式", "mode"),
            c.branch("党组织名称"),
            c.dated("党组织成立时间", "branch_founded"),
            *c.guide("党建指导员︵姓名︶", "党建指导员单位"),
            c.yes_no("是否建立工会", "union"),
            c.yes_no("是否建立妇联", "women"),
        ],
        styles.NUMBERS,
        left=3,
    )
    page.row = 5
    page.line("两新组织党组织和党的工作覆盖情况", across=True)
    page.header()
    page.orgs(job.orgs(), town=job.town)
    page.sheet.used = (3000, 200)
    return [File(name, workbooks.xlsx(page.done()), page.placed)]


def macro_book(job: Job) -> list[File]:
    """An .xlsm; no column says whether there is a branch: its name and the way it was built are filled in or not."""
    name = f"{job.town_name}（含宏）.xlsm"

    def mode_of_branch(header: str) -> c.Column:
        mode = c.text(header, "mode")
        return c.Column(
            mode.path,
            lambda org, style: mode.write(org, style) if org.branch else (None, None),
            lambda org: mode.says(org) if org.branch else {},
        )

    page = Page(
        name,
        "Sheet1",
        [
            c.text("单位/名称", "name"),
            c.text("单位/统一社会信用代码", "code"),
            c.kind("单位/类型"),
            c.text("单位/类别", "category"),
            c.place("单位/所在村（社区）", "village", job.county.villages),
            c.dated("单位/成立时间", "established"),
            c.yes_no("单位/是否“三有”", "operating"),
            c.number("人员/从业人员数", "employees"),
            c.number("人员/正式党员数", "full"),
            c.branch("党组织/名称"),
            mode_of_branch("党组织/组建方式"),
            c.dated("党组织/成立时间", "branch_founded"),
            *c.guide("联络员/姓名", "联络员/单位"),
            c.yes_no("群团/工会", "union"),
            c.silent("备注", "已核"),
        ],
        styles.REAL_DATES,
    )
    page.line("两新组织党建摸排（季度更新）", across=True)
    page.header()
    page.orgs(job.orgs(), town=job.town)
    return [File(name, workbooks.xlsx(page.done(), macros=True), page.placed)]


def kind_in_title(job: Job) -> list[File]:
    """Sheets with stock names; the title tells the kind and the 填报单位 line the town; sums stand on top."""
    name = f"上报{job.number:02}.xlsx"
    pages = []
    for place, (kind, title) in enumerate(zip(KINDS, ("非公有制经济组织", "社会组织"), strict=True), 1):
        page = Page(
            name,
            f"Sheet{place}",
            [
                c.text("名称", "name"),
                c.text("统一社会信用代码", "code"),
                c.dated("成立时间", "established"),
                c.dated("注销时间", "closed"),
                c.number("职工总数", "employees"),
                c.number("正式党员", "full"),
                c.number("预备党员", "probationary"),
                c.yes_no("是否建立党组织", "built"),
                c.text("组建形式", "mode"),
                c.branch("所建党组织名称"),
                c.dated("党组织成立时间", "branch_founded"),
                *c.guide("联络员姓名", "联络员单位"),
                c.yes_no("有无工会", "union"),
                c.yes_no("有无共青团", "league"),
                c.yes_no("有无妇联", "women"),
            ],
            styles.DOTTED,
        )
        page.line(f"{title}基本情况表", across=True)
        page.line(f"填报单位：{job.town_name}", f"填表日期：{job.said_day}")
        page.header()
        page.orgs(job.orgs(kind), town=job.town, kind=kind)
        pages.append(page)
    content = workbooks.xlsx_with_results(*(page.done() for page in pages))
    return [File(name, content, [row for page in pages for row in page.placed])]


LAYOUTS: tuple[tuple[Layout, int], ...] = (  # each with the number of towns that share it
    (plain_list, 1),
    (sheet_per_kind, 1),
    (sheet_per_town, 2),
    (old_format, 1),
    (plain_csv, 1),
    (titled_csv, 1),
    (group_rows, 2),
    (one_cell_dimension, 1),
    (file_per_kind, 1),
    (codes_tell_kind, 1),
    (far_corner, 1),
    (macro_book, 1),
    (kind_in_title, 1),
    (dealt_out, 1),
    (dealt_out, 1),
)
TOWNS = sum(towns for _, towns in LAYOUTS)
