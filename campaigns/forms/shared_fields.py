"""Fields that all forms of a class have in common, but for those that each form changes.

To copy the sixty fields of a question takes as long as to read them.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from django.forms import Field


class SharedFields(dict[str, Field]):
    """The `base_fields` of a form's class, of which a form gets copies of `own` alone.

    A form may change these. No form changes the others: nothing of a text or a reader is in them.
    """

    def __init__(self, fields: Mapping[str, Field], *, own: Iterable[str]) -> None:
        super().__init__(fields)
        self.own = frozenset(own)

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Field]:
        """The fields of a form: Django asks for them by a copy of `base_fields`."""
        return {
            name: deepcopy(field, memo) if name in self.own else field
            for name, field in self.items()
        }
