from django.contrib import admin
from django.contrib.admin.filters import SimpleListFilter
from django.http import HttpRequest


class OfferedLookupsAdmin(admin.ModelAdmin):
    """A list that is filtered by the filters it offers, and by no other field of its rows.

    Django allows a lookup such as `edit_token__regex` on any field of a model: a user of the
    list could read a field that no page shows, sign by sign, from which rows remain.
    """

    def lookup_allowed(  # type: ignore[override]  # without a request it is deprecated
        self, lookup: str, value: str, request: HttpRequest
    ) -> bool:
        for offered in self.get_list_filter(request):
            if isinstance(offered, str):
                # Of a field's lookups, those through relations are judged by Django.
                if lookup.split("__")[0] == offered.split("__")[0]:
                    return super().lookup_allowed(lookup, value, request)
            elif isinstance(offered, type) and issubclass(offered, SimpleListFilter):
                if lookup == offered.parameter_name:
                    return True
            else:
                raise TypeError(f"a kind of filter whose lookups are unknown: {offered!r}")
        return False
