"""User: a person who signs in, with a role and a scope."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from liangxin.history import history
from orgs.choices import Role


class User(AbstractUser):
    """Django's user with a role and a scope: a region's subtree, a supervising branch's subtree, or a guide's own."""

    role = models.CharField("角色", max_length=20, choices=Role, default=Role.SYSTEM)
    region = models.ForeignKey("orgs.Region", models.PROTECT, verbose_name="管理辖区", null=True, blank=True)
    supervisor = models.ForeignKey(
        "orgs.PartyBranch", models.PROTECT, verbose_name="归口党（工）委", null=True, blank=True, related_name="+"
    )
    guide = models.OneToOneField(
        "orgs.Guide", models.SET_NULL, verbose_name="对应的指导员", null=True, blank=True, related_name="user"
    )

    history = history(excluded_fields=["password", "last_login"])

    class Meta(AbstractUser.Meta):
        verbose_name = verbose_name_plural = "账号"

    def __str__(self):
        return self.first_name or self.username

    def save(self, *args, **kwargs):
        """Signing in is no change of the account, so it leaves no entry in the history."""
        if set(kwargs.get("update_fields") or ()) != {"last_login"}:
            return super().save(*args, **kwargs)
        self.skip_history_when_saving = True
        try:
            return super().save(*args, **kwargs)
        finally:
            del self.skip_history_when_saving

    def get_short_name(self):
        """The person's name, else the sign-in name."""
        return self.first_name or self.username

    @property
    def office(self) -> str:
        """Where the person works, for the head of each page."""
        return str(self.region or self.supervisor or self.get_role_display())

    @property
    def sees_registers(self) -> bool:
        """Whether the user's role sees business rows at all (inside the own scope)."""
        return self.role not in (Role.SYSTEM, Role.AUDITOR)

    @property
    def sees_phones(self) -> bool:
        """Whether lists show telephone numbers in full; officials who only read see them masked."""
        return self.role not in (Role.COUNTY_VIEWER, Role.TOWN_VIEWER)

    @property
    def is_county(self) -> bool:
        """Whether the user manages the county: all registers, undo, transfer requests."""
        return self.role == Role.COUNTY

    @property
    def may_edit(self) -> bool:
        """Whether the user's role may change registers (inside the own scope)."""
        return self.role in (Role.COUNTY, Role.SUPERVISOR, Role.TOWN)

    @property
    def is_guide(self) -> bool:
        """Whether the user is a guide, who writes visits of the own postings and follows what they found."""
        return self.role == Role.GUIDE and self.guide_id is not None

    @property
    def may_import(self) -> bool:
        """Whether the user's role may import surveys."""
        return self.role in (Role.COUNTY, Role.TOWN)
