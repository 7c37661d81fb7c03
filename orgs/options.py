"""The committee's settings: each declared once with its default; what differs is kept in Option (domain.md, assumed).

An app above declares its own by calling `declare` at import.
"""

from dataclasses import dataclass

from orgs.choices import Role
from orgs.models import Option

SETTERS = frozenset({Role.COUNTY, Role.SYSTEM})


@dataclass(frozen=True)
class Declared:
    """A setting: its key, its title and unit for people, its default, the least and the most of a number.

    With `choices` its value is a list of some of them, in their order; `help` is a sentence below it.
    """

    key: str
    title: str
    default: object
    unit: str = ""
    least: int | None = None
    most: int | None = None
    choices: tuple[str, ...] = ()
    help: str = ""

    def told(self, value) -> str:
        """A value in words."""
        if isinstance(value, list):
            return "、".join(value) or "都不选"
        return f"{value}{self.unit}"

    def problem(self, value) -> str | None:
        """Why the setting cannot have this value, in a Chinese sentence, or None."""
        if self.choices:
            known = isinstance(value, list) and set(value) <= set(self.choices)
            return None if known else f"“{self.title}”只能选列出的各项"
        if not isinstance(value, int) or isinstance(value, bool) or not self.least <= value <= self.most:
            return f"“{self.title}”应为 {self.least} 至 {self.most} 的整数"
        return None


OPTIONS: dict[str, Declared] = {}


def declare(one: Declared) -> Declared:
    """Register a setting. Raises TypeError for a key used twice."""
    if one.key in OPTIONS:
        raise TypeError(f"option key used twice: {one.key}")
    OPTIONS[one.key] = one
    return one


declare(Declared("guide_most", "每名党建指导员最多联系单位", 5, "家", 1, 50))
declare(Declared("guide_silent_months", "几个月没有走访算“挂名不管事”", 3, "个月", 1, 24))
declare(Declared("matter_days", "走访发现的问题几天内办结", 30, "天", 1, 365))
declare(Declared("term_remind_months", "届满前几个月提醒换届", 6, "个月", 1, 24))
declare(Declared("joint_most", "联合党支部最多覆盖单位", 5, "家", 2, 50))


def option(key: str):
    """The value of a setting: what the committee set, else its default. Raises KeyError for an undeclared one."""
    default = OPTIONS[key].default
    found = Option.objects.filter(key=key).values_list("value", flat=True).first()
    return default if found is None else found


def options() -> dict:
    """The values of all settings, by key; one query."""
    stored = dict(Option.objects.filter(key__in=OPTIONS).values_list("key", "value"))
    return {key: stored.get(key, declared.default) for key, declared in OPTIONS.items()}


def called(entry) -> str:
    """The title of the setting of an Option or of its history entry."""
    return OPTIONS[entry.key].title if entry.key in OPTIONS else entry.key
