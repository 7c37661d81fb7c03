"""Which registered organization a row means: by credit code, else by normal name in the town (design.md, Match).

Where neither tells, what a clerk answered does (sameness.py); where nobody answered, the row stays out as `several`.
"""

from collections.abc import Iterable

from liangxin.names import normal_name
from reports.imports import sameness
from reports.imports.alike import surely_two
from reports.imports.drafts import Draft
from reports.imports.register import Record, Register

OUTSIDE = "该统一社会信用代码已由其他乡镇登记，请联系县级管理员"
NOTHING_SAID: dict[int, sameness.Said] = {}


class Matcher:
    """Finds the record of each row and refuses an organization that stands twice in the batch."""

    def __init__(self, register: Register):
        self.register = register
        self.first_rows: dict[Record | str | tuple, Draft] = {}

    def match(self, draft: Draft):
        """Set `draft.record` or an outcome that keeps the row out; a row without either is a new organization."""
        facts = draft.facts
        code = facts.get("credit_code")
        by_code = self.register.by_code.get(code) if code else None
        if code and by_code is None and code in self.register.foreign_codes:
            draft.outcome = "outside"
            draft.error("outside_scope", "credit_code", OUTSIDE)
            return
        said = self._said(draft)
        if said and self._answered(draft, said, by_code):
            return
        if by_code is not None:
            draft.record = by_code
            if normal_name(by_code.organization.name) != normal_name(facts["name"]):
                namesakes = self._namesakes(draft, said)
                if others := [one for one in namesakes if one is not by_code and self._is_open(one)]:
                    self._several(draft, "名称和信用代码各对应一家不同的单位", [by_code, *others])
            return
        namesakes = self._namesakes(draft, said)
        fitting = [one for one in namesakes if not code or not one.organization.credit_code]
        fitting = [one for one in fitting if self._is_open(one)] or fitting
        if len(fitting) > 1:
            self._several(draft, f"登记中有 {len(fitting)} 家同名单位", fitting)
        elif fitting:
            draft.record = fitting[0]
        elif namesakes:
            other = namesakes[0].organization
            sentence = f"登记中的同名单位信用代码是 {other.credit_code}，与表中不同，按新单位写入，请核对"
            draft.warn("contradiction", "credit_code", sentence)

    def predecessor(self, draft: Draft):
        """The organization of the same name under another code, whose successor a new one is; None when unclear."""
        code = draft.facts.get("credit_code")
        namesakes = [one for one in self._namesakes(draft) if one.organization.credit_code] if code else []
        return namesakes[0].organization if len(namesakes) == 1 else None

    def _namesakes(self, draft, said: dict[int, sameness.Said] = NOTHING_SAID) -> list[Record]:
        """Records of the row's normal name that lie in its town; where no town is known, in the row's scope.

        Without those that, as clerks have `said`, the row does not mean.
        """
        found = self.register.by_name.get(normal_name(draft.facts["name"]))
        if not found:
            return []
        code = draft.region.town_code
        return [one for one in found if self._town(one).startswith(code) and said.get(one.organization.pk) is not False]

    def _town(self, record: Record) -> str:
        held = record.standing_on(self.register.as_of) or (record.standings[-1] if record.standings else None)
        return held.region.code if held else ""

    def _is_open(self, record: Record) -> bool:
        closed = record.organization.closed
        return not closed or closed > self.register.as_of.isoformat()

    def _said(self, draft) -> dict[int, sameness.Said]:
        """What clerks answered about the row: organization → whether it is the row's."""
        if not self.register.said_same:
            return NOTHING_SAID
        return self.register.said_same.get(sameness.identity(draft.region.town_code, draft.facts), NOTHING_SAID)

    def _answered(self, draft, said: dict[int, sameness.Said], by_code: Record | None) -> bool:
        """Give the row the organization that it was said to be; a code that belongs to another one outranks it."""
        for pk, same in said.items():
            record = self.register.records.get(pk) if same else None
            if record is None or by_code not in (None, record):
                continue
            if same == sameness.MERGED and self._namesakes(draft):
                continue
            if not surely_two(draft.facts.get("credit_code"), record.organization.credit_code):
                if others := self._named_since(draft, said, record):
                    self._several(draft, "登记中又有了同名单位", [record, *others])
                else:
                    draft.record, draft.answered = record, True
                return True
        return False

    def _named_since(self, draft, said: dict[int, bool], record: Record) -> list[Record]:
        """Open organizations of just the row's name that nobody was asked about, while the answered one has another."""
        code, namesakes = draft.facts.get("credit_code"), self._namesakes(draft)
        if record in namesakes or (code and self.register.by_code.get(code) is record):
            return []
        fitting = [one for one in namesakes if not (code and one.organization.credit_code)]
        return [one for one in fitting if one.organization.pk not in said and self._is_open(one)]

    def ask(self, drafts: list[Draft]):
        """Keep rows out that match nothing but are nearly like an organization that no other row of the batch means.

        What is registered in their towns is read once, and only when there are rows left.
        """
        left = [draft for draft in drafts if draft.record is None and not draft.out]
        if not left:
            return
        towns = {draft.region.town_code for draft in left}
        index = sameness.lookalikes(self.register.user, self.register.as_of, towns)
        if not index:
            return
        taken = {draft.record.organization.pk for draft in drafts if draft.record is not None and not draft.out}
        for draft in left:
            said = self._said(draft)
            near = [one for one in index.near(draft.facts, draft.region.town_code) if one.pk not in taken]
            if near := [one for one in near if said.get(one.pk) is not False]:
                names = "、".join(f"“{one.name}”" for one in near[:3])
                sentence = f"登记里没有这家单位，但和登记的{names}很像，请在“同一家”一步回答是不是同一家"
                self._keep_out(draft, sentence, [one.pk for one in near])

    def _several(self, draft, what: str, records: Iterable[Record]):
        sentence = f"{what}，无法确定是哪一家，请补全统一社会信用代码或核对名称"
        self._keep_out(draft, sentence, [one.organization.pk for one in records])

    @staticmethod
    def _keep_out(draft, sentence: str, candidates: list[int]):
        """The row waits for an answer; the page that asks finds the candidates in the finding."""
        draft.outcome = "several"
        draft.error("several", "name", sentence)
        draft.findings[-1]["candidates"] = candidates

    def refuse_repeats(self, drafts: list[Draft]):
        """The same organization twice in the batch: the later row stays out."""
        for draft in drafts:
            if draft.out:
                continue
            asked, left = self._keys(draft)
            earlier = next((self.first_rows[key] for key in asked if key in self.first_rows), None)
            if earlier is not None:
                file, sheet, number = earlier.key
                other_file = f"文件“{file}”" if file != draft.key[0] else ""
                other_sheet = f"工作表“{sheet}”" if other_file or sheet != draft.key[1] else ""
                where = f"{other_file}{other_sheet}第 {number} 行"
                draft.error("repeated", "name", f"与{where}是同一家单位，这一行不写入，请只保留一行")
                continue
            for key in left:
                self.first_rows.setdefault(key, draft)

    @staticmethod
    def _keys(draft):
        """What an earlier row would have left if it were the same organization, and what this row leaves."""
        if draft.record is not None:
            return (draft.record,), (draft.record,)
        code, town, name = draft.facts.get("credit_code"), draft.region.town_code, normal_name(draft.facts["name"])
        named, uncoded = (town, name, "named"), (town, name, "uncoded")
        if code:  # namesakes with codes of their own are two organizations
            return (code, uncoded), (code, named)
        return (named,), (named, uncoded)
