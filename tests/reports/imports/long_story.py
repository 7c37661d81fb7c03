"""A batch of ten thousand rows, and everything that people and other imports do to its organizations afterwards."""

from collections import defaultdict
from datetime import date

from orgs.choices import Mode
from orgs.models import (
    Coverage,
    MassGroup,
    Organization,
    PartyBranch,
    Posting,
    Standing,
    Tag,
    Visit,
)
from orgs.scope import CONSOLE
from orgs.services import coverages, merging, organizations
from reports.imports.applying import apply
from reports.imports.batches import make_batch
from reports.models import ImportBatch
from tests import workbooks
from tests.reports.imports.office import DAY, LAST, LATER, built, firm, sheet_of

OWNED = (Standing, Coverage, Posting, MassGroup, Tag)


class Story:
    """`rows` organizations, of which a first import brought 4 of 10; `batch` writes or looks at all of them."""

    def __init__(self, folder, rows: int):
        self.folder, self.number = folder, rows
        self.old = rows * 4 // 10
        self.take("first", [self.row(n) for n in range(self.old)], DAY)
        self.before = units()
        self.batch = self.take("batch", [self.row_again(n) for n in range(rows)], LATER)
        self.keys = dict(self.batch.rows.values_list("number", "organization"))

    def row(self, n: int) -> dict:
        """The row of organization `n`, as the first import has it: one in three is covered, one in five attended."""
        cells = {"employees": n % 90, "full": n % 5, "established": f"{2000 + n % 20}-0{1 + n % 9}"}
        if n % 3 == 0:
            cells |= built(f"新泰机械{n}号党支部", founded="2021-03-10")
        elif n % 3 == 1:
            cells |= built(f"城关镇第{n % 40}联合党支部", "联合组建", founded="2020")
        if n % 5 == 0:
            cells |= {"guide": f"郝佳{n % 30}", "unit": "县司法局", "union": "是"}
        return firm(n, **cells) | ({"code": ""} if n % 50 == 7 else {})

    def row_again(self, n: int) -> dict:
        """The row in the batch: a quarter of those that are registered is as before, the others differ in some way."""
        cells = self.row(n)
        if n >= self.old or n % 4 == 0:
            return cells
        cells["employees"] += 7
        if n % 4 == 2:
            cells |= built(f"城关镇第{50 + n % 9}联合党支部", "联合组建", founded="2022")
        if n % 8 == 3:
            cells |= {"union": "否", "guide": "无", "women": "是"}
        if n % 40 == 1:
            cells["closed"] = "2025-08-15"
        return cells

    def organization(self, n: int) -> Organization:
        """The organization of row `n`."""
        return Organization.objects.get(pk=self.keys[n + 2])

    def take(self, name: str, rows: list[dict], as_of: date) -> ImportBatch:
        """Import rows through a file of their own."""
        path = workbooks.save(self.folder, f"{name}.csv", workbooks.csv(sheet_of(rows)))
        batch = make_batch([(path.name, path)], user=CONSOLE, as_of=as_of)
        assert not batch.rows.filter(outcome__in=batch.rows.model.KEPT_OUT).exists()
        apply(batch, user=CONSOLE)
        batch.refresh_from_db()
        return batch

    def edit(self, by) -> ImportBatch:
        """What happens afterwards, by hand and by another import, which is returned."""
        for n in range(0, self.number, self.number // 40):
            one = self.organization(n)
            one.address = f"新址{n}号"
            one.save(update_fields=["address"])
        for n in range(4, self.number, self.number // 30):
            one = self.organization(n)
            if not one.closed:
                organizations.close(organization=one, day=LAST, reason="注销", by=by)
        joint = PartyBranch.objects.get(name="城关镇第1联合党支部")
        for n in range(5, self.number, self.number // 20):
            one = self.organization(n)
            if not one.closed and not one.coverages.on(LAST).filter(branch=joint).exists():
                coverages.begin(organization=one, branch=joint, mode=Mode.JOINT, start=LAST, by=by)
        for posting in Posting.objects.filter(start=LATER, end=None).order_by("pk")[: self.number // 100]:
            Visit.objects.create(posting=posting, day=LAST, content="了解情况")
        for n in range(8, self.number, self.number // 10):
            heir = self.organization(n)
            Organization.objects.create(name=f"继任{n}号有限公司", kind=heir.kind, predecessor=heir)
        for n in range(57, self.number - 1, self.number // 40):
            gone, kept = self.organization(n - n % 50 + 7), self.organization(n - n % 50 + 11)
            if not (gone.closed or kept.closed):
                merging.merge(kept=kept, gone=gone, by=by, reason="登记了两次")
        later = [self.row_again(n) | {"employees": 3 + n % 2 * 500} for n in range(9, self.number, self.number // 50)]
        later += [self.row_again(n) for n in range(14, self.number, self.number // 50)]
        return self.take("later", later, LAST)


def units() -> dict[int, dict[str, list[dict]]]:
    """What the registers hold of each organization, all columns but the versions: key → register → rows."""
    found = defaultdict(lambda: defaultdict(list))
    for model in (Organization, *OWNED):
        names = [one.attname for one in model._meta.concrete_fields if one.name != "version"]
        owner = "id" if model is Organization else "organization_id"
        for row in model._base_manager.order_by("pk").values(*names):
            found[row[owner]][model.__name__].append(row)
    return {key: dict(parts) for key, parts in found.items()}


def shared() -> dict[str, list[dict]]:
    """Branches, their levels and guides: all columns but the versions."""
    found = {}
    for model in (PartyBranch, PartyBranch.levels.rel.related_model, Posting.guide.field.related_model):
        names = [one.attname for one in model._meta.concrete_fields if one.name != "version"]
        found[model.__name__] = list(model._base_manager.order_by("pk").values(*names))
    return found
