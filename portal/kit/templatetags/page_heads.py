"""What stands in the head of a page for those that link to it: its one address, and what it says to machines."""

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, QueryDict
from django.utils.safestring import SafeString, mark_safe

from portal.kit.addresses import root_of

register = template.Library()

# What makes another page of an address; everything else behind the question mark is somebody's own mark.
_MEANING = ("q", "trang", "truoc", "sau", "nam")
# Beside what could end the element, the two line ends that JSON takes and old JavaScript does not.
_ESCAPED = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


@register.simple_tag
def canonical_address(request: HttpRequest) -> str:
    """The one address of the page at hand: the whole path with the parameters that matter, and no others."""
    kept = QueryDict(mutable=True)
    for name in _MEANING:
        if (value := request.GET.get(name, "")) and (name, value) != ("trang", "1"):
            kept[name] = value
    query = f"?{kept.urlencode()}" if kept else ""
    return f"{root_of(request)}{request.path}{query}"


@register.simple_tag
def site_root(request: HttpRequest) -> str:
    return root_of(request)


@register.filter
def as_linked_data(data: dict[str, Any]) -> SafeString:
    """JSON that stands inside a ``script`` element of type ``application/ld+json``, which no browser runs."""
    written = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(written.translate(_ESCAPED))  # noqa: S308  # nothing that ends the element is left in it
