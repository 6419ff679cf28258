"""What each input does to the total of the cheapest plan, and where it switches (RULES.md §7).

inputs  the inputs that are varied, how far, and in which steps
swings  what varying them does to the total
"""

from planner.planning.sensitivity.swings import (
    Swing,
    Switch,
    explain_switch,
    find_sensitivity,
    show_value,
)

__all__ = ["Swing", "Switch", "explain_switch", "find_sensitivity", "show_value"]
