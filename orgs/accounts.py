"""Making accounts: for the command line and for the made-up county."""

import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from orgs.choices import Role
from orgs.models import Region, User
from orgs.scope import BY_REGION

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another when read from paper


class AccountRefused(ValueError):
    """The account was not made; the text says why in one sentence."""


def random_password() -> str:
    """Twelve letters and digits in groups, for instance "k7mp-x2hd-9wqa": about 59 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def read_role(text: str) -> Role:
    """The role that `text` names by its key or its Chinese word. Raises AccountRefused."""
    try:
        return next(role for role in Role if text.strip() in (role.value, role.label))
    except StopIteration:
        known = "、".join(f"{role.value}（{role.label}）" for role in Role)
        raise AccountRefused(f"没有“{text}”这个角色。可以用：{known}") from None


def scope_region(role: Role, code: str = "") -> Region | None:
    """The region of a new account: `code`, else the county for roles of the county, else none.

    Raises AccountRefused when the role needs a region that is not given or not known.
    """
    if code:
        region = Region.objects.filter(code=code).first()
        if region is None:
            raise AccountRefused(f"没有代码为 {code} 的辖区，请先用 load_regions 导入辖区。")
        return region
    if role in (Role.COUNTY, Role.COUNTY_VIEWER):
        if root := Region.objects.root():
            return root
        raise AccountRefused("还没有辖区：请先用 load_regions 导入辖区，或用 --region 指定。")
    if role in BY_REGION:
        raise AccountRefused(f"{role.label}要用 --region 指定乡镇的代码。")
    return None


@transaction.atomic
def new_user(*, username: str, role: Role, region: Region | None, password: str, name: str = "") -> User:
    """Make an account that can sign in. Raises AccountRefused for a name or password that will not do."""
    user = User(username=username, role=role, region=region, first_name=name, is_staff=True)
    user.is_superuser = role == Role.SYSTEM  # looks after accounts; rows are still given by scope
    try:
        user.username = User.normalize_username(username)
        validate_password(password, user)
        user.set_password(password)
        user.full_clean()
    except ValidationError as problem:
        raise AccountRefused("；".join(problem.messages)) from problem
    user.save()
    return user
