"""What really happened of a campaign, against its plan (RULES.md §12 and §13)."""
