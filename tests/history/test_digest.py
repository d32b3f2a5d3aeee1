"""The digest: a message for each owner, the oldest first; shown, written, or sent to a mail server that listens."""

import datetime as dt
import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from policy_handbook.feeds.digest import Digest, digests, email_of
from policy_handbook.feeds.due import due_list
from policy_handbook.model import Handbook
from policy_handbook.read import read_handbook
from tests import processes

ROOT = Path(__file__).parents[2]
TODAY = dt.date(2027, 7, 5)
COMMAND = ("digest", "--within", "30d", "--today", "2027-07-05")


@pytest.fixture(name="sample", scope="module")
def fixture_sample() -> Handbook:
    handbook = read_handbook(ROOT / "policy_data", "policy_data").handbook
    assert handbook is not None
    return handbook


@pytest.fixture(name="messages", scope="module")
def fixture_messages(sample: Handbook) -> dict[str, Digest]:
    made = digests(due_list(sample, TODAY, TODAY + dt.timedelta(days=30)))
    return {message.owner: message for message in made}


def test_each_owner_is_told_of_their_own_policies_alone(messages: dict[str, Digest], sample: Handbook) -> None:
    for owner, message in messages.items():
        for policy in sample.policies.values():
            if policy.owner != owner:
                assert f": {policy.title}," not in message.text


def test_what_is_overdue_comes_first(messages: dict[str, Digest]) -> None:
    text = messages["deputy-headteacher"].text

    assert text.index("Overdue") < text.index("30 June 2027: Mobile phones and smart devices, review")
    assert "overdue)" in messages["deputy-headteacher"].subject


def test_no_person_is_named(messages: dict[str, Digest], sample: Handbook) -> None:
    holders = [role.holder for role in sample.people.roles.values() if role.holder]

    assert not [name for name in holders for message in messages.values() if name in message.text + message.html]


def test_an_email_has_both_forms_and_the_same_bytes_each_time(messages: dict[str, Digest]) -> None:
    one, two = (email_of(messages["headteacher"], sender="o@example.org", today=TODAY).as_bytes() for _ in range(2))
    read = email.message_from_bytes(one, policy=email.policy.default)

    assert one == two
    assert read["To"] == "head@exampleton.example.org"
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]
    assert read["Message-ID"].endswith("@example.org>")


def test_what_is_typed_is_escaped(sample: Handbook) -> None:
    policy = sample.policies["uniform"].model_copy(update={"title": "<b>Uniform</b> & more"})
    handbook = replace(sample, policies={"uniform": policy})
    (message,) = digests(due_list(handbook, dt.date(2027, 5, 1), dt.date(2027, 5, 2)))

    assert "&lt;b&gt;Uniform&lt;/b&gt; &amp; more" in message.html
    assert "<b>Uniform" not in message.html


class MailServer(socketserver.ThreadingTCPServer):
    """Takes messages as a mail server does, and keeps them."""

    allow_reuse_address = True

    def __init__(self) -> None:
        self.taken: list[str] = []
        super().__init__(("127.0.0.1", 0), _Session)


class _Session(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 ready")
        while line := self.rfile.readline().decode().strip():
            word = line[:4].upper()
            if word == "DATA":
                self._say("354 go on")
                self.server.taken.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
            self._say("221 bye" if word == "QUIT" else "250 fine")
            if word == "QUIT":
                return

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture(name="server")
def fixture_server() -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def handbook(*arguments: str, code: int = 0) -> str:
    done = processes.handbook(*arguments, folder=ROOT)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def test_nothing_is_sent_unless_it_is_asked_for(server: MailServer) -> None:
    said = handbook(*COMMAND, "--smtp", f"127.0.0.1:{server.server_address[1]}")

    assert "Subject: Policies: " in said
    assert "Nothing was sent" in said
    assert server.taken == []


def test_messages_are_sent(server: MailServer, messages: dict[str, Digest]) -> None:
    said = handbook(*COMMAND, "--send", "--smtp", f"127.0.0.1:{server.server_address[1]}")

    assert len(server.taken) == sum(bool(message.to) for message in messages.values())
    assert said.count("Sent to the ") == len(server.taken)
    assert any("Mobile phones and smart devices" in mail for mail in server.taken)


def test_messages_are_written(tmp_path: Path, messages: dict[str, Digest]) -> None:
    handbook(*COMMAND, "--out", str(tmp_path / "out"))

    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        f"{owner}{ending}" for owner in messages for ending in (".txt", ".html", ".eml")
    }


def test_a_server_that_is_not_there_is_said_in_a_line() -> None:
    assert "did not take the messages" in handbook(*COMMAND, "--send", "--smtp", "127.0.0.1:9", code=2)
    assert "no mail server is named" in handbook(*COMMAND, "--send", code=2)


def test_where_nothing_is_due_nothing_is_said() -> None:
    assert "Nothing is due." in handbook("digest", "--within", "1d", "--owner", "headteacher", "--today", "2026-11-21")
