"""How many random examples a test takes: few while a person waits, many at night.

The profile decides, by HYPOTHESIS_PROFILE. In "fixed", which `.ci/run` and `make test` take, a test
that is slow takes so few that it still finds the faults it is for. In "thorough" and "random"
(`make test-thorough`, `make test-random`, `.github/workflows/nightly.yml`) it takes all.
"""

from hypothesis import settings


def number_of(few: int, many: int) -> int:
    """The number of examples, or of drawn cases, in the profile of this run."""
    return few if settings.get_current_profile_name() == "fixed" else many


def examples(few: int, *, many: int) -> settings:
    """The settings of a property that takes so many examples."""
    return settings(max_examples=number_of(few, many))
