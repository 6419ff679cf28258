#!/usr/bin/env python
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planner.settings")
    from django.core.management import execute_from_command_line

    from planner.environment import FaultyEnvironment

    try:
        execute_from_command_line(sys.argv)
    except FaultyEnvironment as fault:
        sys.exit(str(fault))


if __name__ == "__main__":
    main()
