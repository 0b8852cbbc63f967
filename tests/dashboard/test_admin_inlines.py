"""Rows inside the forms of others."""

from django.contrib import admin


def test_no_row_inside_a_form_offers_a_page_that_nothing_leads_to() -> None:
    """The admin's way to a row's public page asks the admin of its table (PortalAdminSite.on_site)."""
    broken = [
        f"{model.__name__}: {inline.model.__name__}"
        for model, model_admin in admin.site._registry.items()
        for inline in model_admin.inlines
        if hasattr(inline.model, "get_absolute_url") and inline.view_on_site is True
        if not admin.site.is_registered(inline.model)
    ]
    assert not broken
