"""Filters above the list of people on the way into the Party."""

from django.db.models import Q

from liangxin.dates import today
from members import path
from members.queries_development import WHEN, as_of, going, keys_when, of_rank
from orgs.admin.filters import Filter, RegionFilter
from orgs.scope import subtree


class TownFilter(RegionFilter):
    """By the place of the branch: a town for the county, a village for a town."""

    def queryset(self, request, queryset):
        if not (self.value() or "").isdigit():
            return queryset
        return queryset.filter(subtree("branch__region__code", self.value()))


class RankFilter(Filter):
    """Who the person is today."""

    title, parameter_name = "目前", "rank"

    def choices_for(self, user):
        return [(title, title) for _, title in path.RANKS]

    def queryset(self, request, queryset):
        known = {title for _, title in path.RANKS}
        return of_rank(queryset, self.value()) if self.value() in known else queryset


class WhenFilter(Filter):
    """Overdue, due this month, or ready."""

    title, parameter_name = "期限", "when"

    def choices_for(self, user):
        return list(WHEN.items())

    def queryset(self, request, queryset):
        if self.value() not in WHEN:
            return queryset
        day = today()
        running = as_of(queryset.order_by(), day)
        return queryset.filter(pk__among=keys_when(running, self.value(), day))


class StateFilter(Filter):
    """On the way (what the list shows without a choice), ended, filed, or all."""

    title, parameter_name = "状态", "state"

    def choices_for(self, user):
        return [("ended", "已终止"), ("filed", "已归档"), ("all", "全部")]

    def choices(self, changelist):
        """The first choice is a state, too."""
        for number, choice in enumerate(super().choices(changelist)):
            yield {**choice, "display": "在发展"} if number == 0 else choice

    def queryset(self, request, queryset):
        running = going(today())
        if self.value() == "ended":
            return queryset.exclude(running)
        if self.value() == "filed":
            return queryset.filter(reached=path.FILED)
        open_still = Q(reached=None) | Q(reached__lt=path.FILED)
        return queryset if self.value() == "all" else queryset.filter(running & open_still)
