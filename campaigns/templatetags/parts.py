"""Parts of a page with many cells or links: Jinja2 renders them in a third of the time.

Their templates are `templates/**/*.jinja` (docs/decisions/0020-fields.md).
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms.renderers import get_default_renderer
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(name="part")
def render_part(name: str, **values: Any) -> SafeString:
    """A template of Jinja2's, which sees these values alone and escapes each of them."""
    html = get_default_renderer().render(name, values)
    # The last line ends, as that of an included template does.
    return mark_safe(f"{html}\n")  # noqa: S308


@register.simple_tag(name="hidden_inputs")
def render_hidden_inputs(items: Iterable[tuple[str, str]]) -> SafeString:
    """An input that is not seen for each name and text of a question."""
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', items)
