"""`python -m planner.operations.serve`: gunicorn, or in words what is wrong with its environment.

gunicorn reads WEB_CONCURRENCY before any file of ours, and stumbles where it is empty or no number.
"""

import os
import sys

from planner.environment import FaultyEnvironment


def main() -> None:
    """Become gunicorn; arguments are handed on."""
    try:
        from planner.settings import WEB_CONCURRENCY
    except FaultyEnvironment as fault:
        sys.exit(str(fault))
    os.environ["WEB_CONCURRENCY"] = str(WEB_CONCURRENCY)
    # In its place, not beside it: signals for the server reach it.
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *sys.argv[1:]])  # noqa: S606


if __name__ == "__main__":
    main()
