"""Rows for tests that write registers directly, with odd text in them."""

from datetime import date
from decimal import Decimal

from django.core.serializers import serialize

from liangxin.periods import BEGINNING
from orgs.choices import Category, Kind
from orgs.models import Organization, Standing

ODD = [
    "plain",
    "制表\t换行\n回车\r\n反斜杠\\",
    "\\N",
    "\\.",
    "\\\\t",
    "'单引号' \"双引号\" %s %(x)s ? ;--",
    "𠮷野家 😀",
    " 前后空格 ",
    "=1+1",
    "{}",
    "\x01\x1f\x7f\u2028",
]


def made(name="鑫达公司", **values):
    return Organization(kind=Kind.ENTERPRISE, name=name, normal_name=name, **values)


def stored(model):
    """All rows as text, without the primary keys."""
    return [row["fields"] for row in map(dict, _rows(model))]


def _rows(model):
    return serialize("python", model._default_manager.order_by("pk"))


def standing(organization, region, **values):
    given = {"start": BEGINNING, "stated_on": date(2024, 12, 31), "revenue": Decimal("12.3400"), "operating": True}
    return Standing(organization=organization, region=region, category=Category.PRIVATE, **{**given, **values})
