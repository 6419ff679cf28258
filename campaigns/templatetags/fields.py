"""Fields of forms as tags; their templates are Jinja2's, in `templates/fields/`."""

from typing import Any

from django import template
from django.forms import BoundField
from django.forms.renderers import get_default_renderer
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True, name="field")
def render_field(
    context: Context,
    field: BoundField,
    *,
    hint: str = "",
    need: str = "",
    kind: str = "",
    id: str = "",
    is_swapped: bool = False,
    is_fragment: bool | None = None,
) -> SafeString:
    """A field with its label and hint, and its question, echo or fault.

    `need` stands beside the label, `kind` are further classes. With `is_swapped` htmx puts it in
    the place of the one with its `id`; with `is_fragment`, the page's if left out, what is wrong
    with the text goes to its place on the page.
    """
    values = {"hint": hint, "need": need, "kind": kind, "id": id, "is_swapped": is_swapped}
    return _render("field", context, field, is_fragment, values)


@register.simple_tag(takes_context=True, name="error")
def render_error(
    context: Context, field: BoundField, *, is_fragment: bool | None = None
) -> SafeString:
    """A field's question, echo or fault alone, as `render_field` has it."""
    return _render("error", context, field, is_fragment, {})


def _render(
    name: str, context: Context, field: BoundField, is_fragment: bool | None, values: dict[str, Any]
) -> SafeString:
    """A template of `templates/fields/`; Jinja2 escapes each value."""
    if is_fragment is None:
        is_fragment = context.get("is_fragment")
    values |= {"field": field, "is_fragment": is_fragment}
    return mark_safe(get_default_renderer().render(f"fields/{name}.jinja", values))  # noqa: S308
