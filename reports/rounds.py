"""Rounds of the survey (摸排轮次): which towns have given what, and which of them lag.

A batch belongs to the round that its upload names, and to a town by the places of its rows; a row that does not say
its town counts for the town of the batch.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from liangxin.dates import today
from liangxin.keys import key_asked
from orgs.coverage import exists_on
from orgs.models import Region
from orgs.models.regions import TOWN
from reports.coverage.questions import Question
from reports.imports.register import in_chunks
from reports.models import ImportBatch, ImportRow, Round

State = ImportBatch.State
TO_MEND = (ImportRow.Outcome.SEVERAL, ImportRow.Outcome.ERROR)
GONE = (State.DROPPED, State.UNDONE, State.FAILED)
ABSENT, GIVEN, ERRORS, DONE = "未交", "已交", "有错误", "已导入"
Place = tuple[int, str]  # batch, code of the town


@dataclass(slots=True)
class Line:
    """How one town stands in a round."""

    town: Region
    state: str
    batches: list[ImportBatch] = field(default_factory=list)  # those that the user may open, newest first
    rows: int = 0  # of the newest batch
    written: int = 0  # over all batches
    errors: int = 0  # rows that stayed out and did not come again
    registered: int = 0  # organizations that the register holds on the round's day
    overdue: bool = False

    @property
    def missing(self) -> str:
        """What the town still owes, in words; "" when it has given all, written or not."""
        if self.state == ABSENT:
            return "还没有交摸排表"
        if self.state == ERRORS:
            said = f"有 {self.errors} 行没有写入" if self.errors else "交的文件里没有读到单位"
            return f"{said}，需改正后再交"
        return ""


def towns_of(round: Round, user) -> list[Region]:
    """The towns of the round in which the user imports."""
    return list(Region.objects.editable_by(user).filter(pk__in=round.towns.values("pk")).order_by("code"))


def standing(round: Round, user) -> list[Line]:
    """How the towns of the round stand, those of the user only. The number of queries does not grow with the towns."""
    surveys = round.batches.filter(kind=ImportBatch.Kind.SURVEY).exclude(state__in=GONE)
    batches = list(surveys.select_related("region").order_by("-pk"))
    told = Told(batches)
    visible = set(ImportBatch.objects.visible_to(user).filter(round=round).values_list("pk", flat=True))
    named = {one.pk: one for one in round.batches.filter(pk__in=visible).prefetch_related("files")}
    registered = _registered(round, user)
    lines = []
    for town in towns_of(round, user):
        mine = told.batches_of(town.code)
        line = Line(town, told.state_of(town.code), [named[one.pk] for one in mine if one.pk in visible])
        line.rows = told.rows[mine[0].pk, town.code] if mine else 0
        line.written = sum(told.written[one.pk, town.code] for one in mine)
        line.errors = told.errors[town.code]
        line.registered = registered[town.code]
        line.overdue = bool(line.missing) and round.due < today()
        lines.append(line)
    return lines


def _registered(round: Round, user) -> dict[str, int]:
    """Code of the town → organizations in the register on the round's day."""
    counts: dict[str, int] = defaultdict(int)
    found = Question(user, round.as_of).all_standings().filter(exists_on(round.as_of, "organization__"))
    for code, number in found.order_by().values_list("region__code").annotate(Count("pk")):
        counts[code[:TOWN]] += number
    return counts


class Told:
    """What the live batches of a round say of each town; four queries and those for the rows that stayed out."""

    def __init__(self, batches: list[ImportBatch]):
        self.batches = batches
        self._home = {one.pk: one.region.town_code if one.region.level >= TOWN else "" for one in batches}
        self.rows: dict[Place, int] = defaultdict(int)
        self.written: dict[Place, int] = defaultdict(int)
        self.out: dict[Place, int] = defaultdict(int)
        self.errors: dict[str, int] = defaultdict(int)
        self._count()
        if any(self.out.values()):
            self._find_open_errors()

    def _count(self) -> None:
        rows = ImportRow.objects.filter(batch__in=self.batches).order_by().values_list("batch", "town")
        counted = rows.annotate(
            number=Count("pk"),
            in_register=Count("pk", filter=Q(written=True)),
            left_out=Count("pk", filter=Q(outcome__in=ImportRow.KEPT_OUT)),
        )
        for batch, town, number, written, out in counted:
            place = (batch, town or self._home[batch])
            self.rows[place] += number
            self.written[place] += written
            self.out[place] += out

    def batches_of(self, town: str) -> list[ImportBatch]:
        """The batches that hold something of the town, newest first; one that is still being read, by its region."""
        return [
            one
            for one in self.batches
            if self.rows[one.pk, town] or (self._home[one.pk] == town and not self._reads_elsewhere(one.pk))
        ]

    def _reads_elsewhere(self, batch: int) -> bool:
        return any(number for (key, _), number in self.rows.items() if key == batch)

    def state_of(self, town: str) -> str:
        """ABSENT, GIVEN, ERRORS or DONE. The newest batch tells whether everything is written."""
        mine = self.batches_of(town)
        if not mine:
            return ABSENT
        if self.errors[town]:
            return ERRORS
        newest = mine[0]
        place = (newest.pk, town)
        if not self.rows[place] and newest.state != State.READING:
            return ERRORS  # nothing in its files could be read
        whole = self.written[place] + self.out[place] == self.rows[place]
        return DONE if newest.state == State.APPLIED and whole else GIVEN

    def _find_open_errors(self) -> None:
        """Rows that stayed out count until a later batch brings the same name or code and does not keep it out.

        A row without either counts until a later batch of the town keeps nothing out. What another town registered is
        for the county to decide, not for the town to mend.
        """
        rows = ImportRow.objects.filter(batch__in=self.batches)
        kept_out = list(rows.filter(outcome__in=TO_MEND).values_list("batch", "town", "name", "credit_code"))
        later: dict[tuple[str, str], int] = {}
        for column, place in (("name", 2), ("credit_code", 3)):
            for chunk in in_chunks({row[place] for row in kept_out} - {""}):
                good = rows.exclude(outcome__in=ImportRow.KEPT_OUT).filter(**{f"{column}__in": chunk})
                for text, batch in good.order_by("batch").values_list(column, "batch"):
                    later[column, text] = batch
        clean = defaultdict(int)
        for (batch, town), number in self.rows.items():
            if number and not self.out[batch, town]:
                clean[town] = max(clean[town], batch)
        for batch, town, name, code in kept_out:
            town = town or self._home[batch]
            answer = max(later.get(("name", name), 0), later.get(("credit_code", code), 0))
            if not name and not code:
                answer = clean[town]
            self.errors[town] += answer <= batch


def round_of_day(day: date, user) -> Round | None:
    """The newest round whose as-of day is `day` and in which the user's towns owe a file."""
    found = Round.objects.visible_to(user).filter(as_of=day)
    return next((round for round in found if towns_of(round, user)), None)


def asked_now(user, key: str = "") -> dict:
    """What an upload is most likely for, as initial values of its form.

    key: of the round whose page the user comes from; else the day of the newest round that has begun and is not yet
    due: only the day, as who writes another one would have to take back a round that nobody chose.
    """
    found = Round.objects.visible_to(user).filter(as_of__lte=today())
    if pk := key_asked(key):
        chosen = found.filter(pk=pk).first()
        return {"as_of": chosen.as_of, "round": chosen.pk} if chosen else {}
    running = next((round for round in found.filter(due__gte=today()) if towns_of(round, user)), None)
    return {"as_of": running.as_of} if running else {}


def tally(lines: list[Line]) -> list[tuple[str, int]]:
    """(state, towns) in the order in which work is left."""
    return [(state, sum(line.state == state for line in lines)) for state in (ABSENT, ERRORS, GIVEN, DONE)]


def running(user) -> tuple[Round, list[Line], list[tuple[str, int]]] | None:
    """The newest round while some of the user's towns owe something, with their lines; None when there is none."""
    newest = Round.objects.visible_to(user).first()
    if newest is None:
        return None
    lines = standing(newest, user)
    owing = [(state, count) for state, count in tally(lines) if count and state != DONE]
    return (newest, lines, owing) if owing else None
