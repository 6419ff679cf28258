"""Operating the planner: serve it; back up, restore and move its database."""
