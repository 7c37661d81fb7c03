"""What the figures must be, in plain Python, from what the files state (domain.md §2; design.md, Import).

A `Register` takes one survey after another: rows of facts as stated, each survey with its as-of day. It knows nothing
of the product: an organization is found by its code, else by its name in its town; a branch by the key that the made-up
county gave it. `figures` then counts any day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.proof.columns import JOINT, PARTIAL
from tests.proof.pages import Placed

GROUPS = {"单独组建": "single", "挂靠组建": "affiliated", "功能型": "functional", **dict.fromkeys(JOINT, "joint")}
SELF_EMPLOYED = ("个体工商户", "92")
MASS = ("union", "league", "women")
CODE_KINDS = {"9": "enterprise", "5": "social", "3": "social"}
COUNTS = (
    *("total", "single", "joint", "affiliated", "functional", "covered", "guided", "guided_built", "mass"),
    *("work_covered", "should_build", "should_built", "branches", "full_members"),
)


def first_day(text: str) -> date:
    """The first day of a year, a month or a day."""
    return date.fromisoformat(text + "-01-01"[len(text) - 4 :])


@dataclass(slots=True)
class Period:
    """[start, end) of something; `what` is the branch, the guide or the kind of mass group."""

    what: Any
    start: date
    end: date | None = None
    group: str = ""

    def on(self, day: date) -> bool:
        """Is it in force?"""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(slots=True)
class Branch:
    """A branch that some file named: its settled founding date, whether it ever covered anybody, its host."""

    founded: str = ""
    registered: bool = False
    host: "Org | None" = None

    def exists(self, day: date) -> bool:
        """Is it in force? Like an organization, a branch without a founding date is on every day."""
        return not self.founded or first_day(self.founded) <= day


@dataclass(slots=True, eq=False)
class Org:
    """An organization as the files state it; `standings` are (first day, facts), the first of them holds before too."""

    kind: str
    name: str
    code: str = ""
    established: str = ""
    closed: str = ""
    standings: list[tuple[date, dict[str, Any]]] = field(default_factory=list)
    coverages: list[Period] = field(default_factory=list)
    postings: list[Period] = field(default_factory=list)
    mass: list[Period] = field(default_factory=list)

    def standing(self, day: date) -> dict[str, Any]:
        """Its standing on the day."""
        begun = [facts for start, facts in self.standings if start <= day]
        return begun[-1] if begun else self.standings[0][1]

    def in_base(self, day: date) -> bool:
        """Does it exist and operate on the day?"""
        if self.established and first_day(self.established) > day or self.closed and first_day(self.closed) <= day:
            return False
        facts = self.standing(day)
        if "operating" in facts:
            return facts["operating"]
        return facts.get("category") != SELF_EMPLOYED[0] and not self.code.startswith(SELF_EMPLOYED[1])

    def coverage(self, day: date) -> Period | None:
        """The coverage in force on the day; closing ends it."""
        if self.closed and first_day(self.closed) <= day:
            return None
        return next((period for period in self.coverages if period.on(day)), None)


@dataclass(slots=True)
class Outcome:
    """What became of a row: its error codes (empty: taken in) and whether it made a new organization."""

    placed: Placed
    errors: set[str]
    new: bool


class Register:
    """The organizations and branches that all surveys so far made known."""

    def __init__(self) -> None:
        self.orgs: list[Org] = []
        self.branches: dict[int, Branch] = {}

    def survey(self, day: date, rows: Iterable[Placed]) -> list[Outcome]:
        """Take in one batch of files; gives the outcome of each row."""
        rows = list(rows)
        outcomes = [Outcome(row, errors_of(row.says), False) for row in rows]
        good = [outcome for outcome in outcomes if not outcome.errors]
        self._settle_branches([outcome.placed.says for outcome in good])
        for outcome in good:
            says = outcome.placed.says
            org = self._find(day, says)
            outcome.new = org is None
            if org is None:
                org = Org(kind_of(says), says["name"])
                self.orgs.append(org)
            self._take(org, day, says)
        return outcomes

    def _find(self, day: date, says: dict[str, Any]) -> Org | None:
        code, name, town = says.get("code", ""), says["name"], says["town"]
        found = [org for org in self.orgs if code and org.code == code]
        found = found or [
            org
            for org in self.orgs
            if org.name == name and org.standing(day)["town"] == town and not (code and org.code)
        ]
        return found[0] if found else None

    def _settle_branches(self, rows: list[dict[str, Any]]) -> None:
        """A branch's founding date is the finest that any row (or an earlier survey) states."""
        for says in rows:
            if "branch" in says:
                branch = self.branches.setdefault(says["branch"].key, Branch())
                branch.founded = max(branch.founded, says.get("branch_founded", ""), key=len)

    def _take(self, org: Org, day: date, says: dict[str, Any]) -> None:
        """Write what the row states."""
        org.name = says["name"]
        org.code = says.get("code", org.code)
        org.established = finer(org.established, says.get("established", ""))
        org.closed = finer(org.closed, says.get("closed", ""))
        known = org.standing(day) if org.standings else {}
        stated = {key: says[key] for key in ("town", "village", "category", "operating", "full") if key in says}
        if known and stated["town"] != known["town"]:
            known = {key: value for key, value in known.items() if key != "village"}
        facts = {**known, **stated}
        if not org.standings or facts != org.standing(day):
            org.standings.append((day, facts))
        if org.closed:  # what would begin after the closing day never was
            org.coverages = [period for period in org.coverages if period.start < first_day(org.closed)]
        self._cover(org, day, says)
        if "guide" in says:
            replace_period(org.postings, says["guide"], day)
        for kind in MASS:
            if kind in says:
                running = [period for period in org.mass if period.what == kind]
                replace_period(running, kind if says[kind] else "", day)
                org.mass = [period for period in org.mass if period.what != kind] + running

    def _cover(self, org: Org, day: date, says: dict[str, Any]) -> None:
        current = org.coverage(day)
        if says.get("built") is False:
            if current:
                current.end = day
            return
        if "branch" not in says:
            return
        key = says["branch"].key
        branch = self.branches[key]
        group = GROUPS[says["mode"]] if "mode" in says else None
        if current and current.what == key and group in (None, current.group):
            return
        if group is None:
            group = "joint" if "联合" in says["branch_name"] else "single"
        start = self._start(org, day, branch, current)
        if not org.closed or start < first_day(org.closed):
            org.coverages.append(Period(key, start, None, group))
            if group == "single" and not branch.registered:
                branch.host = org
            branch.registered = True
        if current:
            current.end = day

    def _start(self, org: Org, day: date, branch: Branch, current: Period | None) -> date:
        """When coverage begins (design.md, "What a row states")."""
        if current or not branch.founded:
            return day
        founded = first_day(branch.founded)
        if org.coverages:
            last = max(period.end or first_day(org.closed) for period in org.coverages)
            return founded if founded > last else day
        return max(founded, first_day(org.established)) if org.established else founded

    def figures(self, day: date, by: str, inside: str = "") -> dict[str, dict[str, Any]]:
        """The rows of the coverage table on `day` by "region" (towns) or "kind", and "total".

        `inside` is the code of a town: then the rows are its villages, and "" for organizations at the town itself.
        """
        rows: dict[str, list[Org]] = {"total": []}
        for org in self.orgs:
            facts = org.standing(day)
            if not org.in_base(day) or not facts["town"].startswith(inside):
                continue
            place = facts.get("village", "") if inside else facts["town"]
            rows.setdefault(place if by == "region" else org.kind, []).append(org)
            rows["total"].append(org)
        return {key: self._count(day, orgs) for key, orgs in rows.items()}

    def _count(self, day: date, orgs: list[Org]) -> dict[str, Any]:
        row: dict[str, Any] = dict.fromkeys(COUNTS, 0)
        seen: set[int] = set()
        for org in orgs:
            coverage = org.coverage(day)
            group = coverage.group if coverage else ""
            covered = group in ("single", "joint", "affiliated")
            guided = any(period.on(day) for period in org.postings)
            full = org.standing(day).get("full", 0)
            row["total"] += 1
            if group:
                row[group] += 1
                seen.add(coverage.what)
            row["covered"] += covered
            row["guided"] += guided and not covered
            row["guided_built"] += guided and covered
            row["mass"] += not covered and not guided and any(period.on(day) for period in org.mass)
            row["should_build"] += full >= 3
            row["should_built"] += full >= 3 and covered
            row["full_members"] += full
            seen |= {key for key, branch in self.branches.items() if branch.host is org and branch.exists(day)}
        row["work_covered"] = row["covered"] + row["guided"] + row["mass"]
        row["branches"] = len(seen)
        row["rates"] = rates(row)
        return row


def rates(row: dict[str, Any]) -> dict[str, float | None]:
    """The rates of a row of counts, as fractions; None for 0/0."""
    pairs = {
        "organization": (row["covered"], row["total"]),
        "single": (row["single"], row["total"]),
        "independent": (row["covered"] - row["affiliated"], row["total"]),
        "work": (row["work_covered"], row["total"]),
        "should_build": (row["should_built"], row["should_build"]),
    }
    return {key: part / whole if whole else None for key, (part, whole) in pairs.items()}


def replace_period(periods: list[Period], what: Any, day: date) -> None:
    """From `day` on `what` is in force and nothing else; an empty `what` only ends."""
    running = [period for period in periods if period.on(day)]
    for period in running:
        if period.what != what:
            period.end = day
    if what and not any(period.what == what for period in running):
        periods.append(Period(what, day))


def finer(known: str, stated: str) -> str:
    """What is known of a date after one more statement: a coarser date that contains the known one is the same."""
    return known if not stated or known.startswith(stated) else stated


def kind_of(says: dict[str, Any]) -> str | None:
    """The kind that the row states: said outright, or told by the category or by the first digit of the code."""
    if "kind" in says:
        return says["kind"]
    if says["kind_from"] == "category":
        social = ("社会团体", "民办非企业单位", "基金会", "律师事务所")
        return "social" if says["category"] in social else "enterprise"
    return CODE_KINDS.get(str(says.get("code", "-"))[0])


def errors_of(says: dict[str, Any]) -> set[str]:
    """The findings that keep a row out."""
    errors = set()
    dates = [says[key] for key in ("established", "closed", "branch_founded") if key in says]
    if not all(PARTIAL.fullmatch(text) for text in dates):
        errors.add("bad_date")
    if isinstance(says.get("full"), str):
        errors.add("bad_number")
    if isinstance(says.get("built"), str):
        errors.add("bad_choice")
    if isinstance(says.get("code"), float):
        errors.add("damaged_number")
    elif kind_of(says) is None:
        errors.add("required")
    if says.get("built") is True and "branch" not in says:
        errors.add("required")
    return errors
