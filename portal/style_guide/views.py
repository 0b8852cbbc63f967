"""The living page of the design system."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.desk.access import require_staff
from portal.style_guide import colours, samples


@require_safe
@require_staff
def page(request: HttpRequest) -> HttpResponseBase:
    """/phong-cach/ — every component in every state, from the templates that pages use."""
    schemes = [(scheme, colours.swatches(scheme)) for scheme in colours.SCHEMES]
    palettes = [(name, colours.swatches("light", name), colours.swatches("dark", name)) for name in colours.palettes()]
    answer: HttpResponse = render(
        request, "style_guide/page.html", {**samples.context(), "schemes": schemes, "palettes": palettes}
    )
    return answer
