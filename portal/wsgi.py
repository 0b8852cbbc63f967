"""The entry point for gunicorn: load shedding, then the micro-cache, then Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402  # readable only once Django is set up

from portal.core.http import cache_generation, service_unavailable  # noqa: E402
from portal.core.http.microcache import MicroCache  # noqa: E402
from portal.core.http.overload import OverloadGuard  # noqa: E402

application = OverloadGuard(
    MicroCache(
        django_application, lifetime_seconds=settings.MICROCACHE_SECONDS, generation=cache_generation.current_generation
    ),
    reject=service_unavailable.wsgi_service_unavailable,
)
