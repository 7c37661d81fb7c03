"""入党积极分子和发展党员: who is on the way on the day, with the steps taken by then."""

from members import path
from members.models import Candidate, Step
from members.queries_development import as_of, of_rank
from reports.ledgers.listings.base import Listing, Places, in_batches, known, within
from reports.ledgers.listings.members import OWN, numbers

PERSON = tuple(name for name in OWN if name not in ("joined", "full"))
PEOPLE = (2, 5, 9, 16)  # steps whose people a ledger names
BESIDE = ("branch__name", "branch__region__code", "organization__name", "reached", "extended_on", "extended_until")


class Candidates(Listing):
    """Candidates; a part is who they are on the day (申请人, 积极分子 …)."""

    keys = ("candidates",)
    asks = "阶段"
    parts = (("", "全部"), *((f"from_{first}", title) for first, title in path.RANKS))

    def rows(self, ledger, question):
        """Ordered by place, branch and entry."""
        found = Candidate.objects.visible_to(question.user)
        if place := within(question, "branch__region__code"):
            found = found.filter(place)
        return as_of(found, question.day).order_by("branch__region__code", "branch", "pk")

    def limited(self, rows, part, question):
        """Of a rank on the day."""
        return of_rank(rows, dict(self.parts)[part])

    def columns(self, rows, question, *, clear=False):
        """With the steps taken by the day; what was decided or ended later is not known yet."""
        day, places = question.day, Places()
        if isinstance(rows, list):  # the branch and the workplace are looked up with the rows
            rows = as_of(Candidate.objects.filter(pk__in=[row.pk for row in rows]), day).order_by(
                "branch__region__code", "branch", "pk"
            )
        for batch in in_batches(rows, *PERSON, "id_sealed", "note", *BESIDE):
            found = {"record": batch["pk"], **{name: known(batch[name]) for name in (*PERSON, "note")}}
            found["id_number"] = numbers(batch["id_sealed"], clear=clear)
            found["branch"], found["workplace"] = batch["branch__name"], batch["organization__name"]
            found["town"], _ = places.columns(batch["branch__region__code"])
            found["stage"] = [path.rank(reached) for reached in batch["reached"]]
            decided = [on is not None and on <= day for on in batch["extended_on"]]
            for name in ("extended_on", "extended_until"):
                found[name] = [
                    said.isoformat() if said and known_by else None
                    for said, known_by in zip(batch[name], decided, strict=True)
                ]
            yield found | self._steps(batch["pk"], day)

    def _steps(self, keys, day):
        taken = Step.objects.filter(candidate__among=frozenset(keys), day__lte=day).order_by()
        steps = {
            (candidate, number): rest
            for candidate, number, *rest in taken.values_list("candidate", "number", "day", "people", "hours")
        }
        found = {}
        for one in path.PATH:
            rows = [steps.get((key, one.number)) for key in keys]
            found[f"step_{one.number}"] = [row and row[0].isoformat() for row in rows]
            if one.number in PEOPLE:
                found[f"people_{one.number}"] = [row and row[1] or None for row in rows]
            if one.training:
                found[f"hours_{one.number}"] = [row and row[2] for row in rows]
        return found
