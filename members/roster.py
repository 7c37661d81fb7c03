"""The fields of a 花名册 (domain.md §5, end): one set, of which the county switches on what it needs.

What a person's register cannot do without is always on. Of the rest the least is on by default; a field that is
switched off is neither shown nor stored, whether typed or imported. Values that were stored before stay in the
database, out of sight, until the field is switched on again.

A field is a column of PartyMember, a fact with a period, or (`more`) a key of PartyMember.more.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from orgs.options import Declared, declare, option

OPTION = "roster_fields"


@dataclass(frozen=True)
class RosterField:
    """A field: its key in the code, its title in the national system's export, whether it is on by default.

    `always`: it cannot be switched off. `more`: kept in PartyMember.more; `flag`: as yes or no; else text of at most
    `most` characters. `derived`: computed, never stored.
    """

    key: str
    title: str
    on: bool = True
    always: bool = False
    more: bool = False
    flag: bool = False
    derived: bool = False
    most: int = 100


FIELDS = (
    RosterField("name", "姓名", always=True),
    RosterField("sex", "性别"),
    RosterField("id_number", "公民身份号码"),
    RosterField("ethnicity", "民族"),
    RosterField("birth", "出生日期"),
    RosterField("education", "学历"),
    RosterField("person", "人员类别", always=True),
    RosterField("degree", "学位", on=False, more=True),
    RosterField("branch", "所在党支部", always=True),
    RosterField("phone", "手机号码"),
    RosterField("joined", "入党日期", always=True),
    RosterField("full", "转正日期", always=True),
    RosterField("party_age", "党龄", always=True, derived=True),
    RosterField("stratum", "新社会阶层类型", on=False, more=True),
    RosterField("job", "工作岗位", on=False),
    RosterField("profession", "从事专业技术职务", on=False, more=True),
    RosterField("migrant", "是否农民工", on=False, more=True, flag=True),
    RosterField("residence", "现居住地", on=False, more=True, most=200),
    RosterField("household", "户籍所在地", on=False, more=True, most=200),
    RosterField("lost", "是否失联党员", always=True, derived=True),
    RosterField("floating", "是否流动党员", always=True, derived=True),
    RosterField("remark", "备注", on=False, more=True, most=500),
)
BY_KEY = {field.key: field for field in FIELDS}
MORE = tuple(field for field in FIELDS if field.more)
SWITCHABLE = tuple(field for field in FIELDS if not field.always)
TITLES = {field.key: field.title for field in MORE}  # as the history words them

# Kept by their titles, so that the history of the setting reads as the page does.
declare(
    Declared(
        OPTION,
        "党员花名册的可选栏目",
        [field.title for field in SWITCHABLE if field.on],
        choices=tuple(field.title for field in SWITCHABLE),
        help="不选的栏目不显示，录入和导入时也不保存；姓名、人员类别、所在党支部、入党日期、转正日期、组织关系始终保留",
    )
)


def keys_on() -> frozenset[str]:
    """The keys of the fields that are switched on. One query: ask once for a page or a file."""
    titles = set(option(OPTION))
    return frozenset(field.key for field in FIELDS if field.always or field.title in titles)


def kept(values: Mapping, on: frozenset[str]) -> dict:
    """`values` (by key) without those of fields that are off; keys that are no roster fields stay."""
    return {key: value for key, value in values.items() if key not in BY_KEY or key in on}


def more_of(values: Mapping, on: frozenset[str], before: Mapping | None = None) -> dict:
    """PartyMember.more after `values` (by key) were stated: what is on and not blank; the rest as `before`."""
    found = dict(before or {})
    for field in MORE:
        if field.key in values and field.key in on:
            if (value := values[field.key]) in (None, ""):
                found.pop(field.key, None)
            else:
                found[field.key] = value
    return found


def said(value) -> str:
    """A value kept in `more` in words."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return value or "—"
