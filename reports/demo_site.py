"""The trial installation behind `manage.py demo`: whose database it is, its accounts, its web server."""

import json
import socket
from pathlib import Path

from django.conf import settings
from django.db import transaction

from liangxin.datafolder import write_private
from liangxin.memory import uncollected
from orgs.accounts import new_user, random_password
from orgs.choices import Role
from orgs.models import Organization, Region, User
from reports.demo import County, add_imports, add_list, make_county

HOST = "127.0.0.1"
TOWN = "城关镇"  # whose clerk has an account
ACCOUNTS = (  # sign-in name, role
    ("xian", Role.COUNTY),
    ("xian_chakan", Role.COUNTY_VIEWER),
    ("guikou", Role.SUPERVISOR),
    ("zhen", Role.TOWN),
    ("zhen_chakan", Role.TOWN_VIEWER),
    ("zhidaoyuan", Role.GUIDE),
    ("xitong", Role.SYSTEM),
    ("shenji", Role.AUDITOR),
)


class NotOurs(Exception):
    """The database holds data that the demo did not make; the text says so in one sentence."""


def kept_file() -> Path:
    """Where the data folder keeps the accounts of the demo; readable by its owner only."""
    return Path(settings.LIANGXIN_VAR) / "demo-users.json"


def kept() -> dict | None:
    """The accounts and password of the demo that made this very database; None when it is still empty.

    The file names accounts with the microsecond they were made, and the database must hold one of them: a file
    beside another database, or a database without its file, is not the demo's. Raises NotOurs.
    """
    try:
        known = json.loads(kept_file().read_text(encoding="utf-8"))
        made = {account["username"]: account["made"] for account in known["accounts"]}
    except (OSError, ValueError, KeyError, TypeError):
        known, made = None, {}
    there = User.objects.filter(username__in=made).values_list("username", "date_joined")
    if any(made[username] == joined.isoformat() for username, joined in there):
        return known
    counts = {"单位": Organization.objects.count(), "辖区": Region.objects.count(), "账号": User.objects.count()}
    if any(counts.values()):
        held = "、".join(f"{name} {count} 个" for name, count in counts.items() if count)
        raise NotOurs(
            f"这个数据库里已有不是演示建立的数据（{held}），演示不会动它："
            "请用环境变量 LIANGXIN_VAR 指定另一个数据文件夹（不设 DATABASE_URL）再运行。"
        )
    return None


@uncollected()
def make(orgs: int, seed: int) -> dict:
    """Fill an empty database with a made-up county and accounts, all or nothing; return what `kept` returns."""
    with transaction.atomic():
        county = make_county(orgs, seed)
        password = random_password()
        users = make_accounts(county, password)
        county.write_history(users["xian"])
        add_imports(county, users["xian"], users["zhen"])
        add_list(county, users["xian"])
        accounts = [
            {"username": name, "name": user.first_name, "made": user.date_joined.isoformat()}
            for name, user in users.items()
        ]
        made = {"password": password, "accounts": accounts}
        # Before the commit: a start that is cut short here leaves an empty database and begins again.
        write_private(kept_file(), json.dumps(made, ensure_ascii=False, indent=1))
    return made


def make_accounts(county: County, password: str) -> dict[str, User]:
    """One account for each kind of user, by sign-in name, all with the same password."""
    users = {}
    for username, role in ACCOUNTS:
        user = new_user(username=username, role=role, region=None, password=password, name=role.label)
        if role in (Role.COUNTY, Role.COUNTY_VIEWER):
            user.region = county.places.county
        elif role in (Role.TOWN, Role.TOWN_VIEWER):
            user.region = county.place(TOWN).region
        elif role == Role.SUPERVISOR:
            user.supervisor = county.market_committee
        elif role == Role.GUIDE:
            user.guide = county.busiest_guide
        if user.region:
            user.first_name = f"{user.region.name}{role.label[2:]}"
        elif user.guide:
            user.first_name = user.guide.name
        user.save(update_fields=["region", "supervisor", "guide", "first_name"])
        users[username] = user
    return users


def port_is_free(port: int) -> bool:
    """Does nobody answer on this port of this machine?"""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, port)) != 0


def serve(port: int) -> None:
    """Serve the site on this machine only, until Ctrl-C. Raises OSError when the port cannot be had."""
    import waitress

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, HOST, "localhost"]
    from liangxin.wsgi import application

    waitress.create_server(application, host=HOST, port=port, threads=8).run()
