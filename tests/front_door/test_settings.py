"""What every installation has: its own secret, strict headers, its static files without a collect step."""

import os
import stat
import threading

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from liangxin.datafolder import data_folder, kept_secret, write_private
from tests.front_door.running import manage

pytestmark = pytest.mark.nodb

SHOW = "from django.conf import settings as s; print({})"


def shown(expression: str, var, **environment) -> str:
    done = manage("shell", "--no-imports", "-c", SHOW.format(expression), var=var, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_secret_key_is_made_once_for_each_data_folder_and_kept_private(tmp_path):
    first = shown("s.SECRET_KEY", tmp_path / "a")
    assert len(first) > 50
    assert shown("s.SECRET_KEY", tmp_path / "a") == first
    assert shown("s.SECRET_KEY", tmp_path / "b") != first
    assert stat.S_IMODE((tmp_path / "a" / "secret_key").stat().st_mode) == 0o600
    assert shown("s.SECRET_KEY", tmp_path / "a", SECRET_KEY="given") == "given"


def test_processes_that_start_together_agree_on_the_secret(tmp_path):
    found = []
    starts = [threading.Thread(target=lambda: found.append(kept_secret(tmp_path / "key"))) for _ in range(20)]
    for one in starts:
        one.start()
    for one in starts:
        one.join()
    assert len(found) == 20
    assert len(set(found)) == 1
    assert os.listdir(tmp_path) == ["key"]


def test_a_private_file_is_replaced_whole(tmp_path):
    write_private(tmp_path / "x", "一")
    write_private(tmp_path / "x", "二")
    assert (tmp_path / "x").read_text(encoding="utf-8") == "二"
    assert os.listdir(tmp_path) == ["x"]


def test_the_data_folder_is_made_with_its_logs(tmp_path):
    assert (data_folder(tmp_path / "new" / "var") / "logs").is_dir()


def test_the_database_is_sqlite_in_the_data_folder_or_what_the_address_says(tmp_path):
    name = "s.DATABASES['default']['NAME'], s.DATABASES['default']['OPTIONS']"
    assert str(tmp_path / "liangxin.sqlite3") in shown(name, tmp_path)
    assert "IMMEDIATE" in shown(name, tmp_path)
    address = "postgres://someone:secret@127.0.0.1:1/county"
    assert shown(name, tmp_path, DATABASE_URL=address) == "county {'options': '-c jit=off -c cursor_tuple_fraction=1'}"


@pytest.mark.parametrize("path", ["/static/admin/css/base.css", "/nowhere/"])
def test_every_answer_carries_the_strict_policy(path):
    answer = Client(raise_request_exception=False).get(path)
    if path.startswith("/static/"):
        b"".join(answer.streaming_content)
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_our_static_files_and_the_admins_are_served_without_a_collect_step():
    ours = [path for finder in finders.get_finders() for path, _ in finder.list([]) if path.startswith("liangxin")]
    assert ours, "the theme has gone"
    for path in [*ours, "admin/css/base.css"]:
        answer = Client().get(f"/static/{path}")
        assert answer.status_code == 200, path
        assert b"".join(answer.streaming_content)


def test_debug_is_off_unless_asked_for(tmp_path):
    assert shown("s.DEBUG", tmp_path) == "False"


def test_another_host_name_is_refused(settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    assert Client(raise_request_exception=False).get("/", headers={"host": "elsewhere"}).status_code == 400


def test_a_command_before_migrate_is_told_so_in_one_sentence(tmp_path):
    regions = tmp_path / "regions.csv"
    regions.write_text("code,name\n330199,青溪县\n", encoding="utf-8")
    refused = manage("load_regions", regions, var=tmp_path / "var")
    assert refused.returncode == 1
    assert refused.stderr.strip() == "数据库还没有建立或升级：请先运行 python3 manage.py migrate，然后再试一次。"
    manage("migrate", var=tmp_path / "var")
    assert manage("load_regions", regions, var=tmp_path / "var").returncode == 0
