"""The exceptions of the planning module: an input that breaks a rule, a used-up time budget.

A plan that cannot reach its target is a *result* with a status (RULES.md §4), never an exception.
"""


class InvalidInput(ValueError):
    """One field holds a value that the rules do not allow.

    `field` is its name in files, forms, addresses and JSON, `given` is the raw value, `allowed`
    states in plain words what is accepted.
    """

    def __init__(self, field: str, given: object, allowed: str) -> None:
        self.field = field
        self.given = given
        self.allowed = allowed
        super().__init__(f"{field}: given {given}, allowed: {allowed}")


class TimeBudgetExceeded(Exception):
    """The time budget of a calculation is used up before its result is complete."""
