"""Fields, widgets of forms and large parts of pages by Jinja2 (docs/decisions/0020-fields.md)."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.forms import renderers
from django.utils.functional import cached_property
from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, Undefined

from campaigns.templatetags import figures
from planner.template_loading import unindent

OF_DJANGO = Path(renderers.__file__).parent / "jinja2"


class Unindented(FileSystemLoader):
    """The project's templates as `planner.template_loading.UnindentedLoader` has them."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Any]:
        source, path, is_current = super().get_source(environment, template)
        return unindent(source), path, is_current


class FieldRenderer(renderers.Jinja2):
    """Jinja2's templates of the project and of Django; Django's own for what has no other.

    The admin's widgets are such: their templates use tags of Django's.
    """

    @cached_property
    def engine(self) -> Any:
        loader: BaseLoader = ChoiceLoader(
            [Unindented(settings.BASE_DIR / "templates"), FileSystemLoader(OF_DJANGO)]
        )
        # With DEBUG Django's backend would write a value that is not given as its tag.
        options = {"loader": loader, "undefined": Undefined}
        engine = self.backend({"NAME": "parts", "APP_DIRS": False, "DIRS": [], "OPTIONS": options})
        engine.env.filters |= figures.register.filters
        return engine

    @cached_property
    def fallback(self) -> renderers.DjangoTemplates:
        return renderers.DjangoTemplates()

    def get_template(self, template_name: str) -> Any:
        # Not by asking Jinja2 first: `templates/` has Django's templates, too.
        if template_name.endswith(".jinja") or template_name.startswith("django/forms/"):
            return super().get_template(template_name)
        return self.fallback.get_template(template_name)
