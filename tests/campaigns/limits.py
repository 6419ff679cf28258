"""What a client has used up of a limit before a test tries once more."""

from django.test import RequestFactory

from campaigns.rate_limits import Limit, take_token


def spend(limit: Limit, tokens: int) -> None:
    """Take so many tokens of the limit, as the tests' client."""
    request = RequestFactory().get("/")
    assert {take_token(limit, request) for _ in range(tokens)} == {0}
