"""党建指导员: who is placed in the region, or posted on the day to an organization in it."""

from collections import Counter, defaultdict

from django.db.models import Exists, OuterRef, Q

from orgs.models import Guide, Posting, Standing, Visit
from reports.ledgers.listings.base import Listing, Places, in_batches, known, within

OWN = ("name", "unit", "post", "phone")
ORDER = ("region__code", "pk")
POSTED, IDLE = "posted", "idle"


class Guides(Listing):
    """Guides who serve on the day, and those who were never posted; whose postings are all over is no guide now."""

    keys = ("guides",)
    thing = "党建指导员"
    parts = (("", "全部"), (POSTED, "已选派"), (IDLE, "未选派"))

    def rows(self, ledger, question):
        """Ordered by place and entry."""
        day, own = question.day, Posting.objects.filter(guide=OuterRef("pk"))
        serving = Exists(own.on(day))
        found = Guide.objects.visible_to(question.user).filter(serving | ~Exists(own.filter(start__lte=day)))
        if place := within(question, "region__code"):
            standings = Standing.objects.on(day).filter(place)
            here = own.on(day).filter(organization__in=standings.values("organization"))
            found = found.filter(place | Q(Exists(here)))
        return found.order_by(*ORDER)

    def limited(self, rows, part, question):
        """With a posting on the day, or without."""
        serving = Exists(Posting.objects.on(question.day).filter(guide=OuterRef("pk")))
        return rows.filter(serving if part == POSTED else ~serving)

    def columns(self, rows, question, *, clear=False):
        """With the organizations of the day that the asker sees, and the visits of the year up to the day."""
        places = Places()
        if isinstance(rows, list):
            rows = Guide.objects.filter(pk__in=[row.pk for row in rows]).order_by(*ORDER)
        for batch in in_batches(rows, *OWN, "region__code"):
            keys = batch["pk"]
            found = {"record": keys, **{name: known(batch[name]) for name in OWN}}
            found["town"], found["village"] = places.columns(batch["region__code"])
            yield found | self._postings(keys, question) | self._visits(keys, question)

    def _postings(self, keys, question):
        postings = Posting.objects.visible_to(question.user).on(question.day).filter(guide__among=frozenset(keys))
        names, since = defaultdict(list), {}
        for guide, name, start in postings.order_by("start", "pk").values_list("guide", "organization__name", "start"):
            names[guide].append(name)
            since.setdefault(guide, start.isoformat())
        return {
            "organizations": [list(dict.fromkeys(names[key])) or None for key in keys],
            "start": [since.get(key) for key in keys],
            "posted": [len(names[key]) for key in keys],
        }

    def _visits(self, keys, question):
        visits = Visit.objects.visible_to(question.user).filter(posting__guide__among=frozenset(keys))
        year, last = Counter(), {}
        rows = visits.filter(day__lte=question.day).order_by("day").values_list("posting__guide", "day")
        for guide, day in rows.iterator(chunk_size=2000):
            year[guide] += day.year == question.day.year
            last[guide] = day.isoformat()
        return {"visits": [year[key] for key in keys], "last_visit": [last.get(key) for key in keys]}
