"""Guides and their postings, mass groups and tags: facts without a date of their own begin on the as-of day."""

from collections import defaultdict
from datetime import date

from liangxin.names import normal_name, normal_person
from orgs.choices import MassKind, TagKind
from orgs.models import Guide, MassGroup, Posting, Tag
from reports.imports.changes import Changes, make
from reports.imports.drafts import Draft
from reports.imports.register import Register, people, running_on
from reports.imports.stating import closing_day

MASS = [(kind.value, str(kind.label)) for kind in MassKind]  # asked of every row, and an enumeration is slow to ask


class Attending:
    """Writes postings, mass groups and tags of a batch."""

    def __init__(self, register: Register, places, changes: Changes, as_of: date):
        self.register, self.places, self.changes, self.as_of = register, places, changes, as_of
        self.settled: dict[int, set] = defaultdict(set)  # id(guide) → the details that a row of this batch has stated

    def state(self, draft: Draft, *, older: bool):
        """Write what the row says of guide, mass groups and tags."""
        self._state_guide(draft, older=older)
        for kind, label in MASS:
            if kind in draft.facts:
                self._state_mass_group(draft, kind, label, draft.facts[kind], older=older)
        for tag in draft.facts.get("tags", ()):
            self._state_tag(draft, tag)

    def _state_guide(self, draft, *, older):
        if "guide_name" not in draft.facts:
            return
        names = people(draft.facts["guide_name"], _as_registered)
        guides = [self._guide(draft, name, alone=len(names) == 1, older=older) for name in names]
        if None in guides:
            return
        running = [one for one in draft.record.postings if one.covers(self.as_of)]
        if older:
            guides = [] if running else guides
            running = []
        kept = [one for one in running if any(one.guide is guide for guide in guides)]
        for one in running:
            if one not in kept:
                self._end(draft, one, draft.record.postings, "党建指导员", one.guide.name)
        for guide in guides:
            if not any(one.guide is guide for one in kept):
                self._post(draft, guide)

    def _post(self, draft, guide):
        record = draft.record
        following = [one.start for one in record.postings if one.guide is guide and one.start > self.as_of]
        new = make(
            Posting, guide=guide, organization=record.organization, start=self.as_of, end=self._until(record, following)
        )
        self._add(draft, new, record.postings, "党建指导员", guide.name)

    def _guide(self, draft, name: str, *, alone: bool, older: bool) -> Guide | None:
        """The guide of that name: with a unit in the county; without, among those posted in the town; never guessed."""
        facts = draft.facts
        unit = facts.get("guide_unit", "") if alone else ""
        town = draft.record.standings[-1].region.town_code if draft.record.standings else draft.region.town_code
        town = draft.region.town_code if draft.region_stated else town
        known = self.register.guides[normal_person(name)]
        if unit:
            found = [one for one in known if normal_name(one.unit) == normal_name(unit)]
            found = found or [
                one for one in known if not one.unit and self._same_phone(one, facts) and self._in(one, town)
            ]
        else:
            found = [one for one in known if self._in(one, town)]
        if len(found) > 1:
            draft.warn(
                "several",
                "guide_name",
                f"有 {len(found)} 名叫“{name}”的指导员，分不清是哪一名，没有选派，请补写工作单位",
            )
            return None
        if not found:
            region = self.places.by_code.get(town, draft.region)
            guide = make(Guide, name=name, unit=unit, region=region)
            known.append(guide)
            self.changes.add(guide)
        else:
            guide = found[0]
        self.register.guide_towns[guide.pk or id(guide)].add(town)
        if alone:
            self._state_details(draft, guide, older=older)
        return guide

    def _in(self, guide, town):
        return town in self.register.guide_towns[guide.pk or id(guide)]

    @staticmethod
    def _same_phone(guide, facts):
        return not guide.phone or guide.phone == facts.get("guide_phone", guide.phone)

    def _state_details(self, draft, guide, *, older):
        """Unit, post and phone: the first row of the batch that states one decides, so that a file imports stably."""
        for fact, name, label in (
            ("guide_unit", "unit", "指导员工作单位"),
            ("guide_post", "post", "指导员职务"),
            ("guide_phone", "phone", "指导员电话"),
        ):
            value, held = draft.facts.get(fact), getattr(guide, name)
            if not value or name in self.settled[id(guide)]:
                continue
            self.settled[id(guide)].add(name)
            if value != held and not (older and held):
                if guide.pk is not None:
                    draft.note(label, held, value)
                self.changes.change(guide, **{name: value})

    def _state_mass_group(self, draft, kind: str, label: str, exists: bool, *, older: bool):
        record = draft.record
        mine = [one for one in record.mass_groups if one.kind == kind]
        running = running_on(mine, self.as_of)
        if exists and running is None:
            following = [one.start for one in mine if one.start > self.as_of]
            new = make(
                MassGroup,
                organization=record.organization,
                kind=kind,
                start=self.as_of,
                end=self._until(record, following),
            )
            self._add(draft, new, record.mass_groups, "群团组织", label)
        elif not exists and running is not None and not older:
            self._end(draft, running, record.mass_groups, "群团组织", label)

    def _state_tag(self, draft, tag: str):
        record = draft.record
        mine = [one for one in record.tags if one.tag == tag]
        if running_on(mine, self.as_of):
            return
        following = [one.start for one in mine if one.start > self.as_of]
        new = make(Tag, organization=record.organization, tag=tag, start=self.as_of, end=self._until(record, following))
        self._add(draft, new, record.tags, "标签", TagKind(tag).label)

    def _until(self, record, following):
        days = [record.later_survey, closing_day(record.organization), *following]
        return min((day for day in days if day), default=None)

    def _add(self, draft, new, facts, label, text):
        if new.end is not None and new.end <= new.start:
            return
        draft.note(label, "", text)
        facts.append(new)
        self.changes.add(new)
        self.changes.touch(draft.record.organization)

    def _end(self, draft, one, facts, label, text):
        draft.note(label, text, "")
        if one.start >= self.as_of:
            self.changes.delete(one)
            facts.remove(one)
        else:
            self.changes.change(one, end=self.as_of)
        self.changes.touch(draft.record.organization)


def _as_registered(name: str) -> str:
    """A guide's name as it is registered: "张 三" without the blank, "John Smith" with it."""
    return " ".join(name.split()) if name.isascii() else normal_person(name)
