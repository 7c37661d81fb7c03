"""A layout that the seed deals: other header words, another order, parents or none, another style, noise between."""

from random import Random

from tests import workbooks
from tests.proof import columns as c
from tests.proof import styles
from tests.proof.jobs import File, Job
from tests.proof.pages import Page

STYLES = (
    styles.REAL_DATES,
    styles.DOTTED,
    styles.EIGHT_DIGITS,
    styles.CHINESE,
    styles.SERIALS,
    styles.SLASHES,
    styles.NUMBERS,
    styles.OLD_HAND,
    styles.FULL_WIDTH,
)
WORDS = {
    "name": "单位名称 组织名称 两新组织名称 单位全称 名称",
    "code": "统一社会信用代码 社会信用代码 信用代码 统一社会信用代码（18位）",
    "kind": "单位类型 组织类型 两新组织类型 类型",
    "category": "单位类别 类别 具体类别",
    "village": "所在村（社区） 村（社区） 所属村（社区） 所在村 座落地",
    "established": "成立时间 成立日期 注册登记时间 登记时间 注册时间",
    "closed": "注销时间 注销日期",
    "operating": "是否“三有” 是否实体运营 是否三有单位 是否正常运营",
    "employees": "从业人员数 职工总数 员工人数 从业人员数量（名） 职工人数",
    "full": "正式党员数 正式党员 正式党员人数 正式党员（名）",
    "probationary": "预备党员数 预备党员 预备党员人数 预备党员（名）",
    "built": "是否建立党组织 是否已建党组织 是否组建党组织 是否成立党组织 有无党组织",
    "mode": "组建方式 组建形式 党组织组建方式 党组织组建形式",
    "branch": "党组织名称 所在党组织名称 所属党组织名称 党组织全称",
    "branch_founded": "党组织成立时间 党组织成立日期 党组织组建时间 党组织建立时间",
    "guide": "党建指导员姓名 指导员姓名 联络员 党建指导员 党建联络员姓名 党建工作指导员姓名",
    "unit": "党建指导员单位 指导员所在单位 指导员工作单位 联络员单位",
    "union": "是否建立工会 有无工会 是否有工会 工会",
    "league": "是否建立共青团 有无团组织 是否有共青团 共青团",
    "women": "是否建立妇联 有无妇联 是否有妇联 妇联",
    "reason": "未建立党组织原因 未建原因 未建党组织原因",
    "head": "负责人 法定代表人 负责人姓名 出资人（负责人）",
    "industry": "所属行业 行业 行业类别",
}
PARENTS = {  # parent → leaves under it, for forms of two levels
    "单位基本情况": {"name": "名称", "code": "统一社会信用代码", "kind": "类型", "category": "类别"},
    "党员情况": {"full": "正式党员", "probationary": "预备党员"},
    "党组织组建情况": {
        "built": "是否建立党组织",
        "mode": "组建方式",
        "branch": "党组织名称",
        "branch_founded": "成立时间",
    },
    "党建指导员": {"guide": "姓名", "unit": "工作单位"},
    "群团组织": {"union": "工会", "league": "共青团", "women": "妇联"},
}
BLOCKS = (
    ("village",),
    ("name", "code", "kind", "category"),
    ("established", "closed", "industry", "operating"),
    ("head",),
    ("employees",),
    ("full", "probationary"),
    ("built", "mode", "branch", "branch_founded"),
    ("reason",),
    ("guide", "unit"),
    ("union", "league", "women"),
)
NOISE = ("备注", "注册资本（万元）", "经营范围", "邮政编码", "是否有活动场所", "是否有党员活动室", "填表人")
TITLES = ("两新组织党建工作情况统计表", "2025年第二季度“两新”组织摸排台账", "附件3　两新组织基本信息采集表")


def dealt_out(job: Job) -> list[File]:
    """One sheet of both kinds whose whole shape is drawn by chance; the town is in the unit line or the sheet name."""
    rng = Random(f"{job.town}{job.day}{len(job.orgs())}")
    in_line = rng.random() < 0.5
    name = f"报送{job.number:02}.xlsx"
    page = Page(
        name,
        "Sheet1" if in_line else job.town_name,
        dealt_columns(rng, job),
        rng.choice(STYLES),
        left=rng.choice((1, 1, 2)),
        serial=rng.choice(("序号", "", "编号")),
    )
    page.row = rng.choice((1, 2))
    if rng.random() < 0.8:
        page.line(rng.choice(TITLES), across=True)
    if in_line:
        label = rng.choice(("填报单位", "填报单位（盖章）", "填表单位", "单位（盖章）"))
        page.line(f"{label}：{job.town_name}", f"填表时间：{job.said_day}")
    page.header()
    page.orgs(job.orgs(), town=job.town)
    if rng.random() < 0.5:
        page.total(rng.choice(("合计", "总计", "合   计")))
    if rng.random() < 0.5:
        page.line(
            rng.choice(("备注：请于季末后五日内报送。", "注：无党组织的填写未建原因", "审核人：        填表人："))
        )
    write = rng.choice((workbooks.xlsx, workbooks.xlsx_with_results))
    return [File(name, write(page.done()), page.placed)]


def dealt_columns(rng: Random, job: Job) -> list[c.Column]:
    """The columns in some order, a block under a parent or not, with noise between the blocks."""
    blocks = [list(block) for block in BLOCKS]
    rng.shuffle(blocks)
    noise = rng.sample(NOISE, 3)
    columns = []
    for block in blocks:
        if block[0] not in ("built", "guide"):  # elsewhere a leaf like 单位 means what stands left of it
            rng.shuffle(block)
        parent = next((parent for parent, leaves in PARENTS.items() if block[0] in leaves and rng.random() < 0.5), None)
        for fact in block:
            header = f"{parent}/{PARENTS[parent][fact]}" if parent else rng.choice(WORDS[fact].split())
            if rng.random() < 0.2 and "（" not in header:
                header = f"{header[:-2]}\n{header[-2:]}" if "/" not in header[-3:] else header
            columns += columns_of(fact, header, job, rng)
        if noise and rng.random() < 0.3:
            columns.append(c.silent(noise.pop(), rng.choice((None, "12", "无"))))
    return columns


def columns_of(fact: str, header: str, job: Job, rng: Random) -> list[c.Column]:
    """The column or columns of a fact under a header."""
    if fact == "village":
        return [c.place(header, fact, job.county.villages, merged=rng.random() < 0.5)]
    if fact == "kind":
        return [c.kind(header)]
    if fact == "branch":
        return [c.branch(header)]
    if fact == "guide":
        return c.guide(header)
    if fact == "unit":
        return [c.guide("", header)[1]]
    if fact in ("established", "closed", "branch_founded"):
        return [c.dated(header, fact)]
    if fact in ("employees", "full", "probationary"):
        return [c.number(header, fact)]
    if fact in ("operating", "built", "union", "league", "women"):
        return [c.yes_no(header, fact)]
    return [c.text(header, fact)]
