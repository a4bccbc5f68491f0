"""The app: its gate, its pages, and how it is served."""

from __future__ import annotations

import socket
from collections.abc import Callable
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import sqlalchemy as sa
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from dateline.errors import AccessError
from dateline.review.access import (
    Access,
    Gate,
    end_session,
    keep_session,
    make_access,
    new_visitor,
    read_users,
)
from dateline.review.api import api
from dateline.review.decide import decisions, is_ours
from dateline.review.desk import Desk, TheDesk, TheForm, TheVisitor, render
from dateline.review.look import pages
from dateline.review.save import files
from dateline.review.tiles import find_tiles
from dateline.review.values import one
from dateline.review.words import WORDS
from dateline.store import name_database, open_store


def make_app(desk: Desk) -> FastAPI:
    """The ASGI app of one desk. The gate lets in who may come; see `access`."""
    app = FastAPI(
        title="dateline",
        version=version("dateline"),
        summary="Incidents, their claims and the judgements on them.",
        openapi_url="/api/openapi.json",
        docs_url=None,  # the usual pages load scripts from elsewhere
        redoc_url=None,
    )
    app.state.desk = desk
    with resources.as_file(resources.files("dateline.review") / "static") as folder:
        app.mount("/static", StaticFiles(directory=folder), name="static")
    for router in (pages, decisions, files, api):
        app.include_router(router)
    app.add_api_route("/login", _login_form, methods=["GET"], include_in_schema=False)
    app.add_api_route("/login", _login, methods=["POST"], include_in_schema=False)
    app.add_api_route("/logout", _logout, methods=["POST"], include_in_schema=False)
    app.add_exception_handler(HTTPException, _tell)  # type: ignore[arg-type]
    app.add_exception_handler(404, _tell_missing)
    app.add_exception_handler(RequestValidationError, _tell_invalid)  # type: ignore[arg-type]
    app.add_exception_handler(sa.exc.OperationalError, _tell_busy)
    pictures = desk.tiles.origin if desk.tiles is not None else None
    app.add_middleware(Gate, access=desk.access, pictures=pictures)
    return app


# --- logging in ------------------------------------------------------------------------------


def _login_form(request: Request, desk: TheDesk) -> Response:
    to = request.query_params.get("to", "/")
    return render(desk, "login.html", None, to=to if is_ours(to) else "/", failed=None)


async def _login(request: Request, desk: TheDesk) -> Response:
    from urllib.parse import parse_qs

    from starlette.concurrency import run_in_threadpool

    try:
        form = parse_qs((await request.body()).decode("utf-8"), max_num_fields=20)
    except ValueError as error:
        raise HTTPException(422, "This is no form that the desk sends.") from error
    name, password = one(form, "name"), form.get("password", [""])[0]
    to = one(form, "to")
    to = to if is_ours(to) else "/"
    keys = (f"user {name}", f"address {request.client.host if request.client else ''}")
    if desk.access.users is None:
        raise HTTPException(404, "This desk has no users.")
    if not desk.door.may_try(keys):
        return render(desk, "login.html", None, status=429, to=to, failed=WORDS["login_wait"])
    users = read_users(desk.access.users)
    if not await run_in_threadpool(desk.door.check, users, name, password):
        desk.door.failed(keys)
        return render(desk, "login.html", None, status=403, to=to, failed=WORDS["login_failed"])
    answer = RedirectResponse(to, status_code=303)
    keep_session(answer, desk.access, new_visitor(name))
    return answer


def _logout(desk: TheDesk, _visitor: TheVisitor, _form: TheForm) -> Response:
    answer = RedirectResponse("/login" if desk.access.token is None else "/", status_code=303)
    end_session(answer, desk.access)
    return answer


# --- what went wrong -------------------------------------------------------------------------


def _told(request: Request, status: int, detail: object) -> Response:
    """An error as JSON to programs, as a page to people."""
    if request.url.path.startswith("/api/"):
        return JSONResponse({"detail": detail}, status_code=status)
    visitor = getattr(request.state, "visitor", None)
    desk: Desk = request.app.state.desk
    return render(desk, "wrong.html", visitor, status=status, message=str(detail))


def _tell(request: Request, error: HTTPException) -> Response:
    return _told(request, error.status_code, error.detail)


def _tell_missing(request: Request, error: Exception) -> Response:
    detail = getattr(error, "detail", WORDS["no_page"])
    return _told(request, 404, WORDS["no_page"] if detail == "Not Found" else detail)


def _tell_invalid(request: Request, error: RequestValidationError) -> Response:
    told = "; ".join(
        f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
        for fault in error.errors()
    )
    return _told(request, 422, told)


def _tell_busy(request: Request, error: Exception) -> Response:
    return _told(request, 503, f"The database cannot be used just now: {error}")


# --- serving ---------------------------------------------------------------------------------


def serve(
    db: str,
    *,
    host: str,
    port: int,
    url: str | None,
    users: Path | None,
    author: str,
    beside: Path | None = None,
    tiles: str | None = None,
    on_ready: Callable[[str], None],
) -> None:
    """Serve a database until interrupted; `on_ready` is called with the address to open.

    `beside` is a copy of the database in which somebody else decided; `tiles` is what is drawn
    behind incidents, as `tiles.find_tiles` takes it.
    Raises AccessError when the desk would be open to others, or the address is taken, and
    StoreError when there is no such database.
    """
    import uvicorn

    behind = find_tiles(tiles) if tiles is not None else None
    if beside is not None:
        with open_store(beside, reads_only=True):  # tell now what is wrong with it
            pass
    with open_store(db, create=False) as store, listen(host, port) as listening:
        port = listening.getsockname()[1]
        access = make_access(host, port, url=url, users=users, author=author)
        desk = Desk(store.engine, name_database(db), access, beside, behind)
        config = uvicorn.Config(
            make_app(desk),
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=3,
        )
        desk.warm()
        on_ready(address_of(access))
        uvicorn.Server(config).run(sockets=[listening])


def address_of(access: Access) -> str:
    """What to open: the loopback address itself before its name, with the token."""
    origin = min(access.origins, key=lambda o: ("127.0.0.1" not in urlsplit(o).netloc, o))
    return origin + "/" + (f"?token={access.token}" if access.token is not None else "")


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections already. AccessError when the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)  # who opens the address at once waits until the desk answers
    except socket.gaierror as error:
        listening.close()
        raise AccessError(f"{host}: {error.strerror}; give an address of this computer") from error
    except OSError as error:
        listening.close()
        raise AccessError(
            f"{host}:{port}: {error.strerror}; another desk may be running: choose another --port"
        ) from error
    return listening
