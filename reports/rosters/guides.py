"""The roster of guides (党建指导员名册): who they are, and to which organizations they are posted."""

from datetime import date

from django.db.models import F

from liangxin.dates import said
from liangxin.names import normal_person
from orgs.models import Guide, Organization, Posting, Region, Standing
from orgs.scope import CONSOLE
from reports.imports.changes import make
from reports.imports.pipelines import Kind
from reports.imports.register import together
from reports.rosters.finding import Organizations
from reports.rosters.loading import load_facts
from reports.rosters.named import Namesakes
from reports.rosters.planner import Planner, Record
from reports.rosters.roster import Roster
from reports.rosters.stating import differing, running, state_columns

OWN = ("name", "unit", "post", "phone")


class GuidePlanner(Planner):
    """Each row is a guide; the organizations that it names are postings that run on the as-of day."""

    noun = "名指导员"

    def load(self, rows):
        """Guides by name with their postings; organizations by name."""
        self.codes = {one.pk: one.code for one in self.places.by_code.values()}
        names = [name for row in rows for name in row.get("organizations", ())]
        self.organizations = Organizations(self.user, names, (), self.as_of)
        self.guides = Namesakes(Guide.objects.visible_to(self.user), rows)
        load_facts(self.guides.records, (Posting,), "guide")
        self.mark_later(self.guides.records)
        self.own = set(self.guides.records)
        if self.user is not CONSOLE:
            self.own = set()
            for chunk in together(self.guides.records):
                mine = Guide.objects.editable_by(self.user).filter(pk__among=chunk)
                self.own.update(mine.values_list("pk", flat=True))

    def find(self, draft):
        """By name and unit; without a unit by name, in the town of the row when several are called so."""
        facts = draft.facts
        found = self.guides.named(facts["name"])
        if facts.get("unit"):
            of_unit = [one for one in found if one.subject.unit == facts["unit"]]
            bare = [one for one in found if not one.subject.unit]
            found = of_unit or bare
        if len(found) > 1 and facts.get("phone"):
            found = [one for one in found if one.subject.phone == facts["phone"]] or found
        if len(found) > 1:
            town = draft.region.town_code
            found = [one for one in found if self._town(one).startswith(town)] or found
        if len(found) == 1:
            draft.record = found[0]
        elif found:
            draft.outcome = "several"
            sentence = f"登记中有 {len(found)} 名同名的指导员，无法确定是哪一名，请补填工作单位或联系电话"
            draft.error("several", "name", sentence)

    def _town(self, record) -> str:
        return self.codes.get(record.subject.region_id, "")

    def keys(self, draft):
        """Name and unit."""
        keys = [draft.record or (normal_person(draft.facts["name"]), draft.facts.get("unit"))]
        return keys, keys

    def check(self, draft):
        """The day of the posting, and that the organizations are registered."""
        self.is_after(draft, "start", "选派日期")

    def begin(self, draft):
        """A new guide."""
        values = {name: draft.facts[name] for name in OWN if draft.facts.get(name)}
        one = make(Guide, region=draft.region, **values)
        draft.record = Record(one)
        self.changes.add(one)
        self._post(draft)

    def state(self, draft):
        """Columns; the region when the row says it; postings that are not registered."""
        one, facts = draft.record.subject, draft.facts
        stated = {name: facts[name] for name in OWN if name in facts}
        if one.pk in self.own:
            state_columns(draft, self.changes, one, stated, fills=draft.record.later is not None)
        elif differing(one, stated):
            draft.warn("outside_scope", "name", "这名指导员不由您登记，姓名、单位、职务、电话没有改动", "")
        if draft.record.later is None:
            self._move(draft, one)
            self._post(draft)

    def _move(self, draft, one):
        """Another region, when the row says one."""
        stays = not draft.village_stated and self.codes.get(one.region_id, "").startswith(draft.region.code)
        if draft.region_stated and one.region_id != draft.region.pk and not stays and one.pk in self.own:
            held = self.codes.get(one.region_id)
            draft.note("所属辖区", self.places.by_code[held].name if held else "", draft.region.name)
            self.changes.change(one, region=draft.region)

    def _post(self, draft):
        """The postings that the row names; one that it does not name goes on, and is told."""
        postings, facts = draft.record.of(Posting), draft.facts
        named = {}
        for text in facts.get("organizations", ()):
            found = self.organizations.named(text, "", draft.region)
            if isinstance(found, Organization):
                named[found.pk] = found
            else:
                why = f"有几家单位都叫“{text}”" if found else f"登记里没有“{text}”"
                draft.warn("unknown_organization", "organizations", f"{why}，这一家没有写入，请核对名称", text)
        held = {one.organization_id: one for one in running(postings, self.as_of)}
        for pk, organization in named.items():
            if pk in held:
                continue
            if organization.closed and organization.closed <= self.as_of.isoformat():
                sentence = f"“{organization.name}”已于{said(organization.closed)}注销，这一家没有写入"
                draft.warn("unknown_organization", "organizations", sentence, organization.name)
                continue
            own = [one for one in postings if one.organization_id == pk]
            self._begin_posting(draft, organization, own)
        others = [one.organization.name for pk, one in held.items() if named and pk not in named]
        if others:
            listed = "、".join(others[:5])
            sentence = f"登记里还联系{listed}，表中没有列出，没有改动；不再联系的请在指导员页面结束"
            draft.warn("not_listed", "organizations", sentence, "")

    def _begin_posting(self, draft, organization, own):
        """From the day that the row says, else the as-of day, but not before an earlier posting of the two ended."""
        one, stated = draft.record.subject, draft.facts.get("start")
        start = date.fromisoformat(stated) if stated else self.as_of
        start = max([start, *(each.end for each in own if each.end and each.end <= self.as_of)])
        later = min((each.start for each in own if each.start > self.as_of), default=None)
        new = make(Posting, guide=one, organization=organization, start=start, end=later)
        draft.note("联系单位", "", organization.name)
        draft.record.of(Posting).append(new)
        self.changes.add(new)
        self.changes.touch(organization)
        draft.moves_figure = True


class Guides(Roster):
    """党建指导员名册."""

    kind = Kind.GUIDES
    ledger = "guides"
    words = "指导员|联络员"
    noun = "这名指导员"
    word = "名"
    columns = ("姓名", "工作单位")
    record = "orgs.guide"
    root = Guide
    order = (Guide, Posting)
    own = (Guide, Posting)
    named = (Guide,)
    units = {Guide: {Guide: "id", Posting: "guide_id"}}
    reads = (Region, Organization, Standing)
    planner = GuidePlanner

    def named_in(self, facts):
        """The name, and the unit."""
        return str(facts.get("name", "")), str(facts.get("unit", ""))

    def after(self, batch, *, user):
        """Organizations whose postings an undo took back are other ones now for who edits them."""
        if batch.undone is None:
            return
        owners = Posting.history.filter(batch_id=batch.pk).order_by().values_list("organization_id", flat=True)
        for chunk in together(owners.distinct()):
            Organization.objects.filter(pk__among=chunk).update(version=F("version") + 1)
