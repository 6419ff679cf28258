"""Tests of faults that a running server meets; `make faults` runs some of them alone, too."""
