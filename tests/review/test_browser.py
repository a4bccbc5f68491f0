"""The desk in a real browser: Chromium, headless, every page, by mouse and by keyboard alone."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.link.tellers import ANSONGO
from tests.review.browsers import chromium, find_chromium, opened, served
from tests.review.stock import FIRST, REPORTS, claims, fill, incident_of, stocked
from tests.review.test_tiles import picture, tile_folder

from dateline.judging import By, discard, open_case, set_values
from dateline.records import Actor, ActorKind, Count, Field, IncidentType, Modality
from dateline.review.look import pages
from dateline.review.tiles import find_tiles
from dateline.store import open_store
from dateline.store.judgements import read_judgements

pytestmark = pytest.mark.skipif(
    find_chromium() is None,
    reason="no Chromium or Chrome found: the desk was NOT tested in a browser",
)
EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def store(tmp_path):
    with open_store(stocked(tmp_path / "desk.db")) as store:
        yield store


@pytest.fixture
def desk(store):
    with served(store) as (_, address):
        yield address


@pytest.fixture
def page(browser, desk):
    """A page on the overview; nothing may be asked of others, and the script may not complain."""
    with opened(browser, desk) as page:
        page.home = page.url
        yield page
        assert page.outside == []
        assert page.complaints == []


def gao(store):
    return incident_of(store, "cshot").id


def go(page, path):
    page.goto(page.home.rstrip("/") + path)


def ready_map(page):
    page.wait_for_selector("[data-map][data-ready]")
    page.wait_for_selector(".map .dot")


# --- every page --------------------------------------------------------------------------------

PAGES = {
    "/": "/?place=gao",
    "/queue": "/queue",
    "/queue/end": "/queue/end",
    "/incidents/{incident}": "/incidents/GAO",
    "/reports/{report_id}": "/reports/rgao1",
    "/reports/{report_id}/add": "/reports/rgao1/add?start=0&end=9&incident=GAO",
    "/agreement": "/agreement",
    "/judgements": "/judgements",
}
NO_PAGES = {"/reports/{report_id}/raw", "/tiles/{z}/{x}/{y}"}


def test_no_page_asks_anything_of_others(page, store):
    """The fixture blocks, and fails on, any request to another host; here each page that there is."""
    assert {route.path for route in pages.routes} == set(PAGES) | NO_PAGES
    set_values(store, gao(store), {Field.KILLED: Count(7, 7, 7)}, by=By("B. Reader"))
    for path in [*PAGES.values(), "/login", "/nowhere", "/incidents/none"]:
        go(page, path.replace("GAO", gao(store)))
        page.wait_for_load_state("networkidle")
        assert page.locator("main").count() == 1
    page.complaints[:] = [said for said in page.complaints if "404" not in said]


def test_own_tiles_come_from_the_desk_alone(browser, store, tmp_path):
    tiles = find_tiles(str(tile_folder(tmp_path / "tiles", levels=range(5))))
    with served(store, tiles=tiles) as (_, address), opened(browser, address) as page:
        page.home = page.url
        for path in ("/", f"/incidents/{gao(store)}"):
            go(page, path)
            page.wait_for_selector(".map svg.tiled image", state="attached")
            page.wait_for_load_state("networkidle")
            assert page.locator(".map image[visibility=hidden]").count() == 0
            assert not page.locator(".map .names").is_visible()
        assert page.outside == [] and page.complaints == []


def test_tiles_of_another_server_are_asked_of_it_alone_until_switched_off(browser, store):
    tiles = find_tiles("https://tiles.example/{z}/{x}/{y}.png")
    asked = []

    def answer(route):
        asked.append(route.request)
        route.fulfill(body=picture(), content_type="image/png")

    with served(store, tiles=tiles) as (_, address), opened(browser, address) as page:
        page.home = page.url
        page.route("https://tiles.example/**", answer)
        page.wait_for_load_state("networkidle")
        page.outside.clear()
        page.complaints.clear()
        go(page, f"/incidents/{gao(store)}")
        page.wait_for_selector(".map svg.tiled image", state="attached")
        page.wait_for_load_state("networkidle")
        assert asked and not [one for one in asked if "referer" in one.all_headers()]
        assert "tiles.example: that server is told" in page.locator(".map figcaption").inner_text()
        assert page.complaints == []  # its pictures, and what else it might send is not let in
        page.evaluate("fetch('https://tiles.example/x').catch(() => null)")
        assert any("Content Security Policy" in said for said in page.complaints)
        page.get_by_text("A. Reader").first.click()
        page.get_by_label("Map background from tiles.example").uncheck()
        page.get_by_role("button", name="Keep").click()
        page.wait_for_load_state("networkidle")
        asked.clear()
        for path in ("/", f"/incidents/{gao(store)}"):
            go(page, path)
            page.wait_for_load_state("networkidle")
        assert asked == [] and page.outside == []


# --- looking ---------------------------------------------------------------------------------


def test_the_overview_filters_and_keeps_its_state_in_the_address(page):
    ready_map(page)
    assert page.locator("[data-row]").count() == 3
    page.get_by_label("Type").select_option("protest")
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**/?type=protest")
    assert page.locator("[data-row]").count() == 1
    page.get_by_role("link", name="type protest").click()  # the condition, taken away
    page.wait_for_url("**/")
    assert page.locator("[data-row]").count() == 3
    page.locator(".timeline a").first.click()
    page.wait_for_url("**since=2024-05-01**")
    page.locator(".plots a", has_text="armed attack").click()
    page.wait_for_url("**type=armed_attack**")
    assert page.locator("[data-row]").count() == 2
    page.go_back()
    assert page.locator("[data-row]").count() == 3


def test_the_map_comes_nearer_until_incidents_stand_alone(page):
    ready_map(page)
    for _ in range(12):
        many = page.locator(".map a:has(.dot-n)")
        if not many.count():
            break
        many.first.click()
        page.wait_for_timeout(600)
    alone = page.locator(".map a[href^='/incidents/']")
    assert alone.count() >= 1
    with page.expect_navigation():
        alone.first.click()
    assert "/incidents/" in page.url


def test_borders_of_provinces_are_drawn_when_one_is_near(page, store):
    ready_map(page)
    for _ in range(8):
        page.get_by_role("button", name="Further").click()
    page.wait_for_timeout(400)
    assert page.locator(".province").get_attribute("d") is None
    go(page, f"/incidents/{gao(store)}")
    page.wait_for_selector("[data-map][data-ready]")
    page.wait_for_selector(".province[d^=M]", state="attached")


def test_a_quote_is_highlighted_where_it_stands(page, store):
    go(page, f"/incidents/{gao(store)}")
    assert page.locator(".conflicts").is_visible()
    for number, claim in enumerate(open_case(store, gao(store)).incident.claims, start=1):
        page.locator(f"#c{number} [data-shows]").click()
        on = page.locator("mark.on")
        quote = next(r for r in REPORTS if r.id == claim.report_id).quote(claim.evidence)
        assert "".join(on.all_text_contents()) == quote
        assert on.first.is_visible()
    # The text of the page is the text as stored, character by character.
    shown = page.locator("[data-report=rgao1]").evaluate("element => element.textContent")
    assert shown == FIRST


@pytest.mark.parametrize(
    ("width", "scheme"), [(1366, "light"), (1366, "dark"), (900, "light"), (480, "dark")]
)
def test_pages_fit_a_small_screen_and_are_legible_in_either_scheme(
    browser, desk, store, scheme, width
):
    discard(store, gao(store), ["cpolice"], by=By("B. Reader"))
    set_values(store, gao(store), {Field.KILLED: Count(7, 7, 7)}, by=By("B. Reader"))
    with opened(browser, desk, width=width, height=768, color_scheme=scheme) as page:
        page.home = page.url
        for path in PAGES.values():
            go(page, path.replace("GAO", gao(store)))
            page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
            page.wait_for_timeout(300)
            wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wider <= 0, (path, wider)
            assert page.evaluate(CONTRAST) == [], path
            assert page.evaluate(EDGES) == [], path
        assert page.complaints == []


# What both measure with: the colour that lies behind an element, and the contrast of two colours.
COLOURS = """
  const channel = (c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const up = function* (e) { for (; e; e = e.parentElement) yield [e, getComputedStyle(e)]; };
  const over = ([r, g, b], share, under) => [r, g, b].map((c, n) => share * c + (1 - share) * under[n]);
  const behind = (e) => {
    const coats = [];
    for (const [, style] of up(e)) {
      const [r, g, b, a = 1] = rgb(style.backgroundColor);
      coats.push([[r, g, b], a]);
      if (a === 1) break;
    }
    return coats.reverse().reduce((under, [colour, a]) => over(colour, a, under), [255, 255, 255]);
  };
  const opacity = (e) => [...up(e)].reduce((share, [, style]) => share * Number(style.opacity), 1);
  const shown = (e) => e.getClientRects().length && getComputedStyle(e).visibility === "visible";
  const contrast = (e, colour, under) => {
    const [r, g, b, a = 1] = rgb(colour);
    const [x, y] = [light(over([r, g, b], a * opacity(e), under)), light(under)].sort((x, y) => y - x);
    return Math.round(100 * (x + 0.05) / (y + 0.05)) / 100;
  };
"""
# Texts whose contrast with what lies behind them is below WCAG's 4.5 to 1.
CONTRAST = (
    "() => {"
    + COLOURS
    + """
  return [...document.querySelectorAll("body *")].filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) && shown(e) && !e.closest("svg, script, noscript, option"))
    .map((e) => [contrast(e, getComputedStyle(e).color, behind(e)), e.className, e.textContent.trim().slice(0, 40)])
    .filter(([ratio]) => ratio < 4.5);
}"""
)
# Entries and buttons whose edge is fainter than WCAG's 3 to 1, on what they stand on and do not differ from it otherwise.
EDGES = (
    "() => {"
    + COLOURS
    + """
  return [...document.querySelectorAll("input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea, button")].filter(shown)
    .map((e) => [Math.max(contrast(e, getComputedStyle(e).borderTopColor, behind(e.parentElement)), contrast(e, getComputedStyle(e).backgroundColor, behind(e.parentElement))), e.name || e.textContent.trim()])
    .filter(([ratio]) => ratio < 3);
}"""
)
NEEDS_A_NAME = {"button", "link", "textbox", "searchbox", "combobox", "listbox", "checkbox", "radio"} | {
    "spinbutton", "Date", "img", "figure", "region", "dialog", "form", "group", "table",
}  # fmt: skip
NAMELESS_ALLOWED = {"figure", "group", "form", "table"}  # a caption or what is inside names them


def test_everything_that_can_be_worked_has_a_name(page, store):
    """As assistive technology is told, on every page with all its editors and menus open."""
    set_values(store, gao(store), {Field.KILLED: Count(7, 7, 7)}, by=By("B. Reader"))
    asked = page.context.new_cdp_session(page)
    for path in PAGES.values():
        go(page, path.replace("GAO", gao(store)))
        if page.locator("[data-map]").count():
            ready_map(page)
        page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
        nodes = asked.send("Accessibility.getFullAXTree")["nodes"]
        told = [
            (node["role"]["value"], node.get("name", {}).get("value", "").strip())
            for node in nodes
            if not node.get("ignored") and "role" in node
        ]
        nameless = [r for r, name in told if r in NEEDS_A_NAME - NAMELESS_ALLOWED and not name]
        assert nameless == [], path
        headings = [
            int(p["value"]["value"])
            for node in nodes
            if not node.get("ignored") and node.get("role", {}).get("value") == "heading"
            for p in node["properties"]
            if p["name"] == "level"
        ]
        assert headings.count(1) == 1 and headings[0] == 1, path
        assert page.evaluate(TWICE) == [], path


# Ids that stand more than once, and labels that lead nowhere.
TWICE = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  const led = [...document.querySelectorAll("[aria-labelledby], [aria-controls]")].flatMap((e) => [e.getAttribute("aria-labelledby"), e.getAttribute("aria-controls")]).filter(Boolean);
  return [...ids.filter((id, n) => ids.indexOf(id) !== n), ...led.filter((id) => !ids.includes(id))];
}"""


def test_the_focus_is_seen_and_goes_everywhere_with_the_tab_key(page, store):
    """On the incident's page, without the keys of one letter: all that can be pressed is reached, no
    focus is out of sight and none is trapped."""
    go(page, f"/incidents/{gao(store)}")
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')]"
        ".filter((e) => e.checkVisibility() && e.tabIndex >= 0 && e.type !== 'radio').length"
    )
    seen = set()
    for _ in range(wanted + 40):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUS)
        if here is None:
            continue
        place, outlined, inside = here
        assert outlined and inside, here
        seen.add(place)
    assert len(seen) >= wanted


FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect();
  const places = [...document.querySelectorAll("*")];
  const style = getComputedStyle(e);
  const skip = e.classList.contains("skip");
  return [places.indexOf(e), style.outlineStyle !== "none" || skip, box.bottom > 0 && box.top < innerHeight];
}"""


def test_quotes_are_folded_until_asked_for(page, store):
    page.get_by_text("A. Reader").first.click()
    page.get_by_label("Show quotes and reports only when I ask").check()
    page.get_by_role("button", name="Keep").click()
    go(page, f"/incidents/{gao(store)}")
    text = page.locator("[data-report=rgao1]")
    colour = "element => getComputedStyle(element).color"
    assert text.evaluate(colour) == "rgba(0, 0, 0, 0)"
    text.click()
    assert text.evaluate(colour) != "rgba(0, 0, 0, 0)"


# --- deciding --------------------------------------------------------------------------------


def test_a_toll_is_corrected_and_undone(page, store):
    go(page, f"/incidents/{gao(store)}")
    field = page.locator("#f-killed")
    field.get_by_role("button", name="Edit Killed").click()
    field.get_by_label("At least").fill("4")
    field.get_by_label("Best").fill("4")
    field.get_by_label("At most").fill("6")
    field.get_by_label("Why").fill("the morgue's list")
    field.get_by_role("button", name="Keep").click()
    page.wait_for_url("**done=1*")
    assert "4 (4 to 6)" in page.locator("#f-killed .chosen-value").inner_text()
    assert "the morgue's list" in page.locator("#f-killed .why").inner_text()
    assert open_case(store, gao(store)).incident.counts["killed"] == Count(4, 4, 6)
    page.locator(".notice.good").get_by_role("button", name="Undo").click()
    page.wait_for_url("**done=2*")
    assert Field.KILLED not in open_case(store, gao(store)).incident.judged


def test_a_best_figure_takes_the_bounds_along_that_it_leaves_behind(page, store):
    go(page, f"/incidents/{gao(store)}")
    field = page.locator("#f-killed")
    field.get_by_role("button", name="Edit Killed").click()
    bounds = [field.get_by_label(label) for label in ("At least", "Best", "At most")]
    assert [bound.input_value() for bound in bounds] == ["3", "3", "5"]
    for typed, shown in (("12", ["3", "12", "12"]), ("2", ["2", "2", "5"]), ("4", ["3", "4", "5"])):
        bounds[1].fill(typed)
        assert [bound.input_value() for bound in bounds] == shown
    bounds[2].fill("9")
    bounds[1].fill("12")
    assert bounds[2].input_value() == "9"  # what somebody typed is left to them
    bounds[2].fill("12")
    field.get_by_role("button", name="Keep").click()
    page.wait_for_url("**done=1*")
    assert open_case(store, gao(store)).incident.counts["killed"] == Count(3, 12, 12)


def test_what_is_no_incident_goes_with_one_key_and_comes_back(page, store):
    page.keyboard.press("q")
    page.wait_for_url("**/incidents/**")
    gone = page.url.rpartition("/")[2].partition("?")[0]
    page.keyboard.press("w")
    page.wait_for_url(lambda url: gone not in url)  # on in the queue
    assert gone not in {incident.id for incident in store.incidents()}
    go(page, "/judgements")
    page.get_by_role("button", name="Undo").first.click()
    page.wait_for_load_state()
    assert gone in {incident.id for incident in store.incidents()}


def test_the_other_side_of_a_contradiction_is_taken_over(page, store):
    go(page, f"/incidents/{gao(store)}")
    page.locator(".conflict li", has_text="police").get_by_role("button", name="Use this").click()
    page.wait_for_url("**done=1*")
    assert open_case(store, gao(store)).incident.counts["killed"].best == 5
    assert page.locator(".conflict .chip", has_text="settled").is_visible()


def test_a_place_and_an_actor_are_found_by_typing(page, store):
    go(page, f"/incidents/{gao(store)}")
    field = page.locator("#f-place")
    field.get_by_role("button", name="Edit Place").click()
    field.get_by_label("Find a place").press_sequentially("Timbuk")
    field.get_by_role("option", name="Mali").first.wait_for()
    page.keyboard.press("Enter")
    assert field.locator("[name=place_country]").input_value() == "ML"
    page.keyboard.press("Enter")  # the name has the focus: it sends the form
    page.wait_for_url("**done=1*")
    place = open_case(store, gao(store)).incident.place
    assert place.country == "ML" and place.geonameid
    page.locator("details.empty > summary").click()
    field = page.locator("#f-perpetrators")
    field.get_by_role("button", name="Edit Perpetrators").click()
    field.get_by_label("Find an actor").press_sequentially("Boko H")
    field.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    field.get_by_role("button", name="Keep").click()
    page.wait_for_url("**done=2*")
    (actor,) = open_case(store, gao(store)).incident.perpetrators
    assert actor.actor_id and actor.name == "Boko Haram"


def test_a_place_is_chosen_from_the_reports_and_typed_over(page, store):
    go(page, f"/incidents/{gao(store)}")
    field = page.locator("#f-place")
    field.get_by_role("button", name="Edit Place").click()  # the search has the focus, and offers
    assert field.locator(".search [role=option]").all_inner_texts() == [
        "Gao, Mali · named in the reports",
        "Ansongo, Gao, Mali · named in the reports",
    ]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    def shown():
        names = ("place_name", "admin1", "lat", "lon", "radius_km")
        return [field.locator(f"[name={name}]").input_value() for name in names]

    chosen = shown()
    assert chosen[0] == "Ansongo" and float(chosen[2]) == ANSONGO.lat
    name = field.locator("[name=place_name]")
    name.fill("Labezanga")
    assert shown() == ["Labezanga", "", "", "", ""]
    name.fill("Ansongo")  # after all
    assert shown() == chosen
    name.fill("Labezanga")
    for entry, value in (("lat", chosen[2]), ("lon", chosen[3])):  # the same, typed by somebody
        field.locator(f"[name={entry}]").fill(value)
    field.get_by_role("button", name="Keep").click()
    page.wait_for_url("**done=1*")
    place = open_case(store, gao(store)).incident.place
    assert (place.name, place.lat, place.lon) == ("Labezanga", ANSONGO.lat, ANSONGO.lon)
    assert place.geonameid is None and place.admin1 is None
    field.get_by_role("button", name="Edit Place").click()
    field.get_by_label("Find a place").press_sequentially("anso")
    found = field.locator(".search [role=option]")
    found.filter(has_not_text="named in the reports").first.wait_for()  # the gazetteer's, below
    page.keyboard.press("Enter")
    field.get_by_role("button", name="Keep").click()
    page.wait_for_url("**done=2*")
    assert open_case(store, gao(store)).incident.place == ANSONGO


def test_names_of_no_registry_are_kept_row_by_row(page, store):
    go(page, f"/incidents/{gao(store)}")
    page.locator("details.empty > summary").click()
    field = page.locator("#f-perpetrators")
    field.get_by_role("button", name="Edit Perpetrators").click()
    field.get_by_label("Find an actor").press_sequentially("Zzyzx crew")
    field.get_by_role("option", name="keep “Zzyzx crew” as typed").wait_for()
    page.keyboard.press("Enter")
    rows = field.locator("[name=perpetrators_name]")
    for n, name in enumerate(("ferrymen", "guards", "porters"), start=1):
        rows.nth(n).fill(name)  # the last row that is filled brings another
    field.get_by_role("button", name="Keep").click()
    page.wait_for_url("**done=1*")
    names = [actor.name for actor in open_case(store, gao(store)).incident.perpetrators]
    assert names == ["Zzyzx crew", "ferrymen", "guards", "porters"]


def test_two_are_merged_and_told_apart_again(page, store):
    go(page, f"/incidents/{gao(store)}")
    page.locator(".near li", has_text="herders").get_by_role("radio").check()
    page.get_by_role("button", name="They are one incident").click()
    page.wait_for_url("**done=1*")
    assert len(store.incidents()) == 2
    page.locator(".notice.good").get_by_role("button", name="Undo").click()
    page.wait_for_url("**done=2*")
    assert len(store.incidents()) == 3


def test_an_incident_is_added_by_selecting_words(page, store):
    go(page, "/reports/rgao1")
    words = "two lorries burned beside it"
    select(page, "[data-report=rgao1]", words)
    page.locator(".adder a").click()
    page.wait_for_url("**/add?**")
    assert page.locator("blockquote").inner_text() == words
    page.locator("[name=type]").select_option("property_destruction")
    page.locator("[name=source_name]").fill("a driver")
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url("**done=1*")
    incidents = store.incidents()
    assert len(incidents) == 4
    (added,) = [i for i in incidents if i.judgements]
    report = next(r for r in store.reports() if r.id == "rgao1")
    assert report.quote(added.claims[0].evidence) == words
    assert page.locator("mark.own").first.inner_text() == words


def test_a_claim_is_added_to_the_incident_that_is_looked_at(page, store):
    go(page, f"/incidents/{gao(store)}")
    select(page, "[data-report=rgao2]", "In Ansongo four herders")
    page.locator(".adder a").first.click()
    page.wait_for_url("**/add?**")
    page.locator("[name=injured_low]").fill("2")
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url("**done=1*")
    assert open_case(store, gao(store)).incident.counts["injured"].low == 2


def select(page, selector, words):
    """As a hand does: press before the first letter, draw to behind the last, let go."""
    first, last = page.evaluate(
        """([selector, words]) => {
          const element = document.querySelector(selector);
          const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + words.length);
            node.parentElement.scrollIntoView({ block: "center" });
            const lines = [...range.getClientRects()];
            const [a, z] = [lines[0], lines.at(-1)];
            return [[a.left + 1, a.top + a.height / 2], [z.right - 1, z.top + z.height / 2]];
          }
        }""",
        [selector, words],
    )
    page.mouse.move(*first)
    page.mouse.down()
    page.mouse.move(*last, steps=5)
    page.mouse.up()
    assert page.evaluate("getSelection().toString()") == words


def test_of_two_at_once_the_second_is_told(browser, desk, store):
    with opened(browser, desk) as one, opened(browser, desk) as two:
        for page in (one, two):
            page.home = page.url
            go(page, f"/incidents/{gao(store)}")
            page.get_by_role("button", name="Edit Killed").click()
        for page, figure in ((one, "4"), (two, "9")):
            page.locator("#f-killed").get_by_label("Best").fill(figure)
            page.locator("#f-killed").get_by_label("At least").fill("")
            page.locator("#f-killed").get_by_label("At most").fill("")
            page.locator("#f-killed").get_by_role("button", name="Keep").click()
        two.get_by_role("alert").wait_for()
        assert "somebody was faster" in two.get_by_role("alert").inner_text()
        assert "9" in two.locator(".typed").inner_text()
        assert two.locator("#f-killed .chosen-value").inner_text() == "4"
    assert open_case(store, gao(store)).incident.counts["killed"] == Count(4, 4, 4)


def test_who_merges_from_the_table_is_told_what_somebody_changed_meanwhile(page, store):
    set_values(store, gao(store), {Field.KILLED: Count(7, 7, 7)}, by=By("B. Reader"))
    for key in ("j", "x", "j", "x", "j", "x", "m"):
        page.keyboard.press(key)
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "somebody was faster" in alert.inner_text() and "B. Reader" in alert.inner_text()
    assert len(store.incidents()) == 3
    (told,) = page.complaints  # the browser's, of the answer's status
    assert "409" in told
    page.complaints.clear()


# --- by keyboard alone -----------------------------------------------------------------------


def test_an_incident_is_reviewed_by_keyboard_alone(page, store):
    keys = page.keyboard
    keys.press("q")
    page.wait_for_url("**/incidents/**")
    assert gao(store) in page.url
    for _ in range(20):  # to the toll
        keys.press("j")
        if page.evaluate("document.activeElement.id") == "f-killed":
            break
    keys.press("o")
    assert page.locator("#f-killed .outcomes").get_attribute("open") is not None
    keys.press("e")
    keys.type("4")  # the best figure has the focus
    keys.press("Enter")
    page.wait_for_url("**done=1&*")  # keys go nowhere before the page is loaded
    assert page.evaluate("document.activeElement.id") == "f-killed"  # and go on from there
    assert page.get_by_role("button", name="Undo u").is_visible()
    keys.press("u")
    page.wait_for_url("**done=2&*")
    assert page.evaluate("document.activeElement.id") == "f-killed"
    keys.press("r")
    page.wait_for_url(lambda url: gao(store) not in url)
    verdicts = [judgement.verdict.value for judgement in read_judgements(store)]
    assert verdicts == ["value", "withdraw", "review"]


def test_claims_are_discarded_by_keyboard_alone(page, store):
    go(page, f"/incidents/{gao(store)}")
    for _ in range(30):
        page.keyboard.press("k")
        number = page.evaluate("document.activeElement.dataset.number ?? ''")
        if number and "police" in page.locator(f"#c{number} .claim-head").inner_text():
            break
    page.keyboard.press("x")
    page.keyboard.press("d")
    page.wait_for_url("**done=1*")
    assert "cpolice" not in {c.id for c in open_case(store, gao(store)).incident.claims}


def test_rows_are_merged_by_keyboard_alone(page, store):
    for key in ("j", "x", "j", "x", "m"):
        page.keyboard.press(key)
    page.wait_for_url("**/incidents/**done=1*")
    assert len(store.incidents()) == 2


def test_words_are_chosen_by_keyboard_alone(page, store):
    go(page, "/reports/rgao1")
    page.locator("[data-report=rgao1]").focus()
    for key in ("j", "j", "j", "a"):
        page.keyboard.press(key)
    page.wait_for_url("**/add?**")
    assert page.locator("blockquote").inner_text().startswith("The road to Ansongo was closed")
    tab_to(page, "[name=type]")
    page.keyboard.type("property d")
    tab_to(page, "[name=source_name]")
    page.keyboard.type("a driver")
    page.keyboard.press("Enter")
    page.wait_for_url("**done=1*")
    (added,) = [i for i in store.incidents() if i.judgements]
    assert added.type is IncidentType.PROPERTY_DESTRUCTION
    assert added.claims[0].sources[0].name == "a driver"


def tab_to(page, selector):
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is not reached with the Tab key")


def test_keys_can_be_switched_off_and_do_nothing_in_entries(page, store):
    page.keyboard.press("/")
    page.keyboard.type("queue?")
    assert page.get_by_label("Place or province").input_value() == "queue?"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.get_by_role("button", name="Close").click()
    page.get_by_text("A. Reader").first.click()
    page.get_by_label("Keys of one letter").uncheck()
    page.get_by_role("button", name="Keep").click()
    page.wait_for_load_state()
    page.keyboard.press("q")
    page.wait_for_timeout(300)
    assert "/incidents/" not in page.url


# --- hostile text, and real reports ------------------------------------------------------------


def test_hostile_text_runs_nothing(browser, tmp_path):
    words = '"><img src=x onerror="window.ran=1"><script>window.ran=1</script><svg onload=\'window.ran=1\'>'
    text = f"{words} Three traders were shot, {words} said."
    bad = replace(
        REPORTS[0],
        text=text,
        title=words,
        publisher=words,
        url="javascript:window.ran=1",
        origin=f"{words}.txt",
    )
    first = claims()[0]
    source = replace(first.sources[0], name=words)
    actor = Actor(words, ActorKind.REBEL, words, None, (words,))
    place = replace(first.says.place, name=words)
    says = replace(first.says, place=place, weapons=(words,), perpetrators=(actor,))
    hostile = replace(first, says=says, sources=(source,), modality=Modality.ASSERTED)
    with open_store(tmp_path / "bad.db") as store:
        fill(store, [hostile], [bad])
        (incident,) = store.incidents()
        set_values(store, incident.id, {Field.WEAPONS: (words,)}, by=By(words, words))
        with served(store, author=words) as (_, address), opened(browser, address) as page:
            page.home = page.url
            paths = [path.replace("GAO", incident.id) for path in PAGES.values()]
            for path in ["/", *paths]:
                go(page, path)
                page.wait_for_timeout(300)
                assert page.evaluate("window.ran") is None
            assert page.outside == [] and page.complaints == []


@pytest.fixture(scope="module")
def coded(tmp_path_factory):
    """The examples, coded by the program as it is."""
    from dateline.read import ReadOptions
    from dateline.run import code_inputs

    path = tmp_path_factory.mktemp("examples") / "examples.db"
    with open_store(path) as store:
        code_inputs([str(EXAMPLES)], store, options=ReadOptions())
    return path


def test_the_examples_are_looked_through_corrected_and_exported(browser, coded):
    """Whatever the program reads there: the incident with most claims that contradict each other."""
    from dateline.export.contract import find_faults, incident_to_record

    with open_store(coded) as store, served(store) as (_, address):
        incidents = store.incidents()
        told = max(incidents, key=lambda i: (len(i.conflicts), len(i.claims)))
        with opened(browser, address) as page:
            page.home = page.url
            ready_map(page)
            go(page, f"/incidents/{told.id}")
            reports = {r.id: r for r in store.reports()}
            for number, claim in enumerate(told.claims, start=1):
                page.locator(f"#c{number} [data-shows]").click()
                shown = "".join(page.locator("mark.on").all_text_contents())
                assert shown == reports[claim.report_id].quote(claim.evidence)
            if "killed" not in told.counts:
                page.locator("details.empty > summary").click()
            page.get_by_role("button", name="Edit Killed").click()
            for label in ("At least", "Best", "At most"):
                page.locator("#f-killed").get_by_label(label).fill("41")
            page.locator("#f-killed").get_by_role("button", name="Keep").click()
            page.wait_for_url("**done=**")
            page.keyboard.press("r")
            page.wait_for_url(lambda url: "#" not in url)
            for profile, form in (("no private persons", "Table"), ("everybody", "Whole records")):
                page.get_by_text("Save as a file").click()
                page.get_by_label("Who is named in it").select_option(label=profile)
                with page.expect_download() as saved:
                    page.get_by_role("button", name=form).click()
                lines = Path(saved.value.path()).read_text("utf-8").splitlines()
                page.get_by_text("Save as a file").click()
                assert told.id in lines[-1] and "41" in lines[-1]
                assert ("reviewer 1" if form == "Table" else "A. Reader") in lines[-1]
            go(page, "/")
            page.get_by_role("link", name="read through").click()
            page.wait_for_url("**reviewed=yes**")
            assert page.locator("[data-row]").count() == 1
            assert page.get_by_role("link", name="review read").is_visible()
            assert page.outside == [] and page.complaints == []
        corrected = store.incident(told.id)
        assert corrected.counts["killed"] == Count(41, 41, 41)
        record = incident_to_record(corrected, reports)
        assert list(find_faults(record, {r.id: r.text for r in reports.values()})) == []
