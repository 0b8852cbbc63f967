"""The entry point for gunicorn: Django's application behind the micro-cache of whole answers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402  # readable only once Django is set up

from portal.microcache import MicroCache  # noqa: E402

application = MicroCache(django_application, lifetime_seconds=settings.MICROCACHE_SECONDS)
