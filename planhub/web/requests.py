"""Requests with limits: Werkzeug guards multipart forms only, so that one long URL-encoded form would pass (security.md §H)."""

import io
from typing import IO, Any

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser


class LimitedParser(FormDataParser):
    """Applies the limits of multipart forms to URL-encoded ones."""

    def _parse_urlencoded(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str]
    ) -> Any:
        most = self.max_form_memory_size
        body = stream.read() if most is None else stream.read(most + 1)
        if most is not None and len(body) > most:
            raise RequestEntityTooLarge
        if self.max_form_parts is not None and body.count(b"&") >= self.max_form_parts:
            raise RequestEntityTooLarge
        return super()._parse_urlencoded(io.BytesIO(body), mimetype, content_length, options)


class LimitedRequest(Request):
    """The request of the application."""

    form_data_parser_class = LimitedParser
