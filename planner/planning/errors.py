"""The exceptions of the planning module: an input that breaks a rule, a caller out of patience.

A plan that cannot reach its target is a *result* with a status (RULES.md §4), never an exception.
"""


class InvalidInput(ValueError):
    """One field holds a value that the rules do not allow.

    `field` is the name used everywhere (file, form, address, JSON), `given` is the value as it
    came, `allowed` says in plain words what would have been accepted.
    """

    def __init__(self, field: str, given: object, allowed: str) -> None:
        self.field = field
        self.given = given
        self.allowed = allowed
        super().__init__(f"{field}: given {given}, allowed: {allowed}")


class TakesTooLong(Exception):
    """The caller's `is_patient` said no before the result was there."""
