"""Which rows a form offers to its user."""

from orgs.choices import Role
from orgs.models import Region


def places(user):
    """The regions in which `user` may register something.

    A town's clerk has the own subtree. Who manages by supervising branch has no subtree: organizations anywhere in the
    county may be theirs, and what they save is checked against their scope afterwards.
    """
    regions = Region.objects
    return regions.visible_to(user) if user.role == Role.SUPERVISOR else regions.editable_by(user)
