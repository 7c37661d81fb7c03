"""The roster of Party organizations (党组织名册): the branch, its level, superior, secretary and last term."""

from liangxin.dates import said
from liangxin.names import normal_branch_name
from liangxin.periods import BEGINNING
from members.models import Membership, PartyMember, Post
from orgs.models import BranchLevel, Option, Organization, PartyBranch, Region, Standing, Term, TermRule
from reports.imports.branches import level_by_name
from reports.imports.changes import make
from reports.imports.pipelines import Kind
from reports.rosters.branches_kept import TermsAndPosts
from reports.rosters.finding import SEVERAL, Branches, Organizations
from reports.rosters.loading import load_facts
from reports.rosters.planner import Planner, Record
from reports.rosters.roster import Roster
from reports.rosters.stating import running, state_columns, state_period, words_of

OWN = ("name", "phone", "established", "founded_reason", "is_village")
FACTS = (BranchLevel, Term, Post)


class BranchPlanner(Planner):
    """Each row is a branch in force on the as-of day."""

    noun = "个党组织"

    def load(self, rows):
        """Branches by name with their facts, superiors in the whole county, host organizations."""
        visible, county = PartyBranch.objects.visible_to(self.user), self.places.county
        self.branches = Branches(visible, [row["name"] for row in rows if row.get("name")], self.limit, self.as_of)
        texts = [row["superior"] for row in rows if row.get("superior")]
        self.superiors = Branches(visible, texts, county, self.as_of)
        hosts, codes = ([row[key] for row in rows if row.get(key)] for key in ("host", "host_code"))
        self.organizations = Organizations(self.user, hosts, codes, self.as_of)
        known = {one.pk: one for found in self.branches.by_name.values() for one in found}
        self.records = {pk: Record(one) for pk, one in known.items()}
        load_facts(self.records, FACTS, "branch")
        self.kept = TermsAndPosts(self.changes, self.as_of, rows, known)
        self.above = dict(PartyBranch.objects.order_by().values_list("pk", "superior"))
        self.new: dict[str, list[PartyBranch]] = {}
        self.mark_later(self.records)

    def find(self, draft):
        """By normal name inside the town of the row."""
        found = self.branches.named(draft.facts["name"], draft.region if draft.region_stated else None)
        if found == SEVERAL:
            draft.outcome = "several"
            sentence = "有几个党组织都叫这个名称，请补填乡镇（街道）或村（社区），或写全称"
            draft.error("several", "name", sentence)
        elif found is not None:
            draft.record = self.records[found.pk]

    def keys(self, draft):
        """Name and region."""
        keys = [draft.record or (draft.region.town_code, normal_branch_name(draft.facts["name"]))]
        return keys, keys

    def settle(self, drafts):
        """New branches are made first: others of the file may name them as their superior."""
        for draft in drafts:
            if draft.out:
                continue
            self._check(draft)
            if not draft.out and draft.record is None:
                facts = draft.facts
                values = {name: facts[name] for name in OWN if facts.get(name)}
                if facts.get("dissolved"):
                    values |= {"dissolved": facts["dissolved"], "dissolved_reason": facts.get("dissolved_reason", "")}
                draft.branch = make(PartyBranch, region=draft.region, **values)
                self.new.setdefault(normal_branch_name(facts["name"]), []).append(draft.branch)

    def _check(self, draft):
        facts = draft.facts
        for fact, title in (("established", "成立时间"), ("elected", "换届日期")):
            if self.is_after(draft, fact, title):
                return
        held = draft.record.subject.established if draft.record else ""
        founded, elected, due = facts.get("established") or held, facts.get("elected"), facts.get("due")
        if founded and elected and elected < founded:
            draft.error("contradiction", "elected", f"换届日期早于成立时间（{said(founded)}），请核对")
        if elected and due and due <= elected:
            draft.error("contradiction", "due", "届满日期应晚于换届日期，请核对")
        if facts.get("dissolved") and (draft.record or facts["dissolved"] > self.as_of.isoformat()):
            sentence = "撤销要逐家处理覆盖的单位和党员，请在党组织页面办理，撤销时间没有写入"
            draft.warn("not_listed", "dissolved", sentence)

    def begin(self, draft):
        """A new branch with its level, last term and secretary."""
        one, facts = draft.branch, draft.facts
        draft.branch, draft.record = None, Record(one)
        self._above(draft, one)
        if host := self._host(draft):
            one.host = host
        self.changes.add(one)
        level = facts.get("level") or level_by_name(facts["name"]).value
        first = make(BranchLevel, branch=one, level=level, start=BEGINNING)
        draft.record.of(BranchLevel).append(first)
        self.changes.add(first)
        self.kept.state(draft, level)

    def state(self, draft):
        """Columns, superior, host, region, level, last term, secretary."""
        one, facts, older = draft.record.subject, draft.facts, draft.record.later is not None
        stated = {name: facts[name] for name in OWN if name in facts and name != "name"}
        state_columns(draft, self.changes, one, stated, fills=older)
        if older:
            return
        self._above(draft, one)
        host = self._host(draft)
        if host is not None and host.pk != one.host_id:
            held = self.kept.hosts.get(one.host_id, "")
            draft.note("所在单位", held, host.name)
            self.changes.change(one, host=host)
        self._move(draft, one)
        self.kept.state(draft, self._level(draft, one))

    def _level(self, draft, one) -> str:
        """The level on the as-of day, as it is after the row."""
        levels = draft.record.of(BranchLevel)
        held, level = running(levels, self.as_of), draft.facts.get("level")
        now = held[0].level if held else level_by_name(one.name).value
        if not level or level == now:
            return now
        draft.note("党组织类别", words_of(BranchLevel, "level", now), words_of(BranchLevel, "level", level))

        def new(start, end):
            return make(BranchLevel, branch=one, level=level, start=start, end=end)

        state_period(self.changes, levels, self.as_of, new, in_place={"level": level})
        return level

    def _move(self, draft, one):
        """Another region, when the row says one and not only the town in which it lies."""
        stays = not draft.village_stated and one.region.town_code == draft.region.code
        if draft.region_stated and one.region_id != draft.region.pk and not stays:
            draft.note("所在辖区", one.region.name, draft.region.name)
            self.changes.change(one, region=draft.region)

    def _host(self, draft) -> Organization | None:
        text, code = draft.facts.get("host", ""), draft.facts.get("host_code", "")
        if not text and not code:
            return None
        found = self.organizations.named(text, code, draft.region)
        if isinstance(found, Organization):
            return found
        why = f"有几家单位都叫“{text}”，请补填信用代码" if found else f"登记里没有“{text or code}”，请先登记单位"
        draft.warn("unknown_organization", "host" if text else "host_code", f"{why}；这次没有写入所在单位")
        return None

    def _above(self, draft, one):
        """The superior that the row names: a registered one of the county, or one of the file."""
        text = draft.facts.get("superior")
        if not text:
            return
        made = self.new.get(normal_branch_name(text), [])
        beside = [each for each in made if each.region.code.startswith(draft.region.code)]
        if beside and not self.superiors.inside(text, draft.region):  # as it will be found when it is registered
            found = beside[0] if len(beside) == 1 else SEVERAL
        else:
            found = self.superiors.named(text, draft.region) or self.superiors.named(text)
        if found is None and len(made) == 1:
            found = made[0]
        if found in (None, SEVERAL):
            why = "有几个党组织都叫" if found or len(made) > 1 else "登记里没有叫"
            sentence = f"{why}“{text}”的党组织，上级党组织没有写入，请核对名称"
            draft.warn("unknown_branch", "superior", sentence)
        elif self._is_below(found, one):
            sentence = f"“{text}”是这个党组织自己或者它的下级，上级党组织没有写入，请核对"
            draft.warn("contradiction", "superior", sentence)
        elif found.pk is None or found.pk != one.superior_id:
            if one.pk is not None:
                held = self.kept.superiors.get(one.superior_id, "")
                draft.note("上级党组织", held, found.name)
                self.changes.change(one, superior=found)
            else:
                one.superior = found
            self.above[one.pk or id(one)] = found.pk or id(found)

    def _is_below(self, found, one) -> bool:
        """Whether `found` is `one` or somewhere below it, as far as this plan has come."""
        own, at, seen = one.pk or id(one), found.pk or id(found), set()
        while at is not None and at not in seen:
            if at == own:
                return True
            seen.add(at)
            at = self.above.get(at)
        return False


class BranchesRoster(Roster):
    """党组织名册."""

    kind = Kind.BRANCHES
    ledger = "branches"
    words = "党组织|党支部(?!.*党员)"
    noun = "这个党组织"
    word = "个"
    columns = ("党组织名称", "上级党组织")
    record = "orgs.partybranch"
    root = PartyBranch
    order = (PartyBranch, *FACTS)
    own = FACTS
    named = (PartyBranch,)
    units = {PartyBranch: {PartyBranch: "id"} | dict.fromkeys(FACTS, "branch_id")}
    reads = (Region, Option, Organization, Standing, TermRule, PartyMember, Membership)
    planner = BranchPlanner

    def named_in(self, facts):
        """The name, and the superior."""
        return str(facts.get("name", "")), str(facts.get("superior", ""))
