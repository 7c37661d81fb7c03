"""The towns by which a page can be narrowed."""

from django.db.models.functions import Length

from orgs.models import Region
from orgs.models.regions import TOWN


def towns_of(user) -> list[tuple[str, str]]:
    """(code, name) of the towns among which `user` may choose; none for who has one town only."""
    if user.region_id and len(user.region.code) >= TOWN:
        return []
    places = Region.objects.visible_to(user).annotate(digits=Length("code")).filter(digits=TOWN)
    return list(places.order_by("code").values_list("code", "name"))
