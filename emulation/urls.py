"""Addresses of the emulation wing, below the root."""

from django.urls import path, register_converter

from emulation.views import agencies, blocs, years
from portal.kit import converters

# Under a name of its own: registering one name twice is an error, and the order of the wings must not matter.
register_converter(converters.FourDigitYear, "emulation_year")
app_name = "emulation"

urlpatterns = [
    path("khoi-thi-dua/", blocs.bloc_list, name="bloc-list"),
    path("khoi-thi-dua/<slug:slug>/", blocs.bloc, name="bloc"),
    path("khoi-thi-dua/<slug:slug>/<emulation_year:year>/", years.year, name="year"),
    path("khoi-thi-dua/<slug:slug>/<emulation_year:year>/giao-uoc/", years.covenant, name="covenant"),
    path("khoi-thi-dua/<slug:slug>/<emulation_year:year>/van-ban/<int:pk>/", years.document, name="document"),
    path("khoi-thi-dua/<slug:slug>/<emulation_year:year>/lich.ics", years.calendar, name="year-calendar"),
    path("co-quan/<slug:slug>/", agencies.agency, name="agency"),
]
