"""A headless Chromium and a desk that is really served, for tests and for the pictures in docs/."""

import os
import shutil
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from tests.review.stock import desk_over

from dateline.review.app import address_of, listen, make_app

NAMES = "chromium chromium-browser google-chrome google-chrome-stable chrome".split()
PLACES = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"]
# It speaks to nobody by itself; without a user namespace, as root, there is no sandbox.
ARGUMENTS = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def find_chromium():
    """The path of any Chromium or Chrome; None where there is none."""
    found = [shutil.which(name) for name in NAMES] + [p for p in PLACES if Path(p).is_file()]
    return next((path for path in found if path), None)


@contextmanager
def served(store, **options):
    """Serve a store on a free port; the desk and the address with its token."""
    listening = listen("127.0.0.1", 0)
    desk = desk_over(store, port=listening.getsockname()[1], **options)
    server = uvicorn.Server(uvicorn.Config(make_app(desk), log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield desk, address_of(desk.access)
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()


@contextmanager
def chromium():
    from playwright.sync_api import sync_playwright

    arguments = [*ARGUMENTS, *(["--no-sandbox"] if os.getuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        yield browser
        browser.close()


@contextmanager
def opened(browser, address, *, width=1280, height=800, **options):
    """A page of a fresh browser that has opened the desk; what goes elsewhere is refused and kept in
    `page.outside`, what its script complains of in `page.complaints`."""
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    context.set_default_timeout(60_000)  # builds share their machine
    page = context.new_page()
    page.outside, page.complaints = [], []
    host = urlsplit(address).netloc

    def meet(route):
        if urlsplit(route.request.url).netloc == host:
            route.continue_()
        else:
            page.outside.append(route.request.url)
            route.abort()

    context.route("**/*", meet)
    page.on("console", lambda m: m.type in ("error", "warning") and page.complaints.append(m.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(address)
    try:
        yield page
    finally:
        context.close()
