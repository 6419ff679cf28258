"""Thousands of malformed requests: `make fuzz`."""
