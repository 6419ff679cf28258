"""Templates are indented for their readers; pages go out without that third of their size."""

import re

from django.template import Origin
from django.template.loaders.filesystem import Loader

INDENTATION = re.compile(r"\n[ \t]+")


class UnindentedLoader(Loader):
    """The project's templates, every line without its indentation.

    No element of them shows its spaces as they are written (tests/test_templates.py).
    """

    def get_contents(self, origin: Origin) -> str:
        return INDENTATION.sub("\n", super().get_contents(origin))
