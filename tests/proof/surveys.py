"""Two quarters of a made-up county as files on disk, with what each row states: all of it follows from the seed."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

from tests.proof.changes import second_survey
from tests.proof.county import County, first_survey
from tests.proof.jobs import File, Job
from tests.proof.more_layouts import LAYOUTS, TOWNS

FIRST_DAY, SECOND_DAY = date(2025, 6, 30), date(2025, 9, 30)
EARLIER = (date(2024, 12, 31), date(2023, 12, 31), date(2022, 12, 31))


@dataclass(frozen=True, slots=True)
class Story:
    """The county at two surveys and the files that its towns sent in for each."""

    counties: tuple[County, County]
    files: tuple[list[File], list[File]]


@cache
def story(seed: int) -> Story:
    """The whole made-up story of a seed."""
    rng = Random(seed)
    first, maker = first_survey(rng, TOWNS)
    first_files = fill_in(rng, first, FIRST_DAY)
    second = second_survey(rng, first, maker)
    return Story((first, second), (first_files, fill_in(rng, second, SECOND_DAY)))


def fill_in(rng: Random, county: County, day: date) -> list[File]:
    """Each town fills in one of the layouts, dealt out anew for each survey."""
    towns = rng.sample(list(county.towns), TOWNS)
    files = []
    for number, (layout, share) in enumerate(LAYOUTS, 1):
        mine, towns = tuple(towns[:share]), towns[share:]
        files += layout(Job(number, day, county, mine))
    return files


def save(files: list[File], folder: Path) -> list[str]:
    """Write the files into the folder and give their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        (folder / file.name).write_bytes(file.content)
    return [str(folder / file.name) for file in files]
