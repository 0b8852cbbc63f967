"""The pages of the emulation wing for search engines."""

from django.urls import reverse

from emulation.models import Agency, Bloc, BlocDocument, EmulationYear
from portal.kit.sitemaps import Entry, Section

SECTIONS = [
    Section("khoi-thi-dua", Bloc.objects.all, lambda bloc: Entry(bloc.get_absolute_url())),
    Section("nam-thi-dua", lambda: EmulationYear.objects.with_bloc(), lambda year: Entry(year.get_absolute_url())),
    Section(
        "giao-uoc",
        lambda: EmulationYear.objects.with_bloc().with_public_covenant(),
        lambda year: Entry(reverse("emulation:covenant", args=[year.bloc.slug, year.year]), year.last_signed_at),
    ),
    Section(
        "van-ban",
        lambda: BlocDocument.objects.adopted().with_bloc().with_last_wording(),
        lambda document: Entry(
            reverse("emulation:document", args=[document.year.bloc.slug, document.year.year, document.pk]),
            document.worded_at,
        ),
    ),
    Section("co-quan", Agency.objects.all, lambda agency: Entry(agency.get_absolute_url())),
]
