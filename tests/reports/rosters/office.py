"""A clerk's office for tests of rosters: rows become real workbooks, then batches of a kind."""

import itertools
from datetime import date

from django.apps import apps

from orgs.scope import CONSOLE
from reports.imports.applying import apply
from reports.imports.batches import make_batch
from reports.models import ImportBatch
from tests import workbooks
from tests.people import id_number
from tests.workbooks import table

DAY, LATER = date(2025, 6, 30), date(2025, 9, 30)
Kind = ImportBatch.Kind
# The header of the national system's export, the blank behind 是否农民工 included (domain.md §5).
NATIONAL = (
    "姓名 性别 公民身份号码 民族 出生日期 学历 人员类别 学位 所在党支部 手机号码 入党日期 转正日期 党龄 新社会阶层类型"
    " 工作岗位 从事专业技术职务 是否农民工_ 现居住地 户籍所在地 是否失联党员 是否流动党员"
).replace("_", "\u3000")
NATIONAL = [title.replace("\u3000", " ") for title in NATIONAL.split(" ")]
OWN = "中共星河机电有限公司支部委员会"


def member(number: int = 1, **cells) -> dict:
    """A row of the national system's export: a full member of 星河机电's branch."""
    birth = f"19{70 + number % 30}-03-07"
    return {
        "姓名": f"张三{'一二三四五六七八九'[number % 9]}",
        "性别": "男",
        "公民身份号码": id_number(birth, number),
        "民族": "汉",
        "出生日期": birth.replace("-", ""),
        "学历": "大专",
        "人员类别": "正式党员",
        "所在党支部": OWN,
        "手机号码": f"1380000{number:04}",
        "入党日期": "2015.7.1",
        "转正日期": "2016年7月1日",
        "是否失联党员": "否",
        "是否流动党员": "否",
        **cells,
    }


class Desk:
    """Makes batches of rosters in a folder."""

    def __init__(self, folder):
        self.folder, self.number = folder, itertools.count(1)

    def file(self, *rows: dict, name: str = "", titles=NATIONAL, above=()) -> tuple[str, object]:
        """The rows as one workbook: (name, path); columns that no title names stand behind."""
        titles = [*titles, *dict.fromkeys(key for row in rows for key in row if key not in titles)]
        number = next(self.number)
        sheet = table(*([line] for line in above), titles, *([row.get(title) for title in titles] for row in rows))
        return name or f"名册{number}.xlsx", workbooks.save(self.folder, f"{number}.xlsx", workbooks.xlsx(sheet))

    def plan(
        self, *rows: dict, kind=Kind.MEMBERS, user=CONSOLE, as_of=DAY, region=None, files=(), **how
    ) -> ImportBatch:
        """A batch that waits for its decision; `files` are further (name, path) files."""
        uploads = [self.file(*rows, **how)] if rows else []
        return make_batch([*uploads, *files], user=user, as_of=as_of, region=region, kind=kind)

    def take(self, *rows: dict, user=CONSOLE, **how) -> ImportBatch:
        """A batch that is applied."""
        batch = self.plan(*rows, user=user, **how)
        apply(batch, user=user)
        batch.refresh_from_db()
        return batch


def outcomes(batch: ImportBatch) -> list[str]:
    """The outcome of each row, in file order."""
    return list(batch.rows.order_by("id").values_list("outcome", flat=True))


def codes(batch: ImportBatch) -> list[list[str]]:
    """The codes of the findings of each row."""
    return [[one["code"] for one in row.findings] for row in batch.rows.order_by("id")]


def messages(batch: ImportBatch) -> str:
    """All that the findings of the rows say."""
    return "\n".join(one["message"] for row in batch.rows.order_by("id") for one in row.findings)


def dump() -> dict[str, list[dict]]:
    """All rows of all registers, without their versions, which never fall, and when people signed in."""
    found = {}
    for app in ("orgs", "members"):
        for model in apps.get_app_config(app).get_models():
            if hasattr(model, "history"):
                skipped = ("version", "last_login")
                names = [one.attname for one in model._meta.concrete_fields if one.name not in skipped]
                found[model.__name__] = list(model._base_manager.order_by("pk").values(*names))
    return found
