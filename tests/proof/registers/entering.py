"""Enters a made-up county (lives.py) into the registers, row by row as forms and imports leave them."""

from liangxin.periods import BEGINNING
from members import models as people
from orgs import models
from orgs.choices import Level
from tests.proof.registers.lives import LAST, Lives, Unit

SELDOM = {"committee": Level.COMMITTEE, "general": Level.GENERAL, "joint_branch": Level.JOINT_BRANCH}


class Clerk:
    """Enters everything; what names something entered before is found by its name."""

    def __init__(self, lives: Lives):
        self.lives = lives
        self.towns, self.units, self.branches, self.guides = {}, {}, {}, {}

    def enter(self) -> None:
        """Enter the whole county."""
        for code, name in (("330199", "青溪县"), ("330199001", "甲镇"), ("330199002", "乙镇"), ("330199003", "丙镇")):
            self.towns[code] = models.Region.objects.create(code=code, name=name)
        for unit in self.lives.units:
            self._unit(unit)
        for branch in self.lives.branches:
            self._branch(branch)
        for unit in self.lives.units:
            self._facts(unit)
        for member in self.lives.members:
            self._member(member)
        for candidate in self.lives.candidates:
            self._candidate(candidate)
        for venue in self.lives.venues:
            models.Venue.objects.create(
                name=venue.name,
                region=self.towns[venue.town],
                opened=venue.opened.isoformat(),
                closed=_text(venue.closed),
                has=list(venue.has),
            )

    def _unit(self, unit: Unit):
        one = models.Organization.objects.create(
            name=unit.name, kind=unit.kind, established=unit.established.isoformat(), closed=_text(unit.closed)
        )
        self.units[unit.name] = one
        models.Standing.objects.create(
            organization=one,
            region=self.towns[unit.town],
            start=BEGINNING,
            stated_on=LAST,
            full_members=unit.full_members,
            direct=unit.direct or None,
            operating=unit.operating,
        )

    def _branch(self, branch):
        one = models.PartyBranch.objects.create(
            name=branch.name,
            region=self.towns[branch.town],
            established=branch.established,
            dissolved=_text(branch.dissolved),
            host=self.units[branch.host.name] if branch.host else None,
        )
        self.branches[branch.name] = one
        level = SELDOM.get(branch.level, Level.BRANCH)
        models.BranchLevel.objects.create(branch=one, level=level, start=BEGINNING)

    def _facts(self, unit: Unit):
        one = self.units[unit.name]
        for branch, mode, start, end in unit.covers:
            branch = self.branches[branch.name]
            models.Coverage.objects.create(branch=branch, organization=one, mode=mode, start=start, end=end)
        for guide, start, end in unit.postings:
            posting = models.Posting.objects.create(guide=self._guide(guide), organization=one, start=start, end=end)
            for name, day in unit.visits:
                if name == guide and start <= day and (end is None or day < end):
                    models.Visit.objects.create(posting=posting, day=day)
        for found, settled in unit.matters:
            state = "done" if settled else "open"
            models.Matter.objects.create(organization=one, text="事项", found=found, settled=settled, state=state)

    def _guide(self, name):
        if name not in self.guides:
            self.guides[name] = models.Guide.objects.create(name=name, region=self.towns["330199"])
        return self.guides[name]

    def _member(self, member):
        one = people.PartyMember.objects.create(name=member.name, left=_text(member.left))
        for person, start, end in member.types:
            people.PersonType.objects.create(member=one, person=person, start=start, end=end)
        for branch, start, end in member.branches:
            branch = self.branches[branch.name]
            people.Membership.objects.create(member=one, branch=branch, start=start, end=end)
        for state, start, end in member.states:
            people.Relation.objects.create(member=one, state=state, start=start, end=end)
        for origin, target, sent, valid, settled, state in member.letters:
            people.Transfer.objects.create(
                member=one,
                origin=self.branches[origin.name] if origin else None,
                target=self.branches[target.name] if target else None,
                outside="" if origin and target else "县外",
                direction="in" if origin is None else "out" if target is None else "within",
                sent=sent,
                valid_until=valid,
                settled=settled,
                state=state,
            )

    def _candidate(self, candidate):
        branch = self.branches[candidate.branch.name]
        one = people.Candidate.objects.create(name=candidate.name, branch=branch, ended=_text(candidate.ended))
        for number, day in candidate.steps.items():
            people.Step.objects.create(candidate=one, number=number, day=day)


def _text(day) -> str:
    return day.isoformat() if day else ""
