"""Specimens as HTML: the same template several times on one page, each with ids of its own."""

import re
from collections.abc import Mapping
from typing import Any

from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.template import Variable
from django.template.context import make_context
from django.template.loader import get_template
from django.template.loader_tags import BlockNode, ExtendsNode
from django.utils.safestring import SafeString, mark_safe

from campaigns.styleguide.specimens import Specimen

ID = re.compile(r'\bid="([^"]+)"')
# What names ids: one, or several with blanks between them.
REFERENCE = re.compile(r'\b(id|for|form|headers|list|aria-[a-z]+|popovertarget)="([^"]+)"')
ADDRESS = re.compile(r'(href="|url\()#([^")]+)')
# On this page nothing is loaded by itself, and no press takes the place of an answer.
HTMX = re.compile(r'\shx-[\w-]+="[^"]*"')


def render_specimen(specimen: Specimen, context: Mapping[str, Any], request: HttpRequest) -> str:
    """The component alone, as its page includes it."""
    passed = {name: Variable(path).resolve(context) for name, path in specimen.passes.items()}
    if specimen.message:
        level, text = specimen.message
        passed["messages"] = [Message(level, text)]
    template: Any = get_template(specimen.template)
    whole = {**context, **passed}
    if not specimen.block:
        return str(template.render(whole, request))
    return _render_block(template.template, specimen.block, whole, request)


def _render_block(template: Any, name: str, values: dict[str, Any], request: HttpRequest) -> str:
    """What a page puts into one block of the page that it extends."""
    (page,) = template.nodelist.get_nodes_by_type(ExtendsNode)
    block: BlockNode = page.blocks[name]
    context = make_context(values, request)
    with context.bind_template(template):
        return block.nodelist.render(context)


class Ids:
    """The ids that a page has so far; what repeats one is given another."""

    def __init__(self) -> None:
        self.used: set[str] = set()

    def separate(self, html: str, suffix: str) -> SafeString:
        """The HTML with ids that no earlier one has, and with references that follow them."""
        own = {*ID.findall(html)}
        repeated = own & self.used

        def rename(names: str) -> str:
            return " ".join(
                f"{name}-{suffix}" if name in repeated else name for name in names.split()
            )

        html = HTMX.sub("", html)
        html = REFERENCE.sub(lambda found: f'{found[1]}="{rename(found[2])}"', html)
        html = ADDRESS.sub(lambda found: f"{found[1]}#{rename(found[2])}", html)
        self.used |= {rename(name) for name in own}
        return mark_safe(html)  # noqa: S308 (templates of our own, escaped as on their pages)
