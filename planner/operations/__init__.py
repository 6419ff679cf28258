"""What whoever runs the planner does: serve it; back its database up, bring it back, move it."""
