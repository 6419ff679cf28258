from hypothesis import HealthCheck, settings

# The same examples on every machine and in every run: a red test is red for everybody, and a busy
# machine turns none red.
settings.register_profile(
    "planning",
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("planning")
