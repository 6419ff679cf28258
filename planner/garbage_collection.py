"""How often a server looks for objects that refer to each other and are used by nothing else."""

import gc

# Objects made and not dropped before Python looks through them: an answer makes some thousands.
# Python's own number is 700.
OBJECTS_BEFORE_COLLECTION = 10_000


def collect_rarely() -> None:
    """Never look through what is loaded now, and through new objects a tenth as often.

    For the start of a server, once its pages are loaded: these stay until it ends, and to look
    through them again and again takes a fifth of a new answer's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BEFORE_COLLECTION, *gc.get_threshold()[1:])
