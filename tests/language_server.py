"""What an editor for developers asks of yaml-language-server, and what it answers."""

from __future__ import annotations

import itertools
import json
import queue
import subprocess
import threading
from pathlib import Path
from typing import Any, Self

_PATIENCE = 60


class LanguageServer:
    """A running server that looks at the files of a folder, as Visual Studio Code has it."""

    def __init__(self, command: str, root: Path, schemas: dict[str, Any]) -> None:
        self._root = root
        self._settings = {"validate": True, "completion": True, "schemaStore": {"enable": False}, "schemas": schemas}
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self._found: queue.Queue[dict[str, Any]] = queue.Queue()
        self._numbers = itertools.count(1)
        self._knows_settings = threading.Event()
        self._process = subprocess.Popen([command, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        threading.Thread(target=self._listen, daemon=True).start()
        folder = {"uri": root.as_uri(), "name": "handbook"}
        offers = {"workspace": {"configuration": True}, "textDocument": {"completion": {}, "publishDiagnostics": {}}}
        self._ask(
            "initialize",
            {"processId": None, "rootUri": root.as_uri(), "workspaceFolders": [folder], "capabilities": offers},
        )
        self._send(method="initialized", params={})
        self._send(method="workspace/didChangeConfiguration", params={"settings": {"yaml": self._settings}})
        assert self._knows_settings.wait(_PATIENCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_of: object) -> None:
        self._process.terminate()
        self._process.wait(_PATIENCE)

    def errors(self, path: str, text: str) -> list[tuple[int, str]]:
        """What it finds in the text of a file that it has not seen yet: line and message."""
        uri = self._open(path, text)
        while (found := self._found.get(timeout=_PATIENCE))["uri"] != uri:
            pass
        self._send(method="textDocument/didClose", params={"textDocument": {"uri": uri}})
        return [(each["range"]["start"]["line"] + 1, each["message"]) for each in found["diagnostics"]]

    def offers(self, path: str, text: str) -> list[str]:
        """What it would put at the place that a bar marks in a text."""
        before, after = text.split("|")
        uri = self._open(path, before + after)
        lines = before.split("\n")
        position = {"line": len(lines) - 1, "character": len(lines[-1])}
        answer = self._ask("textDocument/completion", {"textDocument": {"uri": uri}, "position": position})
        self._send(method="textDocument/didClose", params={"textDocument": {"uri": uri}})
        return [item.get("insertText", item["label"]) for item in answer["items"]]

    def _open(self, path: str, text: str) -> str:
        uri = (self._root / path).as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": next(self._numbers), "text": text}
        self._send(method="textDocument/didOpen", params={"textDocument": document})
        return uri

    def _ask(self, method: str, params: dict[str, Any]) -> Any:
        number = next(self._numbers)
        self._send(id=number, method=method, params=params)
        while (answer := self._answers.get(timeout=_PATIENCE))["id"] != number:
            pass
        return answer["result"]

    def _send(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode("utf-8")
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream
        while headers := list(iter(lambda: stream.readline().strip(), b"")):
            length = next(int(line.split(b":")[1]) for line in headers if line.lower().startswith(b"content-length"))
            body = stream.read(length)
            if len(body) < length:  # it was ended
                return
            message = json.loads(body)
            if "method" not in message:
                self._answers.put(message)
            elif message["method"] == "textDocument/publishDiagnostics":
                self._found.put(message["params"])
            elif "id" in message:
                wanted = message["params"].get("items", ()) if message["method"] == "workspace/configuration" else ()
                result = [self._settings if each.get("section") == "yaml" else None for each in wanted]
                self._send(id=message["id"], result=result or None)
                if result:
                    self._knows_settings.set()
