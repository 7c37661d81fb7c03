"""kill -9 of a real server or command: a few random moments here, more with `python -m tests.killing --count 50`."""

import json
import os
import random
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.front_door.running import ROOT
from tests.killing.moments import DAY, STAGES
from tests.killing.serving import PATIENCE, Clerk, Server, batch_in, environment


@pytest.mark.nodb  # once in the suite; `python -m tests.killing` does it on both databases
@pytest.mark.parametrize("stage", STAGES)
def test_a_killed_process_leaves_everything_or_nothing_and_can_be_run_again(trial, stage):
    share = random.Random(f"{trial.database.name} {stage}").uniform(0.1, 0.9)
    moment = trial.kill(stage, share * trial.takes[stage])
    print(moment)
    assert moment.result in ("nothing", "everything", "read again")


def test_of_two_who_upload_the_same_file_at_the_same_moment_one_is_asked(trial):
    trial.database.restore("new")
    with Server(trial.database) as server:
        clerks = [Clerk(server, *trial.account) for _ in range(2)]
        with ThreadPoolExecutor() as pool:
            pages = list(pool.map(lambda clerk: clerk.upload(trial.file, DAY), clerks))
        told = [(address, page) for address, page in pages if "仍要导入" in page]
        assert len(told) == 1
        assert "正在导入" in told[0][1]
        (other,) = (batch_in(address) for address, page in pages if "仍要导入" not in page)
        clerks[0].settled(other)
        clerks[0].post(f"/imports/{other}/apply/")
        clerks[0].settled(other)
        held = batch_in(told[0][0])
        assert "已导入" in clerks[0].get(f"/imports/{held}/progress/")[1]
        clerks[0].post(f"/imports/{held}/read/")
        clerks[0].settled(held)
    rows = f"SELECT DISTINCT outcome FROM reports_importrow WHERE batch_id = {held}"
    assert trial.database.asked(rows) == [("same",)]


def test_two_commands_with_the_same_file_at_the_same_moment_write_it_once(trial):
    trial.database.restore("new")
    command = [sys.executable, "manage.py", "import_survey", str(trial.file), "--as-of", DAY]
    how = {"cwd": ROOT, "env": environment(trial.database), "capture_output": True, "text": True, "check": False}
    with ThreadPoolExecutor() as pool:
        done = list(pool.map(lambda _: subprocess.run(command, **how), range(2)))
    assert [(one.returncode, one.stderr) for one in done] == [(0, "")] * 2
    said = sorted(f"新增 {n}" in one.stdout for one in done for n in [trial.rows - 100])
    assert said == [False, True]
    assert trial.which("applied") == "applied"


def test_two_clicks_on_write_at_the_same_moment_write_once(trial):
    trial.database.restore("planned")
    address = f"/imports/{trial.batch}/apply/"
    with Server(trial.database) as server:
        clerks = [Clerk(server, *trial.account) for _ in range(2)]
        with ThreadPoolExecutor() as pool:
            pages = list(pool.map(lambda clerk: clerk.post(address)[1], clerks))
        assert [page for page in pages if "暂时不能使用" in page or "系统出错" in page] == []
        clerks[0].settled(trial.batch)
    assert trial.which("applied") == "applied"


STOPPING = """
import os, signal, sys
from django.core.management import execute_from_command_line
from reports.imports import progress
tell = progress.Progress.step
def step(self, name, *about):
    tell(self, name, *about)
    if name == "核对各行":
        os.kill(os.getpid(), signal.SIGSTOP)
progress.Progress.step = step
execute_from_command_line(sys.argv)
"""


def worker(database, *, stopping: bool = False) -> subprocess.Popen:
    """`manage.py db_worker` until nothing waits any more, or until it has told that it checks the rows."""
    program = ["-c", STOPPING] if stopping else ["manage.py"]
    command = [sys.executable, *program, "db_worker", "--batch", "--no-startup-delay", "--interval", "0"]
    where = {"cwd": ROOT, "env": environment(database, LIANGXIN_WORKERS="database"), "start_new_session": True}
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **where)


def test_workers_of_their_own_do_the_jobs_and_a_killed_one_is_replaced(trial):
    trial.database.restore("new")
    with Server(trial.database, LIANGXIN_WORKERS="database") as server:
        clerk = Clerk(server, *trial.account)
        batch = batch_in(clerk.upload(trial.file, DAY)[0])
        told = f"/imports/{batch}/progress.json"
        assert json.loads(clerk.get(told)[1])["step"] == "排队等候"
        first = worker(trial.database, stopping=True)
        os.waitpid(first.pid, os.WUNTRACED)
        assert json.loads(clerk.get(told)[1])["step"] == "核对各行"
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
        assert json.loads(clerk.get(told)[1])["busy"]  # the look that notices it, and has it begun again
        assert worker(trial.database).wait(PATIENCE) == 0
        clerk.settled(batch)
    rows = f"SELECT count(*) FROM reports_importrow WHERE batch_id = {batch}"
    assert trial.database.asked(rows) == [(trial.rows,)]
