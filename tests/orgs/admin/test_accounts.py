"""Accounts: made, scoped, switched off and given passwords by the system administrator alone."""

import pytest
from django.urls import reverse

from orgs.models import User
from tests.filling import filled
from tests.world import PASSWORD

LIST, ADD = ("admin:orgs_user_changelist", "admin:orgs_user_add")
NEW = {"username": "liuyang", "first_name": "刘洋", "password1": "made-up-8462", "password2": "made-up-8462"}


@pytest.mark.parametrize("name", ["county_admin", "county_viewer", "town_a_clerk", "auditor", "guide_user"])
def test_only_the_system_administrator_opens_accounts(as_user, world, name):
    client = as_user(name)
    for address in (
        reverse(LIST),
        reverse(ADD),
        reverse("admin:orgs_user_change", args=[world.auditor.pk]),
        reverse("admin:orgs_user_password", args=[world.auditor.pk]),
    ):
        assert client.get(address).status_code == 403


def test_a_new_account_has_a_role_with_its_scope(as_user, world, client):
    admin = as_user("system_admin")
    post = filled(admin.get(reverse(ADD)), **NEW, role="town", region=world.town_b.pk)
    assert admin.post(reverse(ADD), post).status_code == 302
    made = User.objects.get(username="liuyang")
    assert (made.role, made.region, made.is_active) == ("town", world.town_b, True)
    assert client.login(username="liuyang", password="made-up-8462")
    assert client.get(reverse("admin:orgs_organization_changelist")).status_code == 200


def test_no_role_is_chosen_beforehand(as_user):
    admin = as_user("system_admin")
    page = admin.post(reverse(ADD), filled(admin.get(reverse(ADD)), **NEW))
    assert page.status_code == 200
    assert not User.objects.filter(username="liuyang").exists()


@pytest.mark.parametrize(
    ("role", "hint"),
    [("town", "请选择管理辖区"), ("supervisor", "请选择归口党（工）委"), ("guide", "请选择对应的指导员")],
)
def test_a_role_without_its_scope_is_refused(as_user, role, hint):
    admin = as_user("system_admin")
    page = admin.post(reverse(ADD), filled(admin.get(reverse(ADD)), **NEW, role=role))
    assert hint in page.content.decode()


def test_a_scope_that_the_role_does_not_use_is_dropped(as_user, world):
    admin = as_user("system_admin")
    form = reverse("admin:orgs_user_change", args=[world.town_a_clerk.pk])
    assert admin.post(form, filled(admin.get(form), role="auditor")).status_code == 302
    world.town_a_clerk.refresh_from_db()
    assert (world.town_a_clerk.role, world.town_a_clerk.region) == ("auditor", None)


def test_a_switched_off_account_cannot_sign_in_and_is_signed_out(as_user, world, client):
    admin, clerk = as_user("system_admin"), as_user("town_a_clerk")
    form = reverse("admin:orgs_user_change", args=[world.town_a_clerk.pk])
    assert admin.post(form, filled(admin.get(form), is_active=None)).status_code == 302
    assert clerk.get(reverse("admin:orgs_organization_changelist")).status_code == 302
    assert not client.login(username="town_a_clerk", password=PASSWORD)


def test_a_new_password_replaces_the_old_one(as_user, world, client):
    admin, clerk = as_user("system_admin"), as_user("town_a_clerk")
    form = reverse("admin:orgs_user_password", args=[world.town_a_clerk.pk])
    post = filled(admin.get(form), new_password1="made-up-8462", new_password2="made-up-8462")
    assert admin.post(form, post).status_code == 302
    assert clerk.get(reverse("admin:orgs_organization_changelist")).status_code == 302
    assert client.login(username="town_a_clerk", password="made-up-8462")


def test_accounts_are_never_deleted(as_user, world):
    address = reverse("admin:orgs_user_delete", args=[world.auditor.pk])
    assert as_user("system_admin").post(address, {"post": "yes"}).status_code == 403


def test_everybody_changes_the_own_password(as_user, client):
    clerk = as_user("town_a_viewer")
    form = reverse("admin:password_change")
    post = filled(clerk.get(form), old_password=PASSWORD, new_password1="made-up-8462", new_password2="made-up-8462")
    assert clerk.post(form, post).status_code == 302
    assert client.login(username="town_a_viewer", password="made-up-8462")


def test_signing_in_needs_no_other_mark_than_an_active_account(world, client):
    User.objects.filter(pk=world.town_a_clerk.pk).update(is_staff=False)
    page = client.post(reverse("admin:login"), {"username": "town_a_clerk", "password": PASSWORD, "next": "/"})
    assert page.status_code == 302
    assert client.get(reverse("admin:orgs_organization_changelist")).status_code == 200


def test_a_wrong_password_is_said_in_one_sentence(world, client):
    page = client.post(reverse("admin:login"), {"username": "town_a_clerk", "password": "wrong"})
    assert "账号或密码不对" in page.content.decode()


def test_the_history_of_an_account_never_shows_a_password(as_user, world):
    admin = as_user("system_admin")
    form = reverse("admin:orgs_user_change", args=[world.auditor.pk])
    admin.post(form, filled(admin.get(form), first_name="吴小霞"))
    text = admin.get(reverse("admin:orgs_user_history", args=[world.auditor.pk])).content.decode()
    assert "吴小霞" in text
    assert "md5" not in text


def test_signing_in_leaves_no_entry_in_the_history(world, client):
    before = world.town_a_clerk.history.count()
    client.post(reverse("admin:login"), {"username": "town_a_clerk", "password": PASSWORD, "next": "/"})
    world.town_a_clerk.refresh_from_db()
    assert world.town_a_clerk.last_login is not None
    assert world.town_a_clerk.history.count() == before
