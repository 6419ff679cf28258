"""Thousands of requests that nobody should send: `make fuzz`."""
