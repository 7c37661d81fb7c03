"""A made-up county with known facts, drawn from a seed: what is so, before anybody writes it into a workbook.

Nothing here uses the product. A date is a str, as exact as it is known: "2019", "2019-07", "2019-07-01", "" unknown.
A value of None is one that nobody stated.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from random import Random

from tests.proof import words
from tests.proof.codes import COUNTY, credit_code

NO_GUIDE = "无"


@dataclass(frozen=True, slots=True)
class Branch:
    """One Party branch; `spellings` are ways to write the same name, `key` says which branch is meant."""

    key: int
    town: str
    spellings: tuple[str, ...]
    founded: str
    level: str
    mode: str  # the 组建方式 of the organizations it covers


@dataclass(frozen=True, slots=True)
class Org:
    """What is so of one organization when a survey is taken, as the town's clerk knows it."""

    number: int
    kind: str  # "enterprise" or "social"
    name: str
    code: str | float | None
    town: str
    village: str | None
    category: str
    industry: str
    established: str
    closed: str = ""
    operating: bool | None = None
    above_scale: bool | None = None
    employees: int | None = None
    full: int | str | None = None
    probationary: int | None = None
    built: bool | str | None = None
    mode: str | None = None
    branch: Branch | None = None
    branch_name: str | None = None
    branch_founded: str = ""  # as this clerk knows it: coarser than the truth, or not at all
    reason: str | None = None
    guide: tuple[str, str] | str | None = None  # (name, unit), NO_GUIDE, or nothing stated
    union: bool | None = None
    league: bool | None = None
    women: bool | None = None
    head: str = ""
    phone: str = ""


@dataclass(slots=True)
class County:
    """The places and, for one survey, the organizations by number."""

    towns: dict[str, str]
    villages: dict[str, str]
    orgs: dict[int, Org] = field(default_factory=dict)
    branches: list[Branch] = field(default_factory=list)

    def of_town(self, town: str) -> list[Org]:
        """The organizations of a town, in a clerk's order: by village, then by number."""
        return sorted(
            (org for org in self.orgs.values() if org.town == town), key=lambda org: (org.village or "", org.number)
        )

    def villages_of(self, town: str) -> list[str]:
        """The codes of a town's villages."""
        return [code for code in self.villages if code.startswith(town)]


def some_day(rng: Random, first: int, last: int) -> str:
    """A date between two years (inclusive), to the day, the month or the year; in 2025 before the first survey."""
    year = rng.randint(first, last)
    day = f"{year}-{rng.randint(1, 5 if year == 2025 else 12):02}-{rng.randint(1, 28):02}"
    return day[: rng.choice((4, 7, 7, 10, 10, 10))]


def some_start(rng: Random, first: int) -> str:
    """A founding date from the year `first` on, or of the last years, or unknown."""
    return rng.choice((some_day(rng, first, 2025), some_day(rng, 2020, 2024), ""))


def day_in_quarter(rng: Random) -> str:
    """A day or month of the quarter between the two surveys (July to September 2025)."""
    day = f"2025-{rng.randint(7, 9):02}-{rng.randint(2, 28):02}"
    return day[: rng.choice((7, 10, 10))]


class Maker:
    """Draws organizations and branches; every name, code and number is given once."""

    def __init__(self, rng: Random, county: County):
        self.rng, self.county = rng, county
        self.codes: set[str] = set()
        self.names: set[str] = set()
        self.number = 0
        people = [surname + given for surname in words.SURNAMES for given in words.GIVEN]
        rng.shuffle(people)
        # Each town has guides of its own: a name without a unit then means one person there.
        self.guides = {
            town: [(people[5 * place + each], rng.choice(words.UNITS)) for each in range(5)]
            for place, town in enumerate(county.towns)
        }

    def branch(self, town: str, spellings: Iterable[str], founded: str, level: str, mode: str) -> Branch:
        """A new branch of the county."""
        made = Branch(len(self.county.branches), town, tuple(spellings), founded, level, mode)
        self.county.branches.append(made)
        return made

    def org(self, town: str, established: str | None = None) -> Org:
        """A new organization of the town, without a branch."""
        rng, kind = self.rng, self.rng.choices(("enterprise", "social"), (7, 3))[0]
        if kind == "enterprise":
            form, (category, prefix) = rng.choice(list(words.ENTERPRISE_FORMS.items()))
            trade, industry = rng.choice(list(words.TRADES.items()))
        else:
            form, (category, prefix, industry) = rng.choice(list(words.SOCIAL_FORMS.items()))
            trade = ""
        self.number += 1
        full = rng.choices((None, 0, 1, 2, 3, 4, 6, 12), (2, 6, 3, 2, 3, 2, 1, 1))[0]
        return Org(
            number=self.number,
            kind=kind,
            name=self.name(trade, form),
            code=credit_code(rng, prefix, self.codes) if rng.random() < 0.88 else None,
            town=town,
            village=rng.choice(self.county.villages_of(town)) if rng.random() < 0.8 else None,
            category=category,
            industry=industry,
            established=some_start(rng, 1995) if established is None else established,
            operating=rng.choices((None, True, False), (5, 4, 1))[0],
            above_scale=rng.choices((None, False, True), (3, 5, 2))[0],
            employees=rng.choice((None, 3, 8, 15, 60, 120, 230)),
            full=full,
            probationary=rng.choice((None, 0, 0, 1)),
            guide=rng.choice(self.guides[town]) if rng.random() < 0.35 else rng.choice((None, NO_GUIDE)),
            union=rng.choice((None, None, False, True)),
            league=rng.choice((None, None, False, False, True)),
            women=rng.choice((None, None, False, False, True)),
            head=rng.choice(words.SURNAMES) + rng.choice(words.GIVEN),
            phone=f"139{rng.randint(0, 99999999):08}",
        )

    def name(self, trade: str, form: str) -> str:
        """A name that no other organization has."""
        while True:
            name = "青岭县" + self.rng.choice(words.FIRST) + self.rng.choice(words.SECOND) + trade + form
            if name not in self.names:
                self.names.add(name)
                return name

    def own_branch(self, org: Org, founded: str) -> Branch:
        """A branch of the organization's own: 支部, 总支 or 党委."""
        short = org.name.removeprefix("青岭县")
        forms = {
            "党支部": (f"中共{short}支部委员会", f"{short}党支部", f"中国共产党{short}支部委员会"),
            "党总支": (f"中共{short}总支部委员会", f"{short}党总支"),
            "党委": (f"中共{short}委员会", f"{short}党委"),
        }
        level = self.rng.choices(list(forms), (8, 2, 1))[0]
        return self.branch(org.town, forms[level], founded, level, "单独组建")

    def cover(self, org: Org, branch: Branch) -> Org:
        """The organization as the clerk knows it once `branch` covers it."""
        rng = self.rng
        mode = branch.mode
        if mode in words.JOINT_MODES and rng.random() < 0.3:
            mode = "联合组建"
        known = branch.founded[: rng.choice((4, 7, 10, 10))] if rng.random() < 0.85 else ""
        return replace(
            org,
            built=True,
            mode=mode,
            branch=branch,
            branch_name=rng.choice(branch.spellings),
            branch_founded=known,
            reason=None,
        )

    def joint_branch(self, town: str, theme: str, founded: str) -> Branch:
        """A joint branch of a town for organizations of a theme."""
        name = self.county.towns[town] + theme
        spellings = (f"中共{name}联合支部委员会", f"{name}联合党支部", f"{name}联合支部")
        return self.branch(town, spellings, founded, "联合党支部", self.rng.choice(words.JOINT_MODES))


def places(rng: Random, towns: int) -> County:
    """The county's towns and villages; several towns have a village of the same name."""
    names = rng.sample(words.TOWNS, towns)
    town_codes = {f"{COUNTY}{100 + place}": name for place, name in enumerate(names, 1)}
    villages = {}
    for town in town_codes:
        for place, name in enumerate(rng.sample(words.VILLAGES, rng.randint(4, 7)), 1):
            villages[f"{town}{200 + place}"] = name
    return County(town_codes, villages)


def regions_csv(county: County) -> str:
    """The county's places as `load_regions` reads them."""
    rows = [(COUNTY, "青岭县"), *county.towns.items(), *county.villages.items()]
    return "code,name\n" + "".join(f"{code},{name}\n" for code, name in rows)


def first_survey(rng: Random, towns: int) -> tuple[County, Maker]:
    """The county as its towns know it at the first survey."""
    county = places(rng, towns)
    maker = Maker(rng, county)
    for town in county.towns:
        _found_town(maker, town)
    return county, maker


def _found_town(maker: Maker, town: str) -> None:
    """Draw a town's organizations, their branches and what its clerk gets wrong."""
    rng, county = maker.rng, maker.county
    joint = [
        maker.joint_branch(town, theme, some_start(rng, 2014))
        for theme in rng.sample(words.JOINT_THEMES, rng.randint(1, 3))
    ]
    village = county.villages[rng.choice(county.villages_of(town))]
    host = maker.branch(
        town, (f"中共{village}支部委员会", f"{village}党支部"), some_day(rng, 1998, 2016), "党支部", "挂靠组建"
    )
    for _ in range(rng.randint(14, 26)):
        org = maker.org(town)
        state = rng.choices(("single", "joint", "affiliated", "functional", "unbuilt", "blank"), (22, 22, 8, 5, 38, 5))[
            0
        ]
        if state == "single":
            org = maker.cover(org, maker.own_branch(org, founded_after(rng, org)))
        elif state == "joint":
            org = maker.cover(org, rng.choice(joint))
        elif state == "affiliated":
            org = maker.cover(org, host)
        elif state == "functional":
            name = org.name.removeprefix("青岭县") + "功能型党支部"
            branch = maker.branch(town, (name,), founded_after(rng, org), "党支部", "功能型")
            org = maker.cover(org, branch)
        elif state == "unbuilt":
            org = replace(org, built=False, reason=rng.choice(words.REASONS))
        county.orgs[org.number] = _with_an_end(rng, org)
    _spoil_one(rng, county, town)


def founded_after(rng: Random, org: Org) -> str:
    """A founding date of an organization's own branch: not before the organization's own, or unknown."""
    first = int(org.established[:4]) + 1 if org.established else 2008
    return "" if rng.random() < 0.12 or first > 2024 else some_day(rng, first, 2024)


def _with_an_end(rng: Random, org: Org) -> Org:
    """Some organizations have closed; the clerk lists no guide and no mass group for them."""
    dated = org.established and org.established[:4] <= "2021" and (org.branch is None or org.branch_founded)
    if not dated or rng.random() > 0.2:
        return org
    after = max(2022, int(org.branch_founded[:4] or 0) + 1 if org.branch else 0)
    if after > 2024:
        return org
    return replace(org, closed=some_day(rng, after, 2024), guide=None, union=None, league=None, women=None)


def _spoil_one(rng: Random, county: County, town: str) -> None:
    """In most towns the clerk writes one row that cannot be taken in; it belongs to an organization on its own."""
    alone = [org for org in county.of_town(town) if org.branch is None]
    if not alone or rng.random() < 0.3:
        return
    org = rng.choice(alone)
    county.orgs[org.number] = rng.choice(
        (
            replace(org, established="二〇一九年底"),
            replace(org, full="约30"),
            replace(org, built="待定"),
            replace(org, code=915206261234567000.0),
            replace(org, built=True, mode="单独组建", reason=None),  # no name of a branch
        )
    )
