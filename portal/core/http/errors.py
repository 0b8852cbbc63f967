"""HTTP errors with a message for the reader."""

from django.http import Http404


class NotFoundWithMessage(Http404):
    """A 404 whose page shows the given message (Vietnamese, for readers)."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
