"""Programs for those who work on the planner; none is part of what is served."""
