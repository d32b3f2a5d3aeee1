"""A web server for one person on one machine.

It listens on the loopback address alone. Its address holds a secret, and every request has to name the right host and,
where it says where it comes from, the editor itself: a page of somebody else's in the same browser can neither read
nor write.
"""

from __future__ import annotations

import json
import secrets
import sys
import threading
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlsplit

from policy_handbook.editing.forms import configuration
from policy_handbook.editing.guided import take_document
from policy_handbook.editing.protocol import answer
from policy_handbook.editing.store import FILES, FOLDERS, RefusedError, Store
from policy_handbook.feeds.style import school_css
from policy_handbook.importing.reading import MAX_BYTES
from policy_handbook.publish import UnusableError

_HOST = "127.0.0.1"
_DECAP = "decap-cms-3.16.3.zip"
_DOCUMENTS = "documents/"
_LARGEST = 4 * 1024 * 1024  # bytes that a form may send
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".pdf": "application/pdf",
    ".txt": "text/plain; charset=utf-8",
}
# the forms are made by a program that styles itself and compiles its checks of them as it runs
_CONTENT_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' blob: data:; frame-src 'self' blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


@dataclass(frozen=True)
class Answer:
    """What is sent back: the status, the kind and the bytes."""

    status: int
    kind: str
    body: bytes


@dataclass
class Editor:
    """The editor of one project: answers requests, and knows nothing of sockets.

    Attributes:
        store: the files.
        secret: what the address has to hold.
        port: the port on which it is served.
    """

    store: Store
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    port: int = 0
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def address(self) -> str:
        """Where the editor is."""
        return f"http://{_HOST}:{self.port}/{self.secret}/"

    @cached_property
    def _decap(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(BytesIO((files("policy_handbook") / "editing" / "vendor" / _DECAP).read_bytes()))

    def refuses(self, headers: Mapping[str, str], path: str) -> Answer | None:
        """Say why a request is not answered; ``None`` if it is."""
        hosts = {f"{_HOST}:{self.port}", f"localhost:{self.port}"}
        origin = headers.get("Origin")
        if headers.get("Host") not in hosts:
            return _text(HTTPStatus.FORBIDDEN, "this address is not the editor's")
        if origin is not None and origin not in {f"http://{host}" for host in hosts}:
            return _text(HTTPStatus.FORBIDDEN, "another page asked for this")
        if headers.get("Sec-Fetch-Site") not in (None, "same-origin", "none"):
            return _text(HTTPStatus.FORBIDDEN, "another page asked for this")
        secret = path.split("/", 2)[1] if path.startswith("/") else ""
        if not secrets.compare_digest(secret.encode(), self.secret.encode()):
            return _text(HTTPStatus.NOT_FOUND, "open the address that handbook edit shows")
        return None

    def get(self, path: str) -> Answer:
        """Answer a request for a page, a script or a style."""
        name = path.split("/", 2)[2] if path.count("/") > 1 else ""
        if name in self._made:
            try:
                return self._made[name]()
            except UnusableError as error:
                return _error(RefusedError(422, str(error)))
        if name in self.store.sheets:
            return Answer(HTTPStatus.OK, _TYPES[".pdf"], self.store.sheets[name])
        if name in self.store.reports:
            return Answer(HTTPStatus.OK, _TYPES[".html"], self.store.reports[name])
        if name.startswith("theme/"):
            return _resource("theme", "assets", *name.removeprefix("theme/").split("/"))
        if name in self._decap.namelist():
            return Answer(HTTPStatus.OK, _kind(name), self._decap.read(name))
        return _resource("editing", "static", name)

    @cached_property
    def _made(self) -> Mapping[str, Callable[[], Answer]]:
        return {
            "": lambda: _resource("editing", "static", "edit.html"),
            "config.json": self._configuration,
            "school.css": self._style,
        }

    def post(self, path: str, body: bytes) -> Answer:
        """Answer a question about the files, or do something to them."""
        name = path.split("/", 2)[2] if path.count("/") > 1 else ""
        if name.startswith(_DOCUMENTS):
            try:
                with self._one_at_a_time:
                    return _json(take_document(self.store, unquote(name.removeprefix(_DOCUMENTS)), body))
            except RefusedError as refused:
                return _error(refused)
        if name != "api":
            return _text(HTTPStatus.NOT_FOUND, "there is nothing here")
        try:
            question = json.loads(body)
            action, params = str(question["action"]), question.get("params", {})
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return _error(RefusedError(400, "the question was not understood"))
        try:
            with self._one_at_a_time:  # between looking whether a file changed and writing it nobody else writes
                return _json(answer(self.store, action, params))
        except RefusedError as refused:
            return _error(refused)
        except UnusableError as error:  # which was not so when the editor was started
            return _error(RefusedError(422, str(error)))

    def _configuration(self) -> Answer:
        with self._one_at_a_time:
            handbook = self.store.handbook()
        if handbook is None:
            return _error(RefusedError(422, "school.yaml cannot be read: handbook check says why"))
        return _json(configuration(handbook, f"/{self.secret}/api", FOLDERS, FILES, self.store.beginnings()))

    def _style(self) -> Answer:
        with self._one_at_a_time:
            handbook = self.store.handbook()
        return Answer(HTTPStatus.OK, _TYPES[".css"], school_css(handbook) if handbook else b"")


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away before it had its answer is no fault, and nobody need read of it."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def serve_editor(store: Store, port: int = 0) -> tuple[ThreadingHTTPServer, Editor]:
    """Bind a server for an editor; port 0 takes any that is free.

    Raises:
        OSError: the port is taken.
    """
    editor = Editor(store)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version, sys_version = "handbook", ""

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            self._send(editor.refuses(_headers(self), path) or editor.get(path))

        def do_POST(self) -> None:
            path = urlsplit(self.path).path
            length = self.headers.get("Content-Length", "")
            most = MAX_BYTES if f"/{_DOCUMENTS}" in path else _LARGEST
            if not length.isdecimal() or len(length) > 12 or int(length) > most:
                self.close_connection = True
                self._send(_text(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "that is too much at once"))
                return
            refused = editor.refuses(_headers(self), path)
            if refused and int(length) > _LARGEST:  # nothing large is read for a stranger
                self.close_connection = True
                self._send(refused)
                return
            body = self.rfile.read(int(length))
            self._send(refused or editor.post(path, body))

        def _send(self, made: Answer) -> None:
            self.send_response(made.status)
            self.send_header("Content-Type", made.kind)
            self.send_header("Content-Length", str(len(made.body)))
            # a browser's own viewer of PDFs is a page with scripts, which the policy of a page would forbid
            policy = "frame-ancestors 'self'" if made.kind == _TYPES[".pdf"] else _CONTENT_POLICY
            self.send_header("Content-Security-Policy", policy)
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Referrer-Policy", "no-referrer")
            self.send_header("Cross-Origin-Resource-Policy", "same-origin")
            self.send_header("Cross-Origin-Opener-Policy", "same-origin")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(made.body)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing: the address holds the secret."""

    server = _Server((_HOST, port), Handler)
    editor.port = server.server_address[1]
    return server, editor


def _headers(handler: BaseHTTPRequestHandler) -> Mapping[str, str]:
    return {
        name: handler.headers[name]
        for name in ("Host", "Origin", "Sec-Fetch-Site")
        if handler.headers[name] is not None
    }


def _resource(*parts: str) -> Answer:
    """A file of the package; names that lead elsewhere are none of its files."""
    place = files("policy_handbook")
    for part in parts:
        if part in ("", ".", "..") or "\\" in part or "/" in part:
            return _text(HTTPStatus.NOT_FOUND, "there is nothing here")
        place = place / part
    if not place.is_file():
        return _text(HTTPStatus.NOT_FOUND, "there is nothing here")
    return Answer(HTTPStatus.OK, _kind(parts[-1]), place.read_bytes())


def _kind(name: str) -> str:
    return _TYPES.get(f".{name.rsplit('.', 1)[-1]}", "application/octet-stream")


def _json(value: Any) -> Answer:
    return Answer(HTTPStatus.OK, _TYPES[".json"], json.dumps(value, ensure_ascii=False).encode("utf-8"))


def _error(refused: RefusedError) -> Answer:
    body = json.dumps({"error": str(refused), "field": refused.field}, ensure_ascii=False).encode("utf-8")
    return Answer(refused.status, _TYPES[".json"], body)


def _text(status: int, words: str) -> Answer:
    return Answer(status, _TYPES[".txt"], words.encode("utf-8"))
