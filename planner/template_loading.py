"""Templates are indented for their readers; pages go out without that third of their size."""

import re

from django.template import Origin
from django.template.loaders.filesystem import Loader

INDENTATION = re.compile(r"\n[ \t]+")
# Lines of nothing but tags; the break before them stands for both.
TAGS_ALONE = re.compile(r"(?m)^((?:\{%(?:(?!%\})[^\n])*%\})+)\n")


class UnindentedLoader(Loader):
    """The project's templates, every line without its indentation, and none of tags alone.

    No element of them shows its spaces as they are written (tests/test_templates.py).
    """

    def get_contents(self, origin: Origin) -> str:
        return TAGS_ALONE.sub(r"\1", INDENTATION.sub("\n", super().get_contents(origin)))
