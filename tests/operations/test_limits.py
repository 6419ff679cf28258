"""A body larger than any form of ours is refused before it is read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from planner.body_limits import LARGEST_ADMIN_BODY, LARGEST_BODY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/campaigns/new/", "/nowhere/"])
def test_a_form_that_nobody_could_fill_in_is_refused(client: Client, path: str) -> None:
    response = client.post(path, {"note": "x" * LARGEST_BODY})

    assert response.status_code == 413
    assert "at most 100 kB" in response.content.decode()


def test_a_file_counts_too(client: Client) -> None:
    file = SimpleUploadedFile("large.bin", b"x" * LARGEST_BODY)

    assert client.post("/campaigns/new/", {"file": file}).status_code == 413


def test_the_admin_has_larger_forms(client: Client) -> None:
    path = "/admin/login/"

    assert client.post(path, {"username": "x" * LARGEST_BODY}).status_code == 200
    assert client.post(path, {"username": "x" * LARGEST_ADMIN_BODY}).status_code == 413
