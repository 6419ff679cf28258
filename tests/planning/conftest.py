from hypothesis import settings

# The same examples on every machine and in every run: a red test is red for everybody.
settings.register_profile("planning", derandomize=True, database=None, deadline=None)
settings.load_profile("planning")
