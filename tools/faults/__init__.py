"""Faults that a server meets sooner or later, made on purpose: `make faults`."""
