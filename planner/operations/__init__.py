"""What whoever runs the planner does with its database: back it up, bring it back, move it."""
