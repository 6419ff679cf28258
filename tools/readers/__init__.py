"""Programs that people open the exports with: `make test-readers`."""
