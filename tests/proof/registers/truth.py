"""The figures of domain.md §6 counted from plain data, written from the documents. No product code is imported."""

from datetime import date

from tests.proof.registers.lives import AFFILIATED, JOINT, SINGLE, Branch, Lives, Unit


def names_of(lives: Lives, day: date, town: str = "") -> dict[str, list[str]]:
    """For each figure the names of what it counts on `day`, in the county or one town; the figure is their number."""
    truth = Truth(lives, day, town)
    return {
        **truth.organizations(),
        **truth.branches(),
        **truth.members(),
        **truth.candidates(),
        **truth.attendance(),
    }


class Truth:
    """A day and a place, asked figure by figure."""

    def __init__(self, lives: Lives, day: date, town: str):
        self.lives, self.day, self.town = lives, day, town

    def holds(self, start: date, end: date | None) -> bool:
        return start <= self.day and (end is None or self.day < end)

    def this_year(self, day: date | None) -> bool:
        return day is not None and date(self.day.year, 1, 1) <= day <= self.day

    def here(self, town: str) -> bool:
        return not self.town or town == self.town

    def partial_this_year(self, text: str) -> bool:
        """A date known to the month or year counts from its first day."""
        return bool(text) and self.this_year(
            date.fromisoformat(f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10])
        )

    def counted(self) -> list[Unit]:
        return [
            unit
            for unit in self.lives.units
            if self.here(unit.town) and unit.operating and self.holds(unit.established, unit.closed)
        ]

    def mode(self, unit: Unit) -> str:
        return next((mode for _, mode, start, end in unit.covers if self.holds(start, end)), "")

    def guided(self, unit: Unit) -> bool:
        return any(self.holds(start, end) for _, start, end in unit.postings)

    def organizations(self):
        units = self.counted()
        nobody = [unit for unit in units if not self.mode(unit) and unit.full_members == 0]
        found = {
            "total": units,
            "enterprises": [unit for unit in units if unit.kind == "enterprise"],
            "socials": [unit for unit in units if unit.kind == "social"],
            "single": [unit for unit in units if self.mode(unit) == SINGLE],
            "joint": [unit for unit in units if self.mode(unit) == JOINT],
            "affiliated": [unit for unit in units if self.mode(unit) == AFFILIATED],
            "no_members": nobody,
            "no_members_guided": [unit for unit in nobody if self.guided(unit)],
            "direct": [unit for unit in units if unit.direct],
        }
        return {key: [unit.name for unit in rows] for key, rows in found.items()}

    def branches(self):
        units = self.counted()
        there = [one for one in self.lives.branches if self._is_of(one, units)]
        joint = [one for one in self.lives.branches if any(self._covers(one, unit, JOINT) for unit in units)]
        related = [one for one in self.lives.branches if self._ever_of(one)]
        found = {
            "branches": there,
            "committees": [one for one in there if one.level == "committee"],
            "generals": [one for one in there if one.level == "general"],
            "sections": [one for one in there if one.level == "branch"],
            "joint_sections": [one for one in there if one.level == "joint_branch"],
            "joint_branches": joint,
            "founded": [one for one in related if self.partial_this_year(one.established)],
            "dissolved": [one for one in related if self.this_year(one.dissolved)],
        }
        return {key: [one.name for one in rows] for key, rows in found.items()}

    def _covers(self, branch: Branch, unit: Unit, mode: str = "") -> bool:
        return any(
            one is branch and self.holds(start, end) and mode in ("", how) for one, how, start, end in unit.covers
        )

    def _is_of(self, branch, units):
        """It covers one of them, or sits inside one and is in force."""
        if any(self._covers(branch, unit) for unit in units):
            return True
        begun = branch.established <= self.day.isoformat()
        return branch.host in units and begun and (branch.dissolved is None or self.day < branch.dissolved)

    def _ever_of(self, branch):
        """It ever covered, or sits inside, an organization of the place."""
        units = [unit for unit in self.lives.units if self.here(unit.town)]
        return branch.host in units or any(one is branch for unit in units for one, *_ in unit.covers)

    def members(self):
        there, by_type, by_state = [], {"full": [], "probationary": []}, {}
        moved_in, moved_out, pocket = [], [], []
        for member in self.lives.members:
            for origin, target, _, _, settled, state in member.letters:
                if state == "received" and self.this_year(settled):
                    moved_in += [member.name] * (target is not None and self.here(target.town))
                    moved_out += [member.name] * (origin is not None and self.here(origin.town))
            person = next((kind for kind, *period in member.types if self.holds(*period)), None)
            branches = [branch for branch, *period in member.branches if self.holds(*period)]
            gone = member.left is not None and member.left <= self.day
            if gone or person is None or not any(self.here(branch.town) for branch in branches):
                continue
            there.append(member.name)
            by_type[person].append(member.name)
            state = next((one for one, *period in member.states if self.holds(*period)), "here")
            by_state.setdefault(state, []).append(member.name)
            held = any(self.holds(sent, end) and valid < self.day for _, _, sent, valid, end, _ in member.letters)
            pocket += [member.name] * (held or state == "pocket")
        return {
            "members": there,
            **by_type,
            "letters": by_state.get("letter", []),
            "pocket": pocket,
            "floating": by_state.get("floating", []),
            "lost": by_state.get("lost", []),
            "moved_in": moved_in,
            "moved_out": moved_out,
        }

    def candidates(self):
        found = {"applicants": [], "activists": [], "targets": [], "developed": [], "confirmed": []}
        for one in self.lives.candidates:
            if not self.here(one.branch.town):
                continue
            for number, key in ((15, "developed"), (24, "confirmed")):
                if self.this_year(one.steps.get(number)):
                    found[key].append(one.name)
            reached = max((number for number, day in one.steps.items() if day <= self.day), default=0)
            if reached and (one.ended is None or self.day < one.ended) and reached < 15:
                key = "applicants" if reached < 3 else "activists" if reached < 7 else "targets"
                found[key].append(one.name)
        return found

    def attendance(self):
        units = [unit for unit in self.lives.units if self.here(unit.town)]
        posted = [(guide, unit) for unit in units for guide, *period in unit.postings if self.holds(*period)]
        matters = [(unit, settled) for unit in units for found, settled in unit.matters if self.this_year(found)]
        venues = [one for one in self.lives.venues if self.here(one.town) and self.holds(one.opened, one.closed)]
        return {
            "guides": sorted({guide for guide, _ in posted}),
            "guided": sorted({unit.name for _, unit in posted}),
            "visits": [unit.name for unit in units for _, day in unit.visits if self.this_year(day)],
            "venues": [one.name for one in venues if len(one.has) == 6],
            "matters": [unit.name for unit, _ in matters],
            "matters_done": [unit.name for unit, settled in matters if settled is not None and settled <= self.day],
        }
