from django.apps import AppConfig


class RedirectsConfig(AppConfig):
    name = "portal.redirects"
    label = "redirects"
    verbose_name = "Địa chỉ cũ và địa chỉ bị gọi hụt"
