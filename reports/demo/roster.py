"""The Party members of the made-up county: who they are, where they work, in which branch, and how that changed."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from liangxin.codes import id_number_check
from liangxin.dates import first_day
from members import secrets
from members.choices import Education, Left, Person, Position, SecretarySource, Sex, State
from members.models import CompleteRoster, Membership, PartyMember, PersonType, Post, Relation, Workplace
from orgs.choices import Mode
from orgs.models import PartyBranch
from reports.demo import words
from reports.demo.covering import Covering
from reports.demo.days import Days, between
from reports.demo.organizations import OPERATING, Unit, person, phone
from reports.demo.places import Places, village_branch
from reports.demo.statuses import COVERED

MOST = 120  # members drawn for one organization, however many its survey states
EDUCATIONS = (
    (Education.POSTGRADUATE,) * 2
    + (Education.BACHELOR,) * 9
    + (Education.COLLEGE,) * 8
    + (Education.VOCATIONAL, Education.HIGH_SCHOOL, Education.HIGH_SCHOOL, Education.MIDDLE_SCHOOL)
)
WITH_NUMBER = 0.6  # share of members whose ID number was entered
COMPLETE = 0.5  # share of organizations whose roster was marked complete
JOBS = words.listed("总经理 副总经理 车间主任 技术员 会计 行政专员 班组长 质检员 销售经理 教师 护士 司机 操作工")


@dataclass
class Drawn:
    """A member with what the other modules need to know while drawing."""

    member: PartyMember
    unit: Unit
    branch: PartyBranch
    joined: date
    full: date | None  # None for a 预备党员
    here: date  # since when in the branch and at the workplace


@dataclass
class Roster:
    """Draws into its lists."""

    rng: Random
    days: Days
    made: Places
    drawn: list[Drawn] = field(default_factory=list)
    types: list[PersonType] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    workplaces: list[Workplace] = field(default_factory=list)
    complete: list[CompleteRoster] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    numbered: set[tuple[date, int]] = field(default_factory=set)  # births and lines of ID numbers that were given

    def draw(self, units: list[Unit], covering: Covering) -> None:
        """Draw the members of all units that operate, and who holds posts in their branches."""
        covers = {}
        for one in covering.coverages:
            if one.covers(self.days.today) and one.mode != Mode.FUNCTIONAL:
                covers[id(one.organization)] = one.branch
        for unit in units:
            if unit.fate != OPERATING or not (0 < unit.members <= MOST):
                continue
            branch = covers.get(id(unit.organization)) or self._village(unit)
            for _ in range(unit.members):
                self._member(unit, branch, probationary=False)
            if unit.status in COVERED and self.rng.random() < 0.25:
                self._member(unit, branch, probationary=True)
            if self.rng.random() < COMPLETE:
                start = max(self.days.surveyed + timedelta(days=1), unit.open_day)
                self.complete.append(CompleteRoster(organization=unit.organization, start=start))
        self._some_left()
        self._posts()

    @property
    def members(self) -> list[PartyMember]:
        """The members themselves."""
        return [one.member for one in self.drawn]

    def _village(self, unit):
        village = unit.region
        if village is unit.place.region and unit.place.villages:
            village = unit.place.villages[0]
        return village_branch(self.made, unit.place, village, self.rng)

    def _member(self, unit, branch, *, probationary):
        rng, days = self.rng, self.days
        founded = first_day(branch.established) if branch.established else days.opened
        here = between(rng, max(unit.open_day, founded, days.opened), days.surveyed - timedelta(days=30))
        if rng.random() < 0.7:
            here = max(unit.open_day, founded, days.opened)
        if probationary:
            joined = between(rng, days.today - timedelta(days=340), days.today - timedelta(days=20))
            here, full = max(here, joined), None
        else:
            joined = between(rng, date(1992, 3, 1), here - timedelta(days=400))
            if rng.random() < 0.12 and unit.open_day < days.opened:
                joined = between(rng, days.opened, days.today - timedelta(days=460))
                here = joined
            full = joined + timedelta(days=366)
            here = max(here, joined)
        one = self._person(joined)
        one.joined, one.full = joined.isoformat(), full.isoformat() if full else ""
        self._periods(one, unit, branch, joined, full, here)
        self.drawn.append(Drawn(one, unit, branch, joined, full, here))

    def _person(self, joined):
        rng = self.rng
        birth = between(rng, date(joined.year - 34, 1, 1), date(joined.year - 19, 1, 1))
        sex = rng.choice((Sex.MALE, Sex.MALE, Sex.FEMALE))
        one = PartyMember(
            name=person(rng),
            sex=sex,
            birth=birth.isoformat(),
            ethnicity=rng.choices(("汉族", "壮族", "回族", "苗族"), (92, 4, 2, 2))[0],
            education=rng.choice(EDUCATIONS),
            phone=phone(rng),
        )
        if rng.random() < WITH_NUMBER:
            sealed = secrets.seal(self._number(birth, sex))
            one.id_sealed, one.id_index = sealed.text, sealed.index
        return one

    def _number(self, birth, sex):
        """A number of a county that does not exist, given once; the 17th digit is odd for men."""
        line = int(sex == Sex.MALE)
        while (birth, line) in self.numbered:
            line += 2
        self.numbered.add((birth, line))
        body = f"{words.COUNTY_CODE}{birth:%Y%m%d}{line:03}"
        return body + id_number_check(body)

    def _periods(self, one, unit, branch, joined, full, here):
        rng = self.rng
        first = Person.PROBATIONARY if full is None or joined >= self.days.opened else Person.FULL
        if first == Person.FULL:
            self.types.append(PersonType(member=one, person=Person.FULL, start=full))
        else:
            self.types.append(PersonType(member=one, person=Person.PROBATIONARY, start=joined, end=full))
            if full:
                self.types.append(PersonType(member=one, person=Person.FULL, start=full))
        self.memberships.append(Membership(member=one, branch=branch, start=here))
        self.workplaces.append(Workplace(member=one, organization=unit.organization, start=here, job=rng.choice(JOBS)))
        if rng.random() < 0.04 and here < self.days.surveyed:
            state = rng.choice((State.FLOATING, State.FLOATING, State.POCKET, State.LOST))
            where = {State.FLOATING: "外出务工", State.POCKET: "介绍信未交", State.LOST: ""}[state]
            start = between(rng, here + timedelta(days=1), self.days.surveyed)
            self.relations.append(Relation(member=one, state=state, where=where, start=start))

    def _some_left(self):
        """A few were members until somebody moved away or died; they are in no figure of today."""
        rng, days = self.rng, self.days
        units = [one for one in self.drawn if one.here < days.year_end]
        for one in rng.sample(units, min(len(units) // 40, 25)):
            gone = between(rng, one.here + timedelta(days=30), days.today)
            again = self._person(one.joined)
            again.joined, again.full = one.member.joined, one.member.full
            again.left, again.left_why = gone.isoformat(), rng.choice((Left.DIED, Left.MOVED, Left.MOVED))
            for made, kind, values in (
                (self.types, PersonType, {"person": Person.FULL}),
                (self.memberships, Membership, {"branch": one.branch}),
                (self.workplaces, Workplace, {"organization": one.unit.organization}),
            ):
                made.append(kind(member=again, start=one.here, end=gone, **values))
            self.drawn.append(Drawn(again, one.unit, one.branch, one.joined, one.full, one.here))

    def _posts(self):
        """A secretary nearly everywhere, a committee where seven or more are."""
        by_branch = {}
        for one in self.drawn:
            if one.full and not one.member.left:
                by_branch.setdefault(id(one.branch), []).append(one)
        for people in by_branch.values():
            people.sort(key=lambda one: one.joined)
            if self.rng.random() < 0.06:
                continue  # a branch without a secretary
            holders = [Position.SECRETARY, *([Position.DEPUTY, *[Position.COMMITTEE] * 3] if len(people) > 6 else ())]
            for one, position in zip(people, holders, strict=False):
                self._post(one, position)

    def _post(self, one, position):
        rng = self.rng
        is_secretary = position == Position.SECRETARY
        post = Post(
            branch=one.branch,
            member=one.member,
            position=position,
            start=between(rng, max(one.here, one.full, self.days.opened), self.days.today),
            phone=one.member.phone if is_secretary else "",
            management=rng.choice(("总经理", "副总经理", "理事长", "部门经理")) if rng.random() < 0.55 else "",
            source=rng.choice(list(SecretarySource)) if is_secretary else "",
        )
        self.posts.append(post)
