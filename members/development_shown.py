"""The path of one person as a page shows it: stages, steps, what is said about each, what is next."""

from dataclasses import dataclass, field
from datetime import date

from members import path
from members.models import Candidate, Step
from members.path import Outlook, Stride
from members.path_checks import Problem, check
from members.queries_development import person_of

DONE, NEXT, MISSING, LATER = "done", "next", "missing", "later"


@dataclass
class ShownStep:
    """A step: taken, next, left out, or still to come."""

    rules: Stride
    state: str
    step: Step | None = None
    problems: list[Problem] = field(default_factory=list)
    earliest: date | None = None
    due: date | None = None


@dataclass
class ShownStage:
    """A stage with its steps."""

    title: str
    steps: list[ShownStep]

    @property
    def done(self) -> int:
        """How many of its steps are taken."""
        return sum(one.state == DONE for one in self.steps)

    @property
    def state(self) -> str:
        """done, next (somebody is in it), or later."""
        if self.done == len(self.steps):
            return DONE
        return NEXT if self.done or any(one.state == NEXT for one in self.steps) else LATER


@dataclass
class ShownPath:
    """All of it, and what is next; `reached` is the number of the last step, 0 for none."""

    stages: list[ShownStage]
    reached: int
    next: Outlook | None

    @property
    def rank(self) -> str:
        """Who the person is; "" before step 1."""
        return path.rank(self.reached) if self.reached else ""

    @property
    def missing(self) -> list[int]:
        """The steps left out before the last one."""
        return [one.rules.number for stage in self.stages for one in stage.steps if one.state == MISSING]


def shown(candidate: Candidate, steps: dict[int, Step]) -> ShownPath:
    """The path of a candidate with the `steps` taken, by number. No query."""
    person = person_of(candidate)
    days = {number: one.day for number, one in steps.items()}
    reached = max(steps, default=0)
    following = None if candidate.ended else path.outlook(days, person)
    lines = [_line(rules, steps, days, person, reached) for rules in path.PATH]
    if following is None:
        for one in lines:
            one.state = LATER if one.state == NEXT else one.state
    stages = [ShownStage(title, [one for one in lines if one.rules.stage == title]) for title in path.STAGES]
    return ShownPath(stages, reached, following)


def _line(rules, steps, days, person, reached) -> ShownStep:
    if step := steps.get(rules.number):
        return ShownStep(rules, DONE, step, check(step, days, person))
    state = MISSING if rules.number < reached else NEXT if rules.number == reached + 1 else LATER
    earliest, due = path.earliest(rules.number, days, person), path.due(rules.number, days, person)
    return ShownStep(rules, state, earliest=earliest, due=None if state == MISSING else due)
