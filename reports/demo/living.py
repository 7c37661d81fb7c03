"""The life of the made-up county's branches: terms, venues, transfers, matters to follow, quarterly confirmations."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from liangxin.dates import first_day
from liangxin.months import shifted
from members.choices import Direction, State, TransferState
from members.models import Relation, Transfer
from orgs.choices import ActivityKind, Level, MatterState
from orgs.defaults import SIX
from orgs.models import Activity, Confirmation, Matter, PartyBranch, Term, Venue
from reports.demo.attending import Attending
from reports.demo.days import Days, between
from reports.demo.organizations import OPERATING, Unit
from reports.demo.places import Places
from reports.demo.roster import Roster

YEARS = {Level.COMMITTEE: 5, Level.WORK_COMMITTEE: 5}
OPEN_LETTERS, SETTLED_LETTERS = 6, 28
NEGLECTED = 0.15  # share of branches whose term ended in the last year and that have not elected again
SILENT = 0.08  # share of branches without a meeting for more than half a year
MONTHS_OF_LIFE = 22
MEETINGS = {0: (ActivityKind.ASSEMBLY,), 1: (ActivityKind.LECTURE,)}  # by the place of the month in its quarter
TOPICS = {
    ActivityKind.PARTY_DAY: ("学习研讨", "志愿服务", "参观红色教育基地", "岗位练兵", "走访困难职工"),
    ActivityKind.ASSEMBLY: ("讨论季度工作安排", "讨论发展党员", "通报党费收缴情况"),
    ActivityKind.LECTURE: ("书记讲党课", "邀请党校教师讲党课", "安全生产与党员责任"),
}
RESULTS = ("已协调落实。", "已由镇里牵头解决。", "企业已整改。")


@dataclass
class Living:
    """Draws into its lists."""

    rng: Random
    days: Days
    made: Places
    terms: list[Term] = field(default_factory=list)
    venues: list[Venue] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    matters: list[Matter] = field(default_factory=list)
    confirmations: list[Confirmation] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)

    def draw(self, units: list[Unit], roster: Roster, attending: Attending) -> None:
        """Draw everything; of members on the way the roster's state is set too."""
        levels = {id(one.branch): one.level for one in self.made.levels if one.end is None}
        for branch in self.made.branches:
            if not branch.dissolved:
                self._terms(branch, YEARS.get(levels.get(id(branch)), 3))
        for place in self.made.places:
            for number in range(self.rng.choice((1, 1, 2))):
                self._venue(place, number)
        self._letters(roster)
        for visit in attending.visits:
            if visit.problems and self.rng.random() < 0.4:
                self._matter(visit)
        self._confirm(units)
        for branch in {id(one.branch): one.branch for one in roster.drawn if one.full}.values():
            self._meet(branch)

    def _terms(self, branch: PartyBranch, years: int):
        """An election every term since the branch was founded; some are late by a few months."""
        rng, days = self.rng, self.days
        founded = first_day(branch.established) if branch.established else date(days.opened.year - 1, 5, 1)
        elected, number = max(founded, date(days.opened.year - years, 4, 1)), 1
        while elected <= days.today:
            due = shifted(elected, 12 * years)
            self.terms.append(Term(branch=branch, number=number, elected=elected, due=due))
            if due <= days.today and (days.today - due).days < 400 and rng.random() < NEGLECTED:
                return  # the election is overdue
            late = rng.randint(20, 200) if rng.random() < 0.12 else -rng.randint(0, 40)
            elected, number = due + timedelta(days=late), number + 1

    def _venue(self, place, number):
        rng = self.rng
        name = f"{place.region.name}两新党群服务中心" if not number else f"{place.region.name}红色驿站"
        has = [key for key, _ in SIX if rng.random() < 0.93]
        opened = str(rng.randint(2015, self.days.year_end.year))
        self.venues.append(
            Venue(
                name=name,
                region=place.region,
                branch=place.committee,
                address=f"{place.region.name}党群路{rng.randint(1, 99)}号",
                area=rng.choice((60, 80, 120, 200, 300)),
                opened=opened,
                has=has,
            )
        )

    def _letters(self, roster: Roster):
        """Letters on their way, the first of them overdue, and those of the last years that arrived or came back."""
        rng, days = self.rng, self.days
        stated = {id(one.member) for one in roster.relations}
        free = [one for one in roster.drawn if one.full and not one.member.left and id(one.member) not in stated]
        rng.shuffle(free)
        branches = {id(one.branch): one.branch for one in roster.drawn}
        others = list(branches.values())
        if len(others) < 2:
            return  # nowhere to go
        for number, one in enumerate(free[: OPEN_LETTERS + SETTLED_LETTERS]):
            letter = Transfer(member=one.member, direction=Direction.WITHIN, origin=one.branch)
            if number < OPEN_LETTERS:
                letter.sent = days.today - timedelta(days=150 if number == 0 else rng.randint(3, 40))
                letter.target = rng.choice([other for other in others if other is not one.branch])
                roster.relations.append(Relation(member=one.member, state=State.LETTER, start=letter.sent))
            else:
                letter.sent = between(rng, max(one.here - timedelta(days=30), days.opened), days.surveyed)
                self._settle(letter, one, others)
            letter.letter = f"青溪组转〔{letter.sent.year}〕{number + 1:03}号"
            letter.valid_until = letter.sent + timedelta(days=90)
            self.transfers.append(letter)

    def _settle(self, letter, one, others):
        """It came from elsewhere to where the member is now, or came back."""
        rng = self.rng
        letter.settled = min(letter.sent + timedelta(days=rng.randint(4, 60)), self.days.today)
        if rng.random() < 0.15:
            letter.state, letter.reason = TransferState.BACK, "抬头与党支部名称不符"
            letter.target = rng.choice([other for other in others if other is not one.branch])
            return
        letter.state, letter.target, letter.origin = TransferState.RECEIVED, one.branch, None
        if rng.random() < 0.5:
            letter.direction, letter.outside = Direction.IN, "外省某市人力资源服务中心党支部"
        else:
            letter.origin = rng.choice([other for other in others if other is not one.branch])

    def _matter(self, visit):
        rng, days = self.rng, self.days
        matter = Matter(
            # By key: written rows have made Django forget the objects (see County.busiest_guide).
            organization=visit.posting.organization,
            visit=visit,
            text=visit.problems,
            found=visit.day,
            due=visit.day + timedelta(days=30),
        )
        age = (days.today - visit.day).days
        if age > 60 or rng.random() < 0.5:
            matter.state, matter.result = MatterState.DONE, rng.choice(RESULTS)
            matter.settled = min(visit.day + timedelta(days=rng.randint(5, 55)), days.today)
        elif rng.random() < 0.5:
            matter.state, matter.handler = MatterState.DOING, "镇党建办"
        self.matters.append(matter)

    def _meet(self, branch: PartyBranch):
        """A Party day each month, an assembly and a lecture each quarter; a few branches have been silent for long."""
        rng, days = self.rng, self.days
        founded = first_day(branch.established) if branch.established else days.opened
        last = days.today - timedelta(days=rng.randint(200, 500) if rng.random() < SILENT else 0)
        month = shifted(days.today.replace(day=1), -MONTHS_OF_LIFE)
        while month <= last:
            kinds = [ActivityKind.PARTY_DAY, *MEETINGS.get(month.month % 3, ())]
            for kind in kinds:
                day = month + timedelta(days=rng.randint(2, 26))
                if founded <= day <= last:
                    topic = rng.choice(TOPICS[kind])
                    self.activities.append(
                        Activity(branch=branch, kind=kind, day=day, topic=topic, present=rng.randint(3, 9))
                    )
            month = shifted(month, 1)

    def _confirm(self, units):
        """Some towns said of most of their organizations this quarter that nothing changed."""
        rng, days = self.rng, self.days
        first = date(days.today.year, (days.today.month - 1) // 3 * 3 + 1, 1)
        eager = {place.region.code: rng.choice((0.9, 0.7, 0.4, 0)) for place in self.made.places}
        for unit in units:
            if unit.fate == OPERATING and rng.random() < eager[unit.place.region.code]:
                day = between(rng, first, days.today)
                self.confirmations.append(Confirmation(organization=unit.organization, day=day, user_name="县级管理员"))
