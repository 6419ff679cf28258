"""Attacks on a running copy of the planner: `make attack`. Loopback only; each ends by itself.

Every module here with a function `run(server: Server) -> Outcome` is one attack. Its first line of
documentation describes the attack. Each attack gets a server and a database of its own.
"""
