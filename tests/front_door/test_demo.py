"""`manage.py demo`: a made-up county of its own, never somebody's data."""

import http.cookiejar
import json
import os
import re
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest

from tests.front_door.running import ROOT, manage, surroundings

pytestmark = pytest.mark.nodb

COUNT = "from orgs.models import Organization, User; print(Organization.objects.count(), User.objects.count())"


def counted(var) -> str:
    return manage("shell", "--no-imports", "-c", COUNT, var=var).stdout.strip()


def work_of_children() -> float:
    """Processor seconds of ended child processes: what a start takes on a machine that does nothing else."""
    times = os.times()
    return times.children_user + times.children_system


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """The data folder of a prepared demo, and what its first start printed."""
    var = tmp_path_factory.mktemp("demo") / "var"
    first = manage("demo", "--no-serve", "--orgs", "40", var=var)
    assert first.returncode == 0, first.stderr
    return var, first.stdout


@pytest.fixture(scope="module")
def served(ready):
    """The demo served on a free port; yields the port."""
    var, _ = ready
    port = free_port()
    command = [sys.executable, "manage.py", "demo", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=surroundings(var), stdout=subprocess.PIPE, text=True) as server:
        for line in server.stdout:
            if "Ctrl-C" in line:
                break
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port
        server.terminate()
        assert server.wait(120) == 0


def test_the_first_start_makes_a_county_and_keeps_its_random_password_private(ready):
    var, said = ready
    kept = json.loads((var / "demo-users.json").read_text(encoding="utf-8"))
    assert kept["password"] in said
    assert all(account["username"] in said for account in kept["accounts"])
    assert stat.S_IMODE((var / "demo-users.json").stat().st_mode) == 0o600
    assert counted(var) == f"40 {len(kept['accounts'])}"


def test_the_next_start_makes_nothing_new_and_prints_the_same_password_within_three_seconds(ready):
    var, first = ready
    before, begun = counted(var), work_of_children()
    again = manage("demo", "--no-serve", "--orgs", "90", var=var)
    assert work_of_children() - begun < 3
    assert again.returncode == 0
    assert again.stdout.splitlines()[-6:] == first.splitlines()[-6:]
    assert counted(var) == before


def test_two_demos_have_different_passwords(ready, tmp_path, migrated):
    migrated(tmp_path)
    manage("demo", "--no-serve", "--orgs", "5", var=tmp_path)
    passwords = {json.loads((var / "demo-users.json").read_text("utf-8"))["password"] for var in (ready[0], tmp_path)}
    assert len(passwords) == 2


def test_a_database_with_data_of_somebody_is_refused_in_one_sentence_and_left_alone(tmp_path, migrated):
    migrated(tmp_path)
    (tmp_path / "regions.csv").write_text("code,name\n990101,青溪县\n", encoding="utf-8")
    manage("load_regions", tmp_path / "regions.csv", var=tmp_path)
    code = "from orgs.models import Organization; Organization.objects.create(kind='enterprise', name='真实公司')"
    assert manage("shell", "--no-imports", "-c", code, var=tmp_path).returncode == 0
    refused = manage("demo", "--no-serve", var=tmp_path)
    assert refused.returncode == 1
    assert len(refused.stderr.strip().splitlines()) == 1
    assert "单位 1 个、辖区 1 个" in refused.stderr
    assert counted(tmp_path) == "1 0"


def test_the_accounts_file_of_another_demo_opens_no_door(ready, tmp_path, migrated):
    migrated(tmp_path)
    manage("demo", "--no-serve", "--orgs", "5", var=tmp_path)
    (tmp_path / "demo-users.json").write_bytes((ready[0] / "demo-users.json").read_bytes())
    refused = manage("demo", "--no-serve", var=tmp_path)
    assert refused.returncode == 1
    assert "不是演示建立的数据" in refused.stderr


def test_a_port_that_is_taken_is_told_in_one_sentence_before_anything_is_made(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        told = manage("demo", "--port", taken.getsockname()[1], var=tmp_path)
    assert told.returncode == 1
    assert "已被占用" in told.stderr
    assert len(told.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "liangxin.sqlite3").exists()


def test_every_account_of_the_demo_can_sign_in_on_the_served_site(ready, served):
    kept = json.loads((ready[0] / "demo-users.json").read_text(encoding="utf-8"))
    for account in kept["accounts"]:
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        address = f"http://127.0.0.1:{served}/"
        with browser.open(address) as page:
            login, form = page.url, page.read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[1]
        filled = {"username": account["username"], "password": kept["password"], "csrfmiddlewaretoken": token}
        with browser.open(login, urllib.parse.urlencode({**filled, "next": "/"}).encode()) as page:
            assert page.status == 200
            assert page.url.removeprefix(address) == "", f"{account['username']} was not let in"
            assert account["name"] in page.read().decode()


def test_the_served_site_listens_on_this_machine_only(served):
    others = {address[4][0] for address in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in others - {"127.0.0.1"}:
        with socket.socket() as probe:
            probe.settimeout(1)
            assert probe.connect_ex((address, served)) != 0
    request = urllib.request.Request(f"http://127.0.0.1:{served}/", headers={"Host": "elsewhere.example"})
    with pytest.raises(urllib.error.HTTPError, match="400"):
        urllib.request.urlopen(request)
