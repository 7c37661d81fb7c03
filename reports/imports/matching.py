"""Which registered organization a row means: by credit code, else by normal name in the town (design.md, Match)."""

from liangxin.names import normal_name
from reports.imports.drafts import Draft
from reports.imports.register import Record, Register

OUTSIDE = "该统一社会信用代码已由其他乡镇登记，请联系县级管理员"


class Matcher:
    """Finds the record of each row and refuses an organization that stands twice in the batch."""

    def __init__(self, register: Register):
        self.register = register
        self.first_rows: dict[tuple, Draft] = {}

    def match(self, draft: Draft):
        """Set `draft.record` or an outcome that keeps the row out; a row without either is a new organization."""
        facts = draft.facts
        code = facts.get("credit_code")
        by_code = self.register.by_code.get(code) if code else None
        if code and by_code is None and code in self.register.foreign_codes:
            draft.outcome = "outside"
            draft.error("outside_scope", "credit_code", OUTSIDE)
            return
        namesakes = self._namesakes(draft)
        if by_code is not None:
            draft.record = by_code
            others = [one for one in namesakes if one is not by_code and self._is_open(one)]
            if others and normal_name(by_code.organization.name) != normal_name(facts["name"]):
                self._several(draft, "名称和信用代码各对应一家不同的单位")
            return
        fitting = [one for one in namesakes if not code or not one.organization.credit_code]
        fitting = [one for one in fitting if self._is_open(one)] or fitting
        if len(fitting) > 1:
            self._several(draft, f"登记中有 {len(fitting)} 家同名单位")
        elif fitting:
            draft.record = fitting[0]
        elif namesakes:
            other = namesakes[0].organization
            sentence = f"登记中的同名单位信用代码是 {other.credit_code}，与表中不同，按新单位写入，请核对"
            draft.warn("contradiction", "credit_code", sentence)

    def predecessor(self, draft: Draft):
        """The organization of the same name under another code, whose successor a new one is; None when unclear."""
        code = draft.facts.get("credit_code")
        namesakes = [one for one in self._namesakes(draft) if one.organization.credit_code]
        return namesakes[0].organization if code and len(namesakes) == 1 else None

    def _namesakes(self, draft) -> list[Record]:
        """Records of the row's normal name that lie in its town; where no town is known, in the row's scope."""
        found = self.register.by_name.get(normal_name(draft.facts["name"]), [])
        code = draft.region.town_code
        return [one for one in found if self._town(one).startswith(code)]

    def _town(self, record: Record) -> str:
        held = record.standing_on(self.register.as_of) or (record.standings[-1] if record.standings else None)
        return held.region.code if held else ""

    def _is_open(self, record: Record) -> bool:
        closed = record.organization.closed
        return not closed or closed > self.register.as_of.isoformat()

    @staticmethod
    def _several(draft, what: str):
        draft.outcome = "several"
        draft.error("several", "name", f"{what}，无法确定是哪一家，请补全统一社会信用代码或核对名称")

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
            return [("known", id(draft.record))], [("known", id(draft.record))]
        code = draft.facts.get("credit_code")
        place = (draft.region.town_code, normal_name(draft.facts["name"]))
        if code:  # namesakes with codes of their own are two organizations
            return [("code", code), ("uncoded", *place)], [("code", code), ("named", *place)]
        return [("named", *place)], [("named", *place), ("uncoded", *place)]
