"""The same county a quarter later: what changed between the two surveys, and what its clerks leave out."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.proof import words
from tests.proof.codes import credit_code
from tests.proof.columns import JOINT
from tests.proof.county import NO_GUIDE, Branch, County, Maker, Org, day_in_quarter, some_day

Change = Callable[["Quarter", Org], Org]


class Quarter:
    """Draws one change for most organizations."""

    def __init__(self, rng: Random, county: County, maker: Maker):
        self.rng, self.maker = rng, maker
        self.county = County(county.towns, county.villages, {}, county.branches)
        self.old_joint = {
            town: sorted(
                {
                    org.branch.key: org.branch for org in county.of_town(town) if org.branch and org.mode in JOINT
                }.values(),
                key=lambda branch: branch.key,
            )
            for town in county.towns
        }
        self.new_joint: dict[str, Branch] = {}
        self.known = len(county.branches)

    def one_org(self, org: Org) -> Org | None:
        """The organization as the next survey has it; None when the clerk left its row out."""
        if self.rng.random() < 0.06:
            return None
        org = mended(org)
        if org.closed:
            return org
        for change, chance in CHANGES:
            if self.rng.random() < chance:
                org = change(self, org)
        return org

    def rebuild(self, org: Org) -> Org:
        """Another branch or none: newly built, lost, regrouped, or a row whose clerk says nothing of it."""
        rng = self.rng
        if org.built is None:
            return self._fresh(org) if rng.random() < 0.5 else org
        if org.built is False:
            # A branch newly built was founded in the quarter; the figures of the day before stay as they were.
            return self._fresh(org) if rng.random() < 0.7 else replace(org, built=None, reason=None)
        others = [branch for branch in self.old_joint[org.town] if branch != org.branch]
        fate = rng.choice(("lost", "blank", "joint", "single"))
        if fate == "lost":
            return replace(without_branch(org), built=False, reason=rng.choice(words.REASONS))
        if fate == "blank":
            return without_branch(org)
        if fate == "joint" and others:
            return self.maker.cover(org, rng.choice(others))
        return org if org.mode == "单独组建" else self._own(org)

    def _fresh(self, org: Org) -> Org:
        return self._own(org) if self.rng.random() < 0.5 else self._new_joint(org)

    def _own(self, org: Org) -> Org:
        return self.maker.cover(org, self.maker.own_branch(org, day_in_quarter(self.rng)))

    def _new_joint(self, org: Org) -> Org:
        if org.town not in self.new_joint:
            branch = self.maker.joint_branch(org.town, "新兴领域", day_in_quarter(self.rng))
            self.new_joint[org.town] = branch
        return self.maker.cover(org, self.new_joint[org.town])

    def _has_new_branch(self, org: Org) -> bool:
        return org.branch is not None and org.branch.key >= self.known

    def restaff(self, org: Org) -> Org:
        """Another guide, none, or a blank cell; mass groups founded, ended or not mentioned."""
        rng = self.rng
        return replace(
            org,
            guide=rng.choice((None, NO_GUIDE, rng.choice(self.maker.guides[org.town]))),
            union=rng.choice((None, False, True)),
            league=rng.choice((None, False, True)),
            women=rng.choice((None, False, True)),
        )

    def recount(self, org: Org) -> Org:
        """Other numbers, or cells left blank."""
        rng = self.rng
        return replace(
            org,
            full=rng.choice((None, 0, 1, 2, 3, 5, 8)),
            employees=rng.choice((None, 5, 40, 150)),
            above_scale=rng.choice((None, True, False)),
        )

    def stop_or_start(self, org: Org) -> Org:
        """It stopped operating, works again, or nobody says."""
        return replace(org, operating=self.rng.choice((None, False, True)))

    def move_village(self, org: Org) -> Org:
        """To another village of the town."""
        return replace(org, village=self.rng.choice(self.county.villages_of(org.town)))

    def move_town(self, org: Org) -> Org:
        """To another town: only with a code to be known by; a branch that sits in a village does not come along."""
        if not isinstance(org.code, str) or org.mode in ("挂靠组建", "功能型") or self._has_new_branch(org):
            return org
        town = self.rng.choice([town for town in self.county.towns if town != org.town])
        village = self.rng.choice((None, *self.county.villages_of(town)))
        return replace(org, town=town, village=village, guide=self.rng.choice((None, NO_GUIDE)))

    def rename(self, org: Org) -> Org:
        """Another name under the same code; a branch of its own is named after it."""
        if not isinstance(org.code, str):
            return org
        old, name = org.name, self.maker.name("", "集团有限公司" if org.kind == "enterprise" else "联合会")
        short = (old.removeprefix("青岭县"), name.removeprefix("青岭县"))
        branch_name = org.branch_name.replace(*short) if org.mode == "单独组建" else org.branch_name
        return replace(org, name=name, branch_name=branch_name)

    def close(self, org: Org) -> Org:
        """Closed in the quarter; the clerk lists neither guide nor mass groups any more."""
        if self._has_new_branch(org):
            return org
        return replace(org, closed=day_in_quarter(self.rng), guide=None, union=None, league=None, women=None)

    def learn(self, org: Org) -> Org:
        """The clerk found the code, or the founding date, or a finer one."""
        rng = self.rng
        code = org.code
        if code is None and org.category != "个体工商户":
            code = credit_code(rng, {"enterprise": "91", "social": "52"}[org.kind], self.maker.codes)
        established = org.established
        if len(established) in (4, 7):
            established += f"-{rng.randint(1, 5):02}" if len(established) == 4 else f"-{rng.randint(1, 28):02}"
        return replace(org, code=code, established=established)


CHANGES: tuple[tuple[Change, float], ...] = (
    (Quarter.rebuild, 0.35),
    (Quarter.restaff, 0.3),
    (Quarter.recount, 0.3),
    (Quarter.stop_or_start, 0.1),
    (Quarter.move_village, 0.1),
    (Quarter.rename, 0.08),
    (Quarter.move_town, 0.08),
    (Quarter.close, 0.05),
    (Quarter.learn, 0.15),  # last: what was listed without a code is known by its name and town only
)


def without_branch(org: Org) -> Org:
    """The organization with nothing said of a branch."""
    return replace(org, built=None, mode=None, branch=None, branch_name=None, branch_founded="")


def mended(org: Org) -> Org:
    """What could not be read last time is written properly now."""
    return replace(
        org,
        established=org.established if org.established.isascii() else "2019-12",
        full=org.full if not isinstance(org.full, str) else 30,
        built=org.built if not isinstance(org.built, str) and (org.branch or not org.built) else None,
        mode=org.mode if org.branch else None,
        code=org.code if not isinstance(org.code, float) else None,
    )


def second_survey(rng: Random, county: County, maker: Maker) -> County:
    """The county at the second survey: changed rows, rows left out, and organizations nobody had listed before."""
    quarter = Quarter(rng, county, maker)
    for org in county.orgs.values():
        changed = quarter.one_org(org)
        if changed:
            quarter.county.orgs[org.number] = changed
    for town in county.towns:
        for _ in range(rng.randint(1, 3)):
            org = maker.org(town, rng.choice((day_in_quarter(rng), some_day(rng, 2015, 2024), "")))
            joint = quarter.old_joint[town]
            fate = rng.choice(("joint", "single", "unbuilt"))
            if fate == "joint" and joint:
                org = maker.cover(org, rng.choice(joint))
            elif fate == "single":
                org = maker.cover(org, maker.own_branch(org, day_in_quarter(rng)))
            else:
                org = replace(org, built=False)
            quarter.county.orgs[org.number] = org
    return quarter.county
