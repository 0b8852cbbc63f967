"""Sitemaps of the emulation app."""

from django.urls import reverse

from emulation.models import Agency, Bloc, BlocDocument, EmulationYear
from portal.core.sitemaps import SitemapEntry, SitemapSection, landing_pages, sections

landing_pages.register("emulation:bloc-list")
sections.register(
    SitemapSection("khoi-thi-dua", Bloc.objects.all, lambda bloc: SitemapEntry(bloc.get_absolute_url())),
    SitemapSection(
        "nam-thi-dua", lambda: EmulationYear.objects.with_bloc(), lambda year: SitemapEntry(year.get_absolute_url())
    ),
    SitemapSection(
        "giao-uoc",
        lambda: EmulationYear.objects.with_bloc().with_public_covenant(),
        lambda year: SitemapEntry(
            reverse("emulation:covenant-detail", args=[year.bloc.slug, year.year]), year.last_signed_at
        ),
    ),
    SitemapSection(
        "van-ban",
        lambda: BlocDocument.objects.adopted().with_bloc().with_last_version_at(),
        lambda document: SitemapEntry(
            reverse("emulation:document-detail", args=[document.year.bloc.slug, document.year.year, document.pk]),
            document.last_version_at,
        ),
    ),
    SitemapSection("co-quan", Agency.objects.all, lambda agency: SitemapEntry(agency.get_absolute_url())),
)
