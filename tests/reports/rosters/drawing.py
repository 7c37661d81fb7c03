"""Registers drawn at random, straight into the database, for tests of rosters."""

import random
from datetime import date, timedelta

from members.choices import Education, Person, Position, SecretarySource, State
from members.models import Candidate, Membership, PartyMember, PersonType, Post, Relation, Step, Workplace
from members.secrets import seal
from orgs.choices import Level
from orgs.models import BranchLevel, Guide, Organization, PartyBranch, Posting, Region, Term
from tests.people import id_number
from tests.reports.rosters.office import DAY

SURNAMES, GIVEN = "张王李赵钱孙周吴", ("伟", "芳", "小红", "志强", "海 燕", "明")


class Draw:
    """Registers at random, straight into the database."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.branches = list(PartyBranch.objects.filter(dissolved=""))
        self.organizations = list(Organization.objects.filter(closed=""))

    def day(self, first: int, last: int) -> date:
        """A day of these years."""
        return date(first, 1, 1) + timedelta(self.random.randrange(365 * (last - first)))

    def partial(self, day: date) -> str:
        """The day, or its month or year."""
        return day.isoformat()[: self.random.choice((4, 7, 10, 10))]

    def name(self) -> str:
        return self.random.choice(SURNAMES) + self.random.choice(GIVEN).replace(" ", "")

    def someone(self, model, number: int, **values):
        """A person, mostly with a number."""
        born = self.day(1950, 2000)
        sealed = seal(id_number(born.isoformat(), number % 500)) if self.random.random() < 0.8 else seal("")
        known = {"id_sealed": sealed.text, "id_index": sealed.index}
        birth = born.isoformat() if sealed.text or self.random.random() < 0.5 else self.partial(born)
        sex = {"sex": "1"} if self.random.random() < 0.7 else {}
        education = {"education": self.random.choice(Education.values)}
        return model.objects.create(name=self.name(), birth=birth, **known, **sex, **education, **values)

    def member(self, number: int):
        """A member with periods that ended, that run, and that may begin later."""
        joined = self.day(1990, 2023)
        one = self.someone(PartyMember, number, joined=self.partial(joined), phone="13800001234")
        start = self.day(2023, 2024)
        if self.random.random() < 0.6:
            end = start + timedelta(200)
            PersonType.objects.create(member=one, person=Person.PROBATIONARY, start=start, end=end)
            PersonType.objects.create(member=one, person=Person.FULL, start=end)
            one.full = end.isoformat()
            one.save()
        else:
            PersonType.objects.create(member=one, person=Person.PROBATIONARY, start=start)
        Membership.objects.create(member=one, branch=self.random.choice(self.branches), start=start)
        if self.random.random() < 0.8:
            place = self.random.choice(self.organizations)
            Workplace.objects.create(member=one, organization=place, start=start, job="会计")
        if self.random.random() < 0.5:
            state = self.random.choice(State.values)
            Relation.objects.create(member=one, state=state, start=start, where="外省" if state == "floating" else "")

    def candidate(self, number: int):
        """A person some steps on the way, a year apart."""
        branch = self.random.choice(self.branches)
        place = self.random.choice([None, *self.organizations])
        one = self.someone(Candidate, number + 200, branch=branch, organization=place, note="骨干\n党员推荐")
        day = self.day(2021, 2022)
        for step in range(1, self.random.randrange(2, 15)):
            day += timedelta(400 if step == 7 else 5)
            Step.objects.create(
                candidate=one, number=step, day=min(day, DAY), people="王芳、李敏" if step in (5, 9) else ""
            )

    def branch(self, number: int):
        """A branch below another, with a term and a secretary."""
        region = Region.objects.get(code="330199001")
        one = PartyBranch.objects.create(
            name=f"中共新办{number}支部委员会",
            region=region,
            superior=self.random.choice(self.branches),
            host=self.random.choice([None, *self.organizations]),
            established=self.partial(self.day(2010, 2020)),
            phone="87654321",
        )
        BranchLevel.objects.create(branch=one, level=self.random.choice(Level.values), start=date(1900, 1, 1))
        elected = self.day(2021, 2024)
        Term.objects.create(branch=one, number=number + 1, elected=elected, due=elected + timedelta(1095))
        Post.objects.create(
            branch=one,
            position=Position.SECRETARY,
            name=self.name(),
            phone="13900001111",
            source=self.random.choice(SecretarySource.values),
            start=elected,
        )
        self.branches.append(one)

    def guide(self, number: int):
        """A guide with postings."""
        region = self.random.choice(list(Region.objects.filter(code__startswith="330199001")))
        one = Guide.objects.create(name=self.name(), unit=f"城关镇{number}办", post="干事", region=region)
        for place in self.random.sample(self.organizations, self.random.randrange(3)):
            Posting.objects.create(guide=one, organization=place, start=self.day(2023, 2025))

    def county(self, *, members: int = 25, candidates: int = 8, others: int = 6):
        """Some of everything."""
        for number in range(others):
            self.branch(number)
            self.guide(number)
        for number in range(members):
            self.member(number)
        for number in range(candidates):
            self.candidate(number)
