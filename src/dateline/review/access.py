"""Who may come in: addresses, a token or passwords, sessions, and requests that other sites send.

On this computer alone a random token opens the desk; whoever has the address that `dateline serve`
printed is in. Bound to a network there must be users with passwords. Each request passes the gate
before anything else sees it.
"""

from __future__ import annotations

import hmac
import os
import secrets
import tempfile
import time
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dateline.errors import AccessError

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SESSION_SECONDS = 12 * 3600  # a working day
MOST_FAILURES = 10  # wrong passwords from one address or for one user, in
FAILURE_SECONDS = 300.0
LEAST_PASSWORD = 12  # characters; NIST SP 800-63B asks for 8 and advises 15
MOST_BYTES = 2**20  # of a request's body
OPEN_PATHS = ("/static/",)  # our own style and script: the login page needs them
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": a browser would then send `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever sent a request, and how they like the desk to look."""

    name: str
    csrf: str
    theme: str = "auto"  # auto, light or dark
    fold: bool = False  # quotes and reports are shown only when asked for
    keys: bool = True  # keys of one letter do something
    tiles: bool = True  # map tiles of another server may be asked for, where the desk names one
    bearer: bool = False  # a program with the token, not a browser


@dataclass(frozen=True, slots=True)
class Access:
    """The rules of one running desk."""

    origins: frozenset[str]  # scheme://host:port under which it is reached
    token: str | None  # None: users with passwords
    users: Path | None
    author: str  # who judges by token until they give another name
    cookie: str  # its name; other desks on this computer have others
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def hosts(self) -> frozenset[str]:
        return frozenset(urlsplit(origin).netloc for origin in self.origins)

    @property
    def secure(self) -> bool:
        return all(origin.startswith("https://") for origin in self.origins)


def make_access(
    host: str, port: int, *, url: str | None, users: Path | None, author: str
) -> Access:
    """The rules for a desk that listens at an address. AccessError when they would leave it open.

    `url` is what people type when that is another: the address of a proxy, or a name.
    """
    local = host in LOOPBACK
    if users is not None and not read_users(users):
        raise AccessError(
            f"{users}: no user in it; add one with: dateline user NAME --users {users}"
        )
    if not local and users is None:
        raise AccessError(
            f"{host} can be reached from other computers: make users first, with"
            " `dateline user NAME --users desk-users.tsv`, and give that file with --users"
        )
    if url is not None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/"):
            raise AccessError(f"{url}: give it as people type it, e.g. https://desk.example.org")
        origins = {f"{parts.scheme}://{parts.netloc}"}
    elif host in ("0.0.0.0", "::"):
        raise AccessError(f"{host} is every address: say with --url which one people type")
    else:
        names = ("127.0.0.1", "localhost", "[::1]") if local else (_bracketed(host),)
        origins = {f"http://{name}:{port}" for name in names}
    return Access(
        origins=frozenset(origins),
        token=None if users is not None else secrets.token_urlsafe(24),
        users=users,
        author=author,
        cookie=f"dateline-{port}",
    )


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


# --- sessions --------------------------------------------------------------------------------


def _signer(access: Access) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(access.secret, salt="dateline desk session")


def new_visitor(name: str) -> Visitor:
    return Visitor(name=name, csrf=secrets.token_urlsafe(18))


def keep_session(response: Response, access: Access, visitor: Visitor) -> None:
    """Put a visitor into the response's cookie."""
    value = {
        "name": visitor.name,
        "csrf": visitor.csrf,
        "theme": visitor.theme,
        "fold": visitor.fold,
        "keys": visitor.keys,
        "tiles": visitor.tiles,
    }
    response.set_cookie(
        access.cookie,
        _signer(access).dumps(value),
        max_age=SESSION_SECONDS,
        httponly=True,
        samesite="strict",
        secure=access.secure,
    )


def end_session(response: Response, access: Access) -> None:
    response.delete_cookie(access.cookie, httponly=True, samesite="strict", secure=access.secure)


def read_session(access: Access, cookies: str) -> Visitor | None:
    """The visitor of a Cookie header; None when it is not ours, or over, or the user is gone."""
    try:
        morsel = SimpleCookie(cookies).get(access.cookie)
        value = None if morsel is None else _signer(access).loads(morsel.value, SESSION_SECONDS)
    except (BadData, CookieError):
        return None
    if value is None or (
        access.users is not None and value["name"] not in read_users(access.users)
    ):
        return None
    return Visitor(**value)


# --- users -----------------------------------------------------------------------------------


def read_users(path: Path) -> dict[str, str]:
    """Names and the hashes of their passwords. AccessError when the file cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise AccessError(f"{path}: cannot be read ({error})") from error
    pairs = (line.split("\t", 1) for line in lines if line and not line.startswith("#"))
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def set_user(path: Path, name: str, password: str) -> None:
    """Add a user or change a password; the file is readable by its owner alone."""
    if not name.strip() or any(sign in name for sign in "\t\n\r#"):
        raise AccessError("a user's name is written as it shall stand below judgements: A. Diallo")
    if len(password) < LEAST_PASSWORD:
        raise AccessError(
            f"a password has at least {LEAST_PASSWORD} characters; a sentence is good"
        )
    write_users(path, read_users(path) | {name.strip(): PasswordHasher().hash(password)})


def remove_user(path: Path, name: str) -> None:
    users = read_users(path)
    if users.pop(name, None) is None:
        raise AccessError(f"{path}: no user {name} in it")
    write_users(path, users)


def write_users(path: Path, users: Mapping[str, str]) -> None:
    text = "".join(f"{name}\t{digest}\n" for name, digest in sorted(users.items()))
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # mode 0600
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(name).replace(path)
    except OSError as error:
        raise AccessError(
            f"{path}: cannot be written ({error.strerror}); name another file with --users"
        ) from error


@dataclass(slots=True)
class Doorkeeper:
    """Checks passwords, and remembers for a while who got them wrong."""

    failures: dict[str, deque[float]] = field(default_factory=dict)

    def may_try(self, keys: Iterable[str]) -> bool:
        since = time.monotonic() - FAILURE_SECONDS
        for key in keys:
            times = self.failures.get(key, deque())
            while times and times[0] < since:
                times.popleft()
            if len(times) >= MOST_FAILURES:
                return False
        return True

    def check(self, users: Mapping[str, str], name: str, password: str) -> bool:
        try:
            PasswordHasher().verify(users[name] if name in users else _nobody(), password)
        except (Argon2Error, InvalidHashError):
            return False
        return name in users

    def failed(self, keys: Iterable[str]) -> None:
        for key in keys:
            self.failures.setdefault(key, deque()).append(time.monotonic())


@cache
def _nobody() -> str:
    """The hash of a password that nobody has: checking it takes as long as checking a user's."""
    return PasswordHasher().hash(secrets.token_hex())


# --- the gate --------------------------------------------------------------------------------


class Gate:
    """ASGI middleware: lets in who may come, with a `Visitor`, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, access: Access, pictures: str | None = None) -> None:
        """`pictures` is the one other origin that map tiles may come from."""
        self.app = app
        self.access = access
        self.pictures = pictures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        async def send_with_headers(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                given = message["headers"]
                assert isinstance(given, list)
                names = {bytes(name).lower() for name, _ in given}
                for name, value in self._headers(scope).items():
                    if name.lower().encode() not in names:
                        given.append((name.encode(), value.encode()))
            await send(message)

        answer = self._meet(scope)
        await (self.app if answer is None else answer)(scope, receive, send_with_headers)  # type: ignore[arg-type]

    def _headers(self, scope: Scope) -> dict[str, str]:
        headers = SECURITY_HEADERS | {"Cache-Control": "no-store"}
        visitor: Visitor | None = scope.get("state", {}).get("visitor")
        if self.pictures is not None and visitor is not None and visitor.tiles:
            policy = headers["Content-Security-Policy"]
            wider = policy.replace("img-src 'self'", f"img-src 'self' {self.pictures}")
            headers["Content-Security-Policy"] = wider
        return headers

    def _meet(self, scope: Scope) -> Response | None:
        """The answer to who may not come in; None for who may."""
        access, headers = self.access, Headers(scope=scope)
        path, method = scope["path"], scope["method"]
        if headers.get("host", "") not in access.hosts or len(headers.getlist("host")) != 1:
            return _refuse("This is not the address of the desk.")
        if method not in SAFE and not _is_short(headers):
            return PlainTextResponse(
                "Say how long the body is; it may be 1 MiB.\n", status_code=413
            )
        bearer = headers.get("authorization", "")
        if access.token and path.startswith("/api/") and bearer:
            if not hmac.compare_digest(bearer.encode(), f"Bearer {access.token}".encode()):
                return _refuse("This is not the desk's token.")
            visitor: Visitor | None = replace(new_visitor(access.author), bearer=True)
        else:
            if method not in SAFE and not _from_here(headers, access):
                return _refuse("This request came from another site.")
            visitor = read_session(access, headers.get("cookie", ""))
        scope.setdefault("state", {})["visitor"] = visitor
        if path.startswith(OPEN_PATHS):
            return None
        if access.token and method == "GET" and "token=" in scope["query_string"].decode("latin-1"):
            return self._by_token(scope)
        if visitor is not None:
            return None
        if access.token is None:
            return None if path == "/login" else self._to_login(scope, headers)
        return self._by_token(scope)

    def _by_token(self, scope: Scope) -> Response:
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = dict(query).get("token", "")
        if not hmac.compare_digest(given.encode(), (self.access.token or "").encode()):
            return _refuse(
                "This desk opens with the address that `dateline serve` printed, token and all."
            )
        rest = urlencode([pair for pair in query if pair[0] != "token"])
        answer = RedirectResponse(scope["path"] + (f"?{rest}" if rest else ""), status_code=303)
        keep_session(answer, self.access, new_visitor(self.access.author))
        return answer

    def _to_login(self, scope: Scope, headers: Headers) -> Response:
        if scope["path"].startswith("/api/") or scope["method"] not in SAFE:
            return _refuse("Log in first.")
        query = scope["query_string"].decode("latin-1")
        there = scope["path"] + (f"?{query}" if query else "")
        return RedirectResponse("/login?" + urlencode({"to": there}), status_code=303)


def _from_here(headers: Headers, access: Access) -> bool:
    """Whether a browser says that one of our own pages sent this."""
    origin = headers.get("origin")
    if origin is not None:
        return origin in access.origins
    return headers.get("sec-fetch-site") == "same-origin"


def _is_short(headers: Headers) -> bool:
    length = headers.get("content-length", "")
    plain = length.isascii() and length.isdecimal() and "transfer-encoding" not in headers
    return plain and int(length) <= MOST_BYTES


def _refuse(reason: str) -> Response:
    return PlainTextResponse(reason + "\n", status_code=403)
