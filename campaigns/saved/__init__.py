"""Saved campaigns: revisions, links, and the changes of prices since a save."""
