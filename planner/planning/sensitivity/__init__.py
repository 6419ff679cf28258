"""What each input does to the total of the cheapest plan, and where it switches (RULES.md §7).

dials   the inputs that are moved, how far, and in which steps
swings  what moving them does
"""

from planner.planning.sensitivity.swings import (
    Swing,
    Switch,
    explain_switch,
    find_sensitivity,
    show_value,
)

__all__ = ["Swing", "Switch", "explain_switch", "find_sensitivity", "show_value"]
