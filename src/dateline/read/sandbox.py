"""Parsers of formats that can hurt run here: a child process with time and memory limits.

One child reads many documents and is started again after a limit or a crash. It answers in
JSON, never in pickles, so what a hostile file could make of it stays data.
"""

from __future__ import annotations

import json
import logging
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from dateline.errors import LimitError, ReadError
from dateline.read.draft import Draft

START_SECONDS = 60  # to import Python's own modules on a cold, busy machine
BOOT = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from dateline.read.sandbox import serve; serve(int(sys.argv[2]))"
FRAME = struct.Struct(">II")  # bytes of the JSON header, bytes of the document

PARSERS = {
    "html": "dateline.read.html:read_html",
    "feed": "dateline.read.feed:read_feed",
    "pdf": "dateline.read.pdf:read_pdf",
    "mail": "dateline.read.mail:read_mail",
}


class Sandbox:
    """A child process that parses; it starts with the first document. Close it when done."""

    def __init__(self, *, seconds: float, memory_mb: int) -> None:
        self.seconds = seconds
        self.memory_mb = memory_mb
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def parse(self, parser: str, raw: bytes, **hints: str | None) -> list[Draft]:
        """Run one of `PARSERS` over a document.

        Raises LimitError when it ran past its time or memory, ReadError when the document
        gives no text or breaks the parser.
        """
        if self._child is not None and self._child.poll() is not None:
            self.close()  # killed from outside while it waited; this document has no part in that
        child = self._child or self._start()
        header = json.dumps({"parser": parser, "hints": hints}).encode()
        answer = self._exchange(child, FRAME.pack(len(header), len(raw)) + header, raw)
        if answer.get("limit"):
            self.close()
            raise LimitError(self._memory_reason())
        if "error" in answer:
            raise ReadError(str(answer["error"]))
        return [Draft.from_json(values) for values in answer["drafts"]]

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", BOOT, json.dumps(sys.path), str(self.memory_mb)]
        self._child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        if self._receive(self._child, START_SECONDS) is None:
            self.close()
            raise ReadError("the parser process did not start; is the memory limit too small?")
        return self._child

    def _exchange(self, child: subprocess.Popen[bytes], *frames: bytes) -> dict[str, Any]:
        timed_out = threading.Event()
        answer = self._receive(child, self.seconds, send=frames, timed_out=timed_out)
        if answer is not None:
            return answer
        code = child.wait()
        self.close()
        if timed_out.is_set():
            raise LimitError(f"the parser ran past its time limit of {self.seconds:g} seconds")
        raise LimitError(f"the parser died (exit status {code}); {self._memory_reason()}")

    def _receive(
        self,
        child: subprocess.Popen[bytes],
        seconds: float,
        *,
        send: Sequence[bytes] = (),
        timed_out: threading.Event | None = None,
    ) -> dict[str, Any] | None:
        """The child's next answer, or None when it died or was killed for taking too long."""
        assert child.stdin is not None and child.stdout is not None

        def kill() -> None:
            if timed_out is not None:
                timed_out.set()
            child.kill()

        timer = threading.Timer(seconds, kill)
        timer.start()
        try:
            for frame in send:
                child.stdin.write(frame)
            child.stdin.flush()
            size = child.stdout.read(4)
            body = child.stdout.read(int.from_bytes(size)) if len(size) == 4 else b""
        except OSError:  # the pipe broke: the child is gone
            return None
        finally:
            timer.cancel()
        return json.loads(body) if body else None

    def _memory_reason(self) -> str:
        return f"it may have needed more than its memory limit of {self.memory_mb} MiB"


def serve(memory_mb: int) -> None:
    """The child's loop: a document in, its drafts out, until the parent closes the pipe."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints
    logging.disable(logging.CRITICAL)
    _limit_memory(memory_mb)
    _answer(answers, {"ready": True})
    sys.addaudithook(_refuse)
    while len(frame := requests.read(FRAME.size)) == FRAME.size:
        header_size, raw_size = FRAME.unpack(frame)
        header = json.loads(requests.read(header_size))
        answer = _parse(header["parser"], requests, raw_size, header["hints"])
        _answer(answers, answer)
        if "limit" in answer:
            return  # what ran out of memory may be left half made, and the request half read


def _parse(
    parser: str, requests: BinaryIO, raw_size: int, hints: dict[str, str | None]
) -> dict[str, Any]:
    try:
        raw = requests.read(raw_size)
        module, _, name = PARSERS[parser].partition(":")
        read: Callable[..., list[Draft]] = getattr(import_module(module), name)
        return {"drafts": [draft.to_json() for draft in read(raw, **hints)]}
    except MemoryError:
        return {"limit": "memory"}
    except ReadError as error:
        return {"error": str(error)}
    except Exception as error:  # a parser may raise anything over a damaged document
        return {"error": f"damaged {parser} document ({type(error).__name__}: {error})"[:400]}


def _answer(answers: BinaryIO, values: dict[str, Any]) -> None:
    body = json.dumps(values).encode()
    answers.write(len(body).to_bytes(4) + body)
    answers.flush()


def _limit_memory(memory_mb: int) -> None:
    """Cap the address space, where the system knows such a limit (Linux does)."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
    except (ImportError, ValueError, OSError):
        return  # Windows has none and macOS may refuse; the time limit stands


def _refuse(event: str, args: tuple[Any, ...]) -> None:
    """No parser has business with the network, with other programs, or with writing files."""
    if event in {"socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system"}:
        raise PermissionError(f"{event} in a parser: {Path(str(args[0])).name}")
