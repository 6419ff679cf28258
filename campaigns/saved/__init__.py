"""Saved campaigns: what is kept of a question, who may change it, and what has changed since."""
