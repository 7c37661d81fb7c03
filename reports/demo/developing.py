"""People on their way into the Party in the made-up county: each with the steps taken, as the rules allow them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from members.choices import Ended, Sex
from members.models import Candidate, Step
from reports.demo.days import Days, between
from reports.demo.organizations import person, phone
from reports.demo.roster import EDUCATIONS, Drawn, Roster

# Days from one step to the next, within the rules of domain.md §3; the last step (25) closes the file.
GAPS = (0, 14, 160, 12, 5, 372, 15, 10, 4, 25, 20, 15, 18, 9, 12, 8, 35, 9, 6, 20, 180, 0, 14, 40, 12)
ADMITTED, ADMISSION_TALK, ASKED, CONFIRMED, APPROVED = 15, 16, 22, 23, 24
FORGOTTEN = 0.07  # share of those whose next step is late or will be soon
PEOPLE = {2: 1, 5: 2, 9: 2, 16: 1}
SHARES = ((2, 6), (6, 10), (8, 4), (11, 4), (14, 3))  # how far candidates have come: (step, weight)


@dataclass
class Developing:
    """Draws into its two lists."""

    rng: Random
    days: Days
    candidates: list[Candidate] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def draw(self, roster: Roster) -> None:
        """The way of all 预备党员 and of those who became full in these years, and candidates beside them."""
        for one in roster.drawn:
            if one.member.left:
                continue
            if one.full is None:
                late = self.rng.random() < FORGOTTEN  # nobody has approved it, though the months are over
                self._known(one, ADMISSION_TALK if late else self._reached(one.joined))
            elif one.joined >= self.days.opened:
                self._known(one, 25)
        settled = [one for one in roster.drawn if one.full and not one.member.left]
        for one in self.rng.sample(settled, min(len(settled) // 12, 90)):
            self._candidate(one)

    def _reached(self, joined: date) -> int:
        """The step at which somebody stands today who was admitted on `joined`."""
        day, step = joined, ADMITTED
        while step < ASKED - 1 and day + timedelta(days=GAPS[step]) <= self.days.today:
            day += timedelta(days=GAPS[step])
            step += 1
        return step

    def _known(self, one: Drawn, last: int) -> None:
        """The candidate who became the member `one`: admitted on the day of joining."""
        member = one.member
        candidate = Candidate(
            name=member.name,
            sex=member.sex,
            birth=member.birth,
            ethnicity=member.ethnicity,
            education=member.education,
            phone=member.phone,
            branch=one.branch,
            organization=one.unit.organization,
            member=member,
        )
        self.candidates.append(candidate)
        begun = one.joined - timedelta(days=sum(GAPS[:ADMITTED]))
        self._steps(candidate, begun, last, joined=one.joined)

    def _candidate(self, beside: Drawn) -> None:
        """Somebody who works with `beside` and is not admitted yet; a few stopped."""
        rng = self.rng
        last = rng.choices([step for step, _ in SHARES], [weight for _, weight in SHARES])[0]
        ended = between(rng, self.days.today - timedelta(days=60 if rng.random() < 0.85 else 200), self.days.today)
        if rng.random() < FORGOTTEN:  # an application that nobody has answered yet
            last, ended = 1, between(rng, self.days.today - timedelta(days=75), self.days.today)
        begun = ended - timedelta(days=sum(GAPS[:last]))
        candidate = Candidate(
            name=person(rng),
            sex=rng.choice(list(Sex)),
            birth=between(rng, date(begun.year - 40, 1, 1), date(begun.year - 20, 1, 1)).isoformat(),
            ethnicity="汉族",
            education=rng.choice(EDUCATIONS),
            phone=phone(rng),
            branch=beside.branch,
            organization=beside.unit.organization,
        )
        if rng.random() < 0.05:
            candidate.ended, candidate.ended_why = self.days.today.isoformat(), Ended.STOPPED
        self.candidates.append(candidate)
        self._steps(candidate, begun, last)

    def _steps(self, candidate, begun, last, joined=None):
        day = begun
        for number in range(1, last + 1):
            day += timedelta(days=GAPS[number - 1])
            if number == ASKED and joined:
                day = max(day, joined + timedelta(days=366))
            if day > self.days.today:
                return
            self.steps.append(self._step(candidate, number, day))

    def _step(self, candidate, number, day):
        rng = self.rng
        step = Step(candidate=candidate, number=number, day=day)
        if number in PEOPLE:
            step.people = "、".join(person(rng) for _ in range(PEOPLE[number]))
        if number in (ADMITTED, CONFIRMED):
            step.entitled = rng.randint(5, 18)
            step.present = step.entitled - rng.choice((0, 0, 1))
            step.approved = step.present - rng.choice((0, 0, 0, 1))
        if number == 11:
            step.hours = rng.choice((24, 24, 32))
        return step
