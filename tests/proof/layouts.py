"""Thirteen layouts of a town's survey workbook, as different as real ones (domain.md §5).

A layout takes the orgs of its towns and gives files: name, bytes, and where each organization stands with what its row
states. Three of them stand in `more_layouts`.
"""

from tests import workbooks
from tests.proof import columns as c
from tests.proof import styles
from tests.proof.jobs import File, Job, cover_sheet, list_sheet
from tests.proof.pages import Page


def plain_list(job: Job) -> list[File]:
    """One list of both kinds, one header level, the town in the 填报单位 line."""
    name = f"附件2-{job.number:02}.xlsx"
    page = Page(
        name,
        "Sheet1",
        [
            c.text("单位名称", "name"),
            c.text("统一社会信用代码", "code"),
            c.kind("单位类型"),
            c.text("单位类别", "category"),
            c.place("所在村（社区）", "village", job.county.villages),
            c.text("所属行业", "industry"),
            c.dated("成立时间", "established"),
            c.number("从业人员数", "employees"),
            c.yes_no("是否规模以上", "above_scale"),
            c.yes_no("是否“三有”单位", "operating"),
            c.number("正式党员数", "full"),
            c.number("预备党员数", "probationary"),
            c.yes_no("是否建立党组织", "built"),
            c.text("组建方式", "mode"),
            c.branch("党组织名称"),
            c.dated("党组织成立时间", "branch_founded"),
            c.text("未建立党组织原因", "reason"),
            *c.guide("党建指导员姓名", "指导员所在单位"),
            c.yes_no("是否建立工会", "union"),
            c.yes_no("是否建立共青团组织", "league"),
            c.yes_no("是否建立妇联", "women"),
            c.text("负责人", "head"),
            c.text("联系电话", "phone"),
            c.dated("注销时间", "closed"),
            c.silent("备注"),
        ],
        styles.REAL_DATES,
    )
    page.line("附件2")
    page.line("两新组织党建工作摸排表", across=True)
    page.line(f"填报单位（盖章）：{job.town_name}", f"填表日期：{job.said_day}")
    page.header()
    page.orgs(job.orgs(), town=job.town)
    page.total("合计")
    page.line("注：本表由乡镇党委填报，一式两份。")
    page.line("审核人：", "填表人：", "联系电话：")
    return [File(name, workbooks.xlsx(page.done()), page.placed)]


def sheet_per_kind(job: Job) -> list[File]:
    """A sheet for each kind, two header levels, one tick column for each way to build; cover and hidden lists."""
    name = f"{job.number:02}号两新组织摸排.xlsx"
    pages = []
    for kind, title in (("enterprise", "非公企业"), ("social", "社会组织")):
        page = Page(
            name,
            title,
            [
                c.place("所在村\n（社区）", "village", job.county.villages, merged=True),
                c.text("基本情况/" + ("企业名称" if kind == "enterprise" else "社会组织名称"), "name"),
                c.text("基本情况/社会信用代码", "code"),
                c.text("基本情况/类别", "category"),
                c.dated("基本情况/登记时间", "established"),
                c.number("基本情况/员工人数", "employees"),
                c.yes_no("基本情况/是否“三有”组织", "operating"),
                c.text("负责人/姓名", "head"),
                c.text("负责人/联系 电话", "phone"),
                c.members_in_all("党员情况/党员总数"),
                c.number("党员情况/正式党员", "full"),
                c.number("党员情况/预备党员", "probationary"),
                c.yes_no("是否建立党组织", "built"),
                *c.mode_ticks("组建方式"),
                c.branch("党组织/名称"),
                c.dated("党组织/成立时间", "branch_founded"),
                *c.guide("党建指导员/姓名", "党建指导员/单位"),
                c.tick("群团组织/工会", "union", True),
                c.tick("群团组织/共青团", "league", True),
                c.tick("群团组织/妇联", "women", True),
            ],
            styles.CHINESE,
        )
        page.line(f"{title}党建工作情况摸排表", across=True)
        page.line(f"填报单位：{job.town_name}党委", f"{job.said_day}")
        page.header()
        page.orgs(job.orgs(kind), town=job.town, kind=kind)
        page.skip()
        page.line("填表说明：在相应栏内打“√”。")
        pages.append(page)
    content = workbooks.xlsx(cover_sheet(), *(page.done() for page in pages), list_sheet())
    return [File(name, content, [row for page in pages for row in page.placed])]


def sheet_per_town(job: Job) -> list[File]:
    """A sheet for each town, named by it; sums are formulas with stored results."""
    name = f"片区汇总{job.number:02}.xlsx"
    pages = []
    for town in job.towns:
        page = Page(
            name,
            job.county.towns[town],
            [
                c.text("组织名称", "name"),
                c.text("信用代码", "code"),
                c.kind("类型"),
                c.text("类别", "category"),
                c.place("村（社区）", "village", job.county.villages),
                c.dated("成立日期", "established"),
                c.dated("注销日期", "closed"),
                c.number("职工总数", "employees"),
                c.yes_no("规模以上", "above_scale"),
                c.yes_no("是否实体运营", "operating"),
                c.number("党员数/正式", "full"),
                c.number("党员数/预备", "probationary"),
                c.yes_no("是否建立党组织", "built"),
                c.text("党组织/组建形式", "mode"),
                c.branch("党组织/党组织名称"),
                c.dated("党组织/成立日期", "branch_founded"),
                *c.guide("联络员", "联络员单位"),
                c.yes_no("群团/工会", "union"),
                c.yes_no("群团/共青团", "league"),
                c.yes_no("群团/妇联", "women"),
            ],
            styles.SERIALS,
        )
        page.line("两新组织基本情况及党组织组建情况登记表", across=True)
        page.header()
        page.orgs(job.orgs(town=town), town=town)
        page.total("合  计", formulas=True)
        pages.append(page)
    content = workbooks.xlsx_with_results(*(page.done() for page in pages))
    return [File(name, content, [row for page in pages for row in page.placed])]


def old_format(job: Job) -> list[File]:
    """An .xls with three header levels, words broken over lines, villages merged down; the town in the file name."""
    name = f"{job.town_name}摸排表（2025年）.xls"
    page = Page(
        name,
        "摸排表",
        [
            c.place("所\n在\n村", "village", job.county.villages, merged=True),
            c.text("单位基本情况/单位名称", "name"),
            c.text("单位基本情况/统一社会\n信用代码", "code"),
            c.kind("单位基本情况/单位类型"),
            c.text("单位基本情况/单位类别", "category"),
            c.dated("单位基本情况/成立\n时间", "established"),
            c.number("单位基本情况/从业人员数量\n（名）", "employees"),
            c.yes_no("单位基本情况/是否\n规上", "above_scale"),
            c.number("党员队伍/正式\n党员", "full"),
            c.number("党员队伍/预备\n党员", "probationary"),
            c.yes_no("党组织组建情况/是否建立\n党组织", "built"),
            *c.mode_ticks("党组织组建情况/组建方式"),
            c.branch("党组织组建情况/党 组 织 名 称"),
            c.dated("党组织组建情况/党组织\n成立时间", "branch_founded"),
            c.text("党组织组建情况/未建立\n党组织\n原因", "reason"),
            *c.guide("党建指导员/姓名", "党建指导员/工作单位"),
            c.yes_no("群团组织/是否有\n工会", "union"),
            c.yes_no("群团组织/是否有\n共青团", "league"),
            c.yes_no("群团组织/是否有\n妇联", "women"),
            c.dated("注销时间", "closed"),
        ],
        styles.DOTTED,
    )
    page.line("附件1", across=True)
    page.line("两新组织党建情况摸底排查表", across=True)
    page.line("", across=True)
    page.header()
    page.orgs(job.orgs(), town=job.town)
    page.total("总计")
    return [File(name, workbooks.xls(page.done()), page.placed)]


def plain_csv(job: Job) -> list[File]:
    """A CSV in GB18030, its header in the first row, a column for the town, no village."""
    name = f"export{job.number:02}.csv"
    page = Page(
        name,
        name.removesuffix(".csv"),
        [
            c.place("所属乡镇（街道）", "town", job.county.towns),
            c.text("单位名称", "name"),
            c.text("统一社会信用代码", "code"),
            c.kind("类型"),
            c.text("单位类别", "category"),
            c.dated("成立时间", "established"),
            c.dated("注销时间", "closed"),
            c.yes_no("是否实体运营", "operating"),
            c.number("从业人员数", "employees"),
            c.number("正式党员数", "full"),
            c.yes_no("是否建立党组织", "built"),
            c.text("组建方式", "mode"),
            c.branch("党组织名称"),
            c.dated("党组织成立时间", "branch_founded"),
            *c.guide("党建指导员姓名", "党建指导员单位"),
            c.yes_no("是否建立工会", "union"),
        ],
        styles.EIGHT_DIGITS,
        serial="",
    )
    page.header()
    page.orgs(job.orgs())
    return [File(name, workbooks.csv(page.done(), "gb18030"), page.placed)]


def titled_csv(job: Job) -> list[File]:
    """A CSV in UTF-8 with BOM, saved from a form with titles; the kind shows in the category only."""
    name = f"表{job.number:02}.csv"
    page = Page(
        name,
        name.removesuffix(".csv"),
        [
            c.text("单位名称", "name"),
            c.text("社会信用代码", "code"),
            c.text("单位类别", "category"),
            c.place("所在村", "village", job.county.villages),
            c.dated("成立时间", "established"),
            c.number("从业人员数", "employees"),
            c.number("党员数（正式）", "full"),
            c.yes_no("是否建立党组织", "built"),
            c.text("组建方式", "mode"),
            c.branch("党组织名称"),
            *c.guide("指导员姓名", "指导员单位"),
            c.yes_no("是否建立工会", "union"),
            c.yes_no("是否建立妇联", "women"),
        ],
        styles.SLASHES,
    )
    page.line("两新组织摸排情况统计表")
    page.line(f"填报单位：{job.town_name}", f"填报时间：{job.said_day}")
    page.header()
    page.orgs(job.orgs(), town=job.town, kind_from="category")
    page.line("说明：此表每季度更新一次。")
    return [File(name, workbooks.csv(page.done()), page.placed)]
