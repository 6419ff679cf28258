import gc
from collections.abc import Iterator
from weakref import ref

import pytest

from planner.garbage_collection import OBJECTS_BEFORE_COLLECTION, collect_rarely


@pytest.fixture(autouse=True)
def same_as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


class Link:
    """An object that refers to itself, as nothing but the collection of garbage finds out."""

    def __init__(self) -> None:
        self.itself = self


def test_what_is_loaded_is_never_looked_through_again() -> None:
    loaded = [Link()]
    collect_rarely()

    assert gc.get_freeze_count() > 1000
    assert not any(one is loaded for one in gc.get_objects())
    assert gc.get_threshold()[0] == OBJECTS_BEFORE_COLLECTION


def test_garbage_of_later_is_collected() -> None:
    collect_rarely()
    later = ref(Link())
    assert later() is not None
    gc.collect()
    assert later() is None


def test_without_being_asked_for_as_well() -> None:
    collect_rarely()
    later = ref(Link())
    held = [[number] for number in range(2 * OBJECTS_BEFORE_COLLECTION)]
    assert later() is None
    assert held
