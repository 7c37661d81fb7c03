"""Search in the head of every page: organizations, branches, members and guides by a part of their name, a former name,
credit code, pinyin, initials, or the end of a telephone number.

One statement finds candidates by their text in all registers, without a name and only their keys; then one for each
register that has any gives scope and details to those. So neither a word without a hit nor one with ten thousand takes
long (tests/benchmarks/search.py). A word that fits more rows than candidates are taken is asked inside the scope.
More than MOST hits are told as "50+"; how many exactly is asked when somebody opens all.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.html import format_html, mark_safe
from django.utils.http import urlencode

from liangxin.dates import today
from liangxin.names import normal_name
from members.models import Membership, PartyMember, Workplace
from members.scope import READERS
from orgs.admin.phones import masked
from orgs.models import Guide, Organization, PartyBranch, Region, Standing
from orgs.models.regions import TOWN
from orgs.scope import is_narrow

MOST, FIRST, CANDIDATES = 50, 60, 500
LONGEST, MOST_WORDS = 60, 5
SHORT_END, LONG_END = 4, 11  # digits of a telephone number that are looked up
BETWEEN = "、，,；;/ \n"  # what stands between two numbers in one cell


@dataclass(frozen=True)
class Searched:
    """A register as the search knows it. `detail` annotates rows, `notes` tells what distinguishes one."""

    key: str
    title: str
    measure: str
    model: type[Model]
    phone: str
    columns: tuple[str, ...]
    detail: Callable[[QuerySet], QuerySet]
    notes: Callable[[Model], list[str]]
    over: Callable[[Model], str]  # why the row is a matter of the past, "" when it is not
    is_asked_by_row: bool = False  # whether `visible_to` can look at each of few rows
    seen: Callable = lambda user: user.sees_registers

    def url(self, row) -> str:
        """The address of the form of `row`."""
        options = self.model._meta
        return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[row.pk])


@dataclass(frozen=True)
class Hit:
    """A row that was found: its name with what fits marked, what distinguishes it, and what fits when the name does
    not."""

    url: str
    name: str
    over: str
    notes: list[str]
    why: str


@dataclass(frozen=True)
class Group:
    """The hits in one register; `count` is a text, as more than MOST are not counted."""

    register: Searched
    count: str
    hits: list[Hit]
    is_more: bool


def words_of(text: str) -> list[str]:
    """The words of a question as search keys hold them."""
    words = (normal_name(word) for word in text.replace("\0", "")[:LONGEST].split()[:MOST_WORDS])
    return [word for word in words if word]


def search(user, text: str, few: int = 5) -> list[Group]:
    """What `user` may see of `text`, the best `few` of each register; registers without a hit are left out.

    At most five queries, and a sixth for the user's region when nobody has read it yet.
    """
    words, groups = words_of(text), []
    if not words or not any(register.seen(user) for register in REGISTERS):
        return groups
    for register, candidates in _candidates(user, words):
        rows = _visible(register, user, words, candidates)
        if rows:
            best = sorted(rows, key=lambda row: _rank(register, row, words))[:few]
            count = f"{MOST}+" if len(rows) > MOST else str(len(rows))
            groups.append(Group(register, count, [hit(register, row, words, user) for row in best], len(rows) > few))
    return groups


def matching(register: Searched, user, words: list[str]) -> QuerySet:
    """The rows of `register` that `user` sees and that every word fits."""
    return _fitting(register, user, words, register.model.objects.visible_to(user)).order_by("pk")


def _fitting(register, user, words, rows):
    for word in words:
        rows = rows.filter(Q(search_key__contains=word) | _phone(register, user, word))
    return rows


def _candidates(user, words):
    """(register, keys of rows whose text fits, whoever may see them) where there is any; one query."""
    parts, values, registers = [], [], [register for register in REGISTERS if register.seen(user)]
    for place, register in enumerate(registers):
        rows = _fitting(register, user, words, register.model.objects.order_by()).values_list("pk")[:CANDIDATES]
        sql, given = rows.query.sql_with_params()
        parts.append(f"SELECT {place} AS place, found.* FROM ({sql}) AS found")
        values += given
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        found = cursor.fetchall()
    for place, register in enumerate(registers):
        if keys := [key for at, key in found if at == place]:
            yield register, keys


def _visible(register, user, words, candidates):
    """Up to MOST + 1 of the rows that the user sees, with their details."""
    few = {"few": True} if len(candidates) <= FIRST and register.is_asked_by_row else {}
    seen = register.model.objects.visible_to(user, **few).only(*register.columns).order_by("pk")
    if len(candidates) > FIRST and not is_narrow(user):
        # Nearly all are the county's, and for few keys PostgreSQL asks its indexes instead of hashing whole tables.
        rows = list(register.detail(seen.filter(pk__in=candidates[:FIRST]))[: MOST + 1])
        if len(rows) > MOST:
            return rows
    if len(candidates) == CANDIDATES:
        return list(register.detail(_fitting(register, user, words, seen))[: MOST + 1])
    return list(register.detail(seen.filter(pk__in=candidates))[: MOST + 1])


def hit(register: Searched, row, words: list[str], user) -> Hit:
    """How a row is shown."""
    why = "；".join(dict.fromkeys(filter(None, (_why(register, row, word, user) for word in words))))
    return Hit(register.url(row), marked(row.name, words), register.over(row), register.notes(row), why)


def marked(name: str, words: list[str]) -> str:
    """`name` as HTML with the words that stand in it marked."""
    lower = name.lower()
    for word in sorted(words, key=len, reverse=True):
        if len(lower) == len(name) and (at := lower.find(word)) >= 0:
            end = at + len(word)
            before, after = marked(name[:at], words), marked(name[end:], words)
            return format_html("{}<mark>{}</mark>{}", before, name[at:end], after)
    return format_html("{}", name) if name else mark_safe("")


def all_url(register: Searched, text: str) -> str:
    """The address of everything that was found in one register."""
    return f"{reverse('reports:search')}?{urlencode({'q': text, 'in': register.key})}"


def _phone(register, user, word) -> Q:
    """The condition that a telephone number ends in `word`.

    Who sees numbers masked may ask for what the mask leaves, the last four digits: more would tell the rest.
    """
    longest = LONG_END if user.sees_phones else SHORT_END
    if not (word.isascii() and word.isdigit() and SHORT_END <= len(word) <= longest):
        return Q()
    found = Q(**{f"{register.phone}__endswith": word})
    for sign in BETWEEN:
        found |= Q(**{f"{register.phone}__contains": word + sign})
    return Q(**{f"{register.phone}__contains": word}) & found  # one look at most rows, not one for each sign


def _rank(register, row, words):
    """The whole name first, then its beginning, then a part; what is over comes last."""
    name, first = normal_name(row.name), words[0]
    place = 0 if name == "".join(words) else 1 if name.startswith(first) else 2 if first in name else 3
    return bool(register.over(row)), place, row.pk


def _why(register, row, word, user) -> str:
    """What of `row` fits `word` when its name does not."""
    if word in normal_name(row.name):
        return ""
    former = [name for name in getattr(row, "former_names", ()) if word in normal_name(name)]
    if former:
        return f"曾用名：{former[0]}"
    if word in (getattr(row, "credit_code", None) or "").lower():
        return f"信用代码：{row.credit_code}"
    if _phone(register, user, word) and word in (number := getattr(row, register.phone)):
        return f"电话：{number if user.sees_phones else masked(number)}"
    if register.model is Guide and word in normal_name(row.unit):
        return ""  # the unit stands beside the name
    return f"拼音：{word}" if word.isascii() and word.isalpha() else ""


def _placed(rows):
    standings = Standing.objects.on(today()).filter(organization=OuterRef("pk"))
    return _in_town(
        rows.annotate(
            place=Subquery(standings.values("region__name")[:1]), code=Subquery(standings.values("region__code")[:1])
        )
    )


def _in_town(rows):
    towns = Region.objects.filter(code=Substr(OuterRef("code"), 1, TOWN))
    return rows.annotate(town=Subquery(towns.values("name")[:1]))


def _of_region(rows):
    regions = Region.objects.filter(pk=OuterRef("region"))
    return _in_town(
        rows.annotate(place=Subquery(regions.values("name")[:1]), code=Subquery(regions.values("code")[:1]))
    )


def _at_work(rows):
    branches = Membership.objects.on(today()).filter(member=OuterRef("pk")).order_by("-start")
    work = Workplace.objects.on(today()).filter(member=OuterRef("pk"))
    return rows.annotate(
        branch=Subquery(branches.values("branch__name")[:1]), work=Subquery(work.values("organization__name")[:1])
    )


def _place(row) -> str:
    return row.place or "" if row.place == row.town else f"{row.town or ''}{row.place or ''}"


def _past(field: str, word: str):
    return lambda row: word if getattr(row, field) and getattr(row, field) <= today().isoformat() else ""


REGISTERS = (
    Searched(
        "organizations",
        "单位",
        "家",
        Organization,
        "head_phone",
        ("name", "former_names", "credit_code", "kind", "closed", "head_phone"),
        _placed,
        lambda row: [_place(row), row.get_kind_display(), row.credit_code],
        _past("closed", "已注销"),
        is_asked_by_row=True,
    ),
    Searched(
        "branches",
        "党组织",
        "个",
        PartyBranch,
        "phone",
        ("name", "dissolved", "phone"),
        _of_region,
        lambda row: [_place(row)],
        _past("dissolved", "已撤销"),
    ),
    Searched(
        "members",
        "党员",
        "名",
        PartyMember,
        "phone",
        ("name", "sex", "left", "phone"),
        _at_work,
        lambda row: [row.get_sex_display(), row.branch, row.work],
        _past("left", "已离开"),
        is_asked_by_row=True,
        seen=lambda user: user.role in READERS,
    ),
    Searched(
        "guides",
        "党建指导员",
        "名",
        Guide,
        "phone",
        ("name", "unit", "post", "phone"),
        _of_region,
        lambda row: [row.unit, row.post, _place(row)],
        lambda row: "",
    ),
)
