"""One kill -9 at a random moment of an upload, a write, an undo or a command; afterwards everything or nothing."""

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from liangxin.codes import credit_code_check
from tests.front_door.running import ROOT
from tests.killing.databases import register
from tests.killing.serving import PATIENCE, Clerk, Server, batch_in, environment, unheard

HEADER = (
    *("单位名称", "统一社会信用代码", "单位类型", "所属乡镇", "经营地址", "负责人姓名", "从业人员数", "正式党员数"),
    *("是否建立党组织", "组建方式", "党组织名称", "党组织成立时间", "党建指导员姓名", "指导员工作单位", "工会"),
)
BEFORE, DAY = "2025-06-30", "2025-12-31"
SURVEYED = 100  # rows that an earlier survey registered already: they change
STAGES = ("upload", "apply", "undo", "command")


class Wrong(AssertionError):
    """Something is neither whole nor nothing; the text says what."""


@dataclass(frozen=True)
class Moment:
    """What happened at one kill."""

    stage: str
    seconds: float
    result: str  # "nothing", "everything", or "read again"

    def __str__(self):
        return f"{self.stage:<8} killed after {self.seconds:5.2f} s: {self.result}, in the end everything"


class Trial:
    """An installation with a survey of `rows` rows, in its states before and after each stage."""

    def __init__(self, database, rows: int):
        self.database, self.rows, self.registers, self.takes = database, rows, {}, {}
        self.earlier = _survey(database.folder / "earlier.csv", SURVEYED, employees=5)
        self.file = _survey(database.folder / "survey.csv", rows, employees=7)
        self._manage("demo", "--no-serve", "--orgs", "30")
        accounts = json.loads((database.var / "demo-users.json").read_text("utf-8"))
        self.account = (accounts["accounts"][0]["username"], accounts["password"])
        self._manage("import_survey", self.earlier, "--as-of", BEFORE)
        self._keep("new")
        with Server(database) as server:
            clerk = Clerk(server, *self.account)
            self.batch = self._timed("upload", partial(clerk.upload, self.file, DAY), clerk)
        self._keep("planned")
        for stage, state in (("apply", "applied"), ("undo", "undone")):
            with Server(database) as server:
                clerk = Clerk(server, *self.account)
                self._timed(stage, partial(clerk.post, f"/imports/{self.batch}/{stage}/"), clerk)
            self._keep(state)
            self._expect(self._state() == state, f"{stage}: the batch is {self._state()}")
        self.takes["command"] = self.takes["upload"] + self.takes["apply"]
        self._expect(self.registers["new"] == self.registers["planned"], "a plan writes nothing")
        self._expect(len(self.registers["applied"]["organizations"]) > rows, "a write writes everything")

    def _manage(self, *arguments):
        command = [sys.executable, "manage.py", *map(str, arguments)]
        done = subprocess.run(
            command, cwd=ROOT, env=environment(self.database), capture_output=True, text=True, check=False
        )
        self._expect(done.returncode == 0, f"{arguments}: {done.stderr}")
        return done

    def _timed(self, stage, act, clerk):
        """Do a stage to its end and note how long it takes; its batch."""
        begun = time.monotonic()
        batch = batch_in(act()[0])
        clerk.settled(batch)
        self.takes[stage] = time.monotonic() - begun
        return batch

    def _keep(self, name: str):
        self.database.save(name)
        self.registers[name] = register(self.database)

    def _state(self) -> str:
        (row,) = self.database.asked(f"SELECT state FROM reports_importbatch WHERE id = {self.batch}")
        return row[0]

    def _expect(self, holds: bool, what: str):
        if not holds:
            raise Wrong(f"{self.database.name}: {what}")

    def which(self, *names: str) -> str:
        """Which of the known states the registers are in."""
        now = register(self.database)
        found = [name for name in names if now == self.registers[name]]
        if not found:
            wholly = self.registers[names[-1]]
            parts = {part: (len(rows), len(wholly[part])) for part, rows in now.items() if rows != wholly[part]}
            raise Wrong(f"{self.database.name}: half written, rows against {names[-1]}: {parts}")
        return found[0]

    def kill(self, stage: str, seconds: float) -> Moment:
        """Kill the process `seconds` after `stage` began, then look, and do it to its end. Raises Wrong."""
        return Moment(stage, seconds, getattr(self, f"_kill_{stage}")(seconds))

    def _kill_upload(self, seconds: float) -> str:
        self.database.restore("new")
        with Server(self.database) as server:
            request = unheard(Clerk(server, *self.account).upload, self.file, DAY)
            time.sleep(seconds)
            server.kill()
            request.join(PATIENCE)
        there = bool(self.database.asked("SELECT 1 FROM reports_importbatch WHERE state IN ('reading', 'planned')"))
        with Server(self.database) as server:
            clerk = Clerk(server, *self.account)
            batch = self.batch if there else batch_in(clerk.upload(self.file, DAY)[0])
            clerk.settled(batch)
            rows = self.database.asked(f"SELECT count(*) FROM reports_importrow WHERE batch_id = {batch}")[0][0]
            state = self.database.asked(f"SELECT state FROM reports_importbatch WHERE id = {batch}")[0][0]
            self._expect((state, rows) == ("planned", self.rows), f"upload: {state} with {rows} rows")
        self.which("new")
        return "read again" if there else "nothing"

    def _kill_act(self, stage: str, seconds: float, before: str, after: str) -> str:
        """The kill during a write or an undo: the batch and the registers say the same, and the act can be repeated."""
        self.database.restore(before)
        address = f"/imports/{self.batch}/{stage}/"
        with Server(self.database) as server:
            request = unheard(Clerk(server, *self.account).post, address)
            time.sleep(seconds)
            server.kill()
            request.join(PATIENCE)
        with Server(self.database) as server:
            clerk = Clerk(server, *self.account)
            clerk.settled(self.batch)
            found, state = self.which(before, after), self._state()
            self._expect(state == found, f"{stage}: the batch says {state}, the registers {found}")
            if found == before:
                clerk.post(address)
                clerk.settled(self.batch)
            self._expect(self._state() == after, f"{stage} again: the batch is {self._state()}")
            self.which(after)
        return "nothing" if found == before else "everything"

    def _kill_apply(self, seconds: float) -> str:
        return self._kill_act("apply", seconds, "planned", "applied")

    def _kill_undo(self, seconds: float) -> str:
        return self._kill_act("undo", seconds, "applied", "undone")

    def _kill_command(self, seconds: float) -> str:
        self.database.restore("new")
        arguments = ["import_survey", str(self.file), "--as-of", DAY]
        process = subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment(self.database),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(seconds)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        found = self.which("new", "applied")
        batches = self.database.asked(f"SELECT state FROM reports_importbatch WHERE as_of = '{DAY}'")
        self._expect(batches == [("applied",)] * (found == "applied"), f"command: {found}, batches {batches}")
        self._manage(*arguments)
        self.which("applied")
        return "nothing" if found == "new" else "everything"


def _survey(path: Path, rows: int, employees: int) -> Path:
    """A survey as CSV; the same organizations each time, with other numbers."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER)
        for number in range(1, rows + 1):
            writer.writerow(_row(number, employees))
    return path


def _row(number: int, employees: int) -> list:
    body = f"91330199MA{number:07d}"
    name, own = f"青溪县新泰机械设备制造{number}号有限公司", number % 3 == 0
    built = ["是", "单独组建", f"{name}党支部", "2021-05"] if own else ["否", "", "", ""]
    guide = ["王芳", "县市场监管局"] if number % 5 == 0 else ["", ""]
    head = [name, body + credit_code_check(body), "非公企业", "城关镇", f"城关镇建设路{number}号", "李敏"]
    return [*head, employees, 3 if own else 0, *built, *guide, "有" if number % 7 == 0 else ""]


def moments(trial: Trial, count: int, seed: int, stages: tuple[str, ...] = STAGES):
    """`count` random kills, the stages by turns; yields each Moment, or the Wrong it raised."""
    chance = random.Random(seed)
    for number in range(count):
        stage = stages[number % len(stages)]
        seconds = chance.uniform(0, 1.1 * trial.takes[stage])
        try:
            yield trial.kill(stage, seconds)
        except Wrong as wrong:
            yield Wrong(f"{stage} killed after {seconds:.3f} s: {wrong}")
