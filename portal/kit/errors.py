"""Refusals that speak to the reader."""

from django.http import Http404


class NotFoundForReader(Http404):
    """There is no such page, and the 404 page says why in the words given here (Vietnamese, for readers).

    ``typed`` is what the reader wrote into the day picker, shown there again.
    """

    def __init__(self, message: str, typed: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.typed = typed
