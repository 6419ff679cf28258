"""How the planner holds under load: `make load`. Loopback only; every phase ends by itself."""
