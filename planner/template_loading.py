"""Templates are indented for their readers; pages go out without that third of their size."""

import re

from django.template import Origin
from django.template.loaders.filesystem import Loader

INDENTATION = re.compile(r"\n[ \t]+")
# Lines of nothing but tags; the break before them stands for both.
TAGS_ALONE = re.compile(r"(?m)^((?:\{%(?:(?!%\})[^\n])*%\})+)\n")
# A line that is there under one condition: the break before it is, too.
CONDITIONAL = re.compile(r"(?m)\n(\{% if [^%\n]*%\})((?:(?!\{%)[^\n])+\{% endif %\})$")


def unindent(template: str) -> str:
    """A template with every line without its indentation, and none of tags alone.

    A condition that leaves a line out leaves no empty one.
    """
    lines = TAGS_ALONE.sub(r"\1", INDENTATION.sub("\n", template))
    return CONDITIONAL.sub(r"\1\n\2", lines)


class UnindentedLoader(Loader):
    """The project's templates without the spaces that are for their readers.

    No element of them shows its spaces as they are written (tests/test_templates.py).
    """

    def get_contents(self, origin: Origin) -> str:
        return unindent(super().get_contents(origin))
