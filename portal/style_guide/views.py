"""Live style guide page."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.core.http.staff import require_staff
from portal.style_guide import colours, samples


@require_safe
@require_staff
def style_guide_page(request: HttpRequest) -> HttpResponseBase:
    """/phong-cach/ — every component in every state, rendered by the real templates."""
    schemes = [(scheme, colours.build_swatches(scheme)) for scheme in colours.SCHEMES]
    palettes = [
        (name, colours.build_swatches("light", name), colours.build_swatches("dark", name))
        for name in colours.get_palette_names()
    ]
    answer: HttpResponse = render(
        request, "style_guide/page.html", {**samples.build_context(), "schemes": schemes, "palettes": palettes}
    )
    return answer
