"""What the preview of a batch shows: findings grouped by their cause, rows by what applying does to them."""

from dataclasses import dataclass, field

from django.db.models import TextField
from django.db.models.functions import Cast

from orgs.models import Organization, Standing
from orgs.models.standings import STATED_AS_IS
from reports.imports.pipelines import PIPED, pipeline_of
from reports.imports.policies import LEFT, NOTE
from reports.imports.rows import ERROR, WARNING, place_said
from reports.imports.stating import PARTIAL_DATES, TEXTS, in_words, label_of
from reports.models import ImportBatch, ImportRow

MISSING = "required_column"  # a finding `required` about a whole sheet: said before any row's
# code → (what it is, what to do); the codes are those of design.md, Import.
PER_PAGE = 100  # rows
CAUSES = {
    MISSING: ("缺少必要的栏目", "到“表头”一步指明，或在原表补上"),
    "required": ("缺少必填内容", "补上后再导入这些行"),
    "bad_date": ("日期看不懂", "写成 2019-07-01、2019年7月 或 2019"),
    "bad_number": ("数字看不懂", "写成整数，如 30"),
    "bad_choice": ("选项不认识", "按表头给出的选项填写"),
    "unknown_region": ("不知道是哪个乡镇、村（社区）", "按辖区里的名称填写"),
    "outside_scope": ("不在您的范围内", "由所属乡镇导入；已由其他乡镇登记的，写入时向县里提出转入申请"),
    "damaged_number": ("号码被表格软件改坏", "末几位变成 0，无法恢复；在原表把该列设为文本后重填"),
    "repeated": ("同一家单位写了两次", "只保留一行"),
    "several": ("要确认是哪一家", "在“同一家”里回答；指导员重名的补全工作单位"),
    "contradiction": ("前后矛盾", "核对后改正"),
    "check_digit": ("信用代码校验位不对", "照录；请与营业执照核对"),
    "kind_mismatch": ("代码前缀与单位类型不一致", "照录；请核对单位类型"),
    "no_code": ("没有信用代码", "按名称对应；请尽量补填"),
    "no_start": ("党组织没有成立时间", "覆盖从情况日期起算；知道成立时间的请补填"),
    "renamed": ("名称变了", "按更名写入，原名记入曾用名；请核对"),
    "roster_differs": ("党员数与花名册不一致", "按花名册计算，表中的数字另行保留；请核对花名册"),
    "older": ("已有更晚的摸排", "只写入两次摸排之间的情况"),
    "not_understood": ("看不懂的列或单元格", "没有写入登记；需要的请改表头或内容"),
    "too_long": ("内容太长", "改短后再导入"),
    LEFT: ("按所选的写入方式没有写入", "要写入的到“写入方式”改选"),
}
PLACES = 6  # rows named for a cause before 等


@dataclass
class Cause:
    """One line of 要看的问题: a cause with its rows."""

    code: str
    severity: str
    title: str
    advice: str
    example: str
    rows: int = 0
    places: dict[str, list[int]] = field(default_factory=dict)  # sheet, "" for the only one → the first rows, 0 for all

    @property
    def is_error(self) -> bool:
        """Whether its rows stay out."""
        return self.severity == ERROR

    @property
    def show(self) -> str:
        """Under which of SHOWS its rows are."""
        return {ERROR: "error", WARNING: "warned", NOTE: "left"}[self.severity]

    @property
    def where(self) -> str:
        """The first rows in words: "城关镇 第 4、7 行；石桥镇 第 2 行等"."""
        named = [f"{sheet} {_rows_said(rows)}".strip() for sheet, rows in self.places.items()]
        return "；".join(named) + ("等" if self.rows > sum(map(len, self.places.values())) else "")

    def count(self, sheet: str, row: int):
        """Count one more place."""
        self.rows += 1
        if sum(map(len, self.places.values())) < PLACES:
            self.places.setdefault(sheet, []).append(row)


def _rows_said(rows):
    """Row 0 stands for what is about the sheet, mostly a column of its header."""
    numbers = "、".join(str(row) for row in rows if row)
    return "、".join([*(["表头"] if 0 in rows else []), *([f"第 {numbers} 行"] if numbers else [])])


def causes(batch: ImportBatch) -> list[Cause]:
    """Findings of the batch by cause, errors first, then by how many rows they touch."""
    found: dict[tuple, Cause] = {}
    words = CAUSES | (pipeline_of(batch).causes if batch.kind in PIPED else {})
    files = {file.pk: file for file in batch.files.all()}
    several_sheets = sum(len(file.sheets) for file in files.values()) > 1
    names = {
        (pk, sheet["sheet"]): (f"{file.name} " if len(files) > 1 else "") + sheet["sheet"] if several_sheets else ""
        for pk, file in files.items()
        for sheet in file.sheets
    }
    for pk, file in files.items():
        for sheet in file.sheets:
            for one in sheet["findings"]:
                _cause(found, one, sheet["sheet"], words).count(names[pk, sheet["sheet"]], 0)
    rows = batch.rows.exclude(findings=[]).values_list("findings", "file", "sheet", "number")
    for findings, file, sheet, number in rows.order_by("id").iterator():
        for cause in {id(one): one for one in (_cause(found, one, sheet, words) for one in findings)}.values():
            cause.count(names[file, sheet], number)
    return sorted(found.values(), key=lambda cause: (cause.code != MISSING, not cause.is_error, -cause.rows))


def _cause(found, one, sheet, words) -> Cause:
    code = MISSING if (one["code"], one["row"]) == ("required", 0) else one["code"]
    key = (code, one["severity"])
    if key not in found:
        title, advice = words.get(code, (code, ""))
        found[key] = Cause(code, one["severity"], title, advice, said_there(one, sheet))
    return found[key]


def said_there(finding: dict, sheet: str) -> str:
    """The message of a finding where its sheet and row are seen anyway: "“从业人员数”：“约30”不是数字……"."""
    return finding["message"].removeprefix(place_said(sheet, finding["row"])).removeprefix("：")


def stated(facts: dict, headers: dict[str, str]) -> list[dict]:
    """What a new row says of its organization, as changes from nothing; `headers` name the answers without a field."""
    words = [
        (label_of(model, name), in_words(model, name, facts.get(name)))
        for model, names in ((Organization, (*PARTIAL_DATES, *TEXTS)), (Standing, (*STATED_AS_IS, "revenue")))
        for name in names
    ]
    words += [(label_of(Standing, name), str(facts.get(name) or "")) for name in ("zone", "supervisor")]
    words += [("曾用名", "、".join(facts.get("former_names", ())))]
    words += [(headers.get(key, key), str(value)) for key, value in sorted(facts.get("survey", {}).items())]
    return [{"field": label, "old": "", "new": text} for label, text in words if text]


def _noted(rows):
    """The rows that say what is not written; asked as text, as JSON is asked differently on each database."""
    return rows.annotate(said=Cast("findings", TextField())).filter(said__contains=f'"{NOTE}"')


SHOWS = {  # what the preview can be narrowed to: name → (label, rows)
    "work": ("有变化或有问题", lambda rows: rows.exclude(outcome=ImportRow.Outcome.SAME, warned=False)),
    "new": ("新增", lambda rows: rows.filter(outcome=ImportRow.Outcome.NEW)),
    "changed": ("变更", lambda rows: rows.filter(outcome=ImportRow.Outcome.CHANGED)),
    "same": ("不变", lambda rows: rows.filter(outcome=ImportRow.Outcome.SAME)),
    "error": ("错误", lambda rows: rows.filter(outcome__in=ImportRow.KEPT_OUT)),
    "warned": ("提醒", lambda rows: rows.filter(warned=True)),
    "stale": ("预览后被改动", lambda rows: rows.filter(stale=True)),
    "moves": ("影响覆盖率", lambda rows: rows.filter(moves_figure=True)),
    "left": ("有内容没有写入", _noted),
    "written": (
        "已写入",
        lambda rows: rows.filter(written=True, outcome__in=(ImportRow.Outcome.NEW, ImportRow.Outcome.CHANGED)),
    ),
    "back": ("已恢复", lambda rows: rows.filter(undo=ImportRow.Undo.BACK)),
    "kept": ("保留", lambda rows: rows.filter(undo=ImportRow.Undo.KEPT)),
    "refused": ("不能撤销", lambda rows: rows.filter(undo=ImportRow.Undo.REFUSED)),
    "all": ("全部", lambda rows: rows),
}


def rows_shown(batch: ImportBatch, show: str):
    """The rows of the batch under one of SHOWS, in file order; an unknown name shows what needs work."""
    return SHOWS.get(show, SHOWS["work"])[1](batch.rows.select_related("file")).order_by("id")


def offers(batch: ImportBatch) -> list[dict]:
    """Columns of √ and blanks only, for which the clerk may say once that blank means 否."""
    chosen = {tuple(one) for one in batch.options.get("blank_no", ())}
    return [
        {
            "file": file.name,
            "sheet": sheet["sheet"],
            "column": offer["column"],
            "token": f"{file.pk}:{offer['key']}:{sheet['sheet']}",
            "accepted": (file.pk, sheet["sheet"], offer["key"]) in chosen,
        }
        for file in batch.files.all()
        for sheet in file.sheets
        for offer in sheet.get("offers", ())
    ]


def accepted(batch: ImportBatch, tokens: list[str]) -> list[tuple[int, str, str]]:
    """(file key, sheet, fact) of the offers with these tokens, for batches.replan; unknown tokens are ignored."""
    known = {one["token"] for one in offers(batch)}
    chosen = [token.split(":", 2) for token in tokens if token in known]
    return [(int(file), sheet, fact) for file, fact, sheet in chosen]
