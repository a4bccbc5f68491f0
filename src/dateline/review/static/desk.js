// The desk's script: keys, claims beside their words, searches, selections. Every page works
// without it but for the map and the searches; it loads nothing that is not of this desk.
import { startMap } from "./map.js";
import { startSearches } from "./search.js";
import { startTexts, addFromSelection, moveSentence } from "./text.js";

export const words = JSON.parse(document.getElementById("words").textContent);

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const withKeys = document.documentElement.hasAttribute("data-keys");

// --- claims and their words -------------------------------------------------------------

function showClaim(number, { focusClaim = false } = {}) {
  const marks = all("mark[data-claims]").filter((m) => m.dataset.claims.split(" ").includes(number));
  all("mark.on").forEach((m) => m.classList.remove("on"));
  marks.forEach((m) => {
    m.classList.add("on");
    m.closest(".graphic")?.classList.add("shown");
  });
  marks[0]?.scrollIntoView({ block: "center" });
  const claim = document.getElementById("c" + number);
  if (claim && focusClaim) claim.focus();
  return marks.length > 0;
}

document.addEventListener("click", (event) => {
  const target = event.target;
  const folded = target.closest("[data-fold] .graphic:not(.shown)");
  if (folded) {
    folded.classList.add("shown");
    event.preventDefault();
    return;
  }
  const opener = target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens).showModal();
  const shows = target.closest("[data-shows], a.ref[data-claim]");
  if (shows) {
    const number = shows.dataset.shows ?? shows.dataset.claim;
    if (showClaim(number)) event.preventDefault();
    if (shows.dataset.claim) document.getElementById("c" + number)?.scrollIntoView({ block: "nearest" });
  }
  const mark = target.closest("mark.own");
  if (mark && getSelection().isCollapsed) showClaim(mark.dataset.claims.split(" ")[0], { focusClaim: true });
  const does = target.closest("[data-does='edit']");
  if (does) edit(does.closest("[data-stop]"));
  const closes = target.closest("[data-closes]");
  if (closes) closeEditor(closes);
  const removes = target.closest("[data-removes]");
  if (removes) removes.closest(removes.dataset.removes).remove();
});

document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-stop='claim']")) showClaim(event.target.dataset.number);
});

function edit(stop) {
  const details = stop?.querySelector("[data-edit]");
  if (!details) return;
  details.open = true;
  const first = details.querySelector("[data-bound='best']") ?? details.querySelector("input:not([type=hidden]), select, textarea");
  first?.focus();
  first?.select?.();
}

// A new best figure takes with it the bounds that it leaves behind, unless they were typed too.
document.addEventListener("input", (event) => {
  event.target.dataset.typed = "";
  if (event.target.dataset.bound !== "best") return;
  const best = Number.parseInt(event.target.value, 10);
  for (const bound of all("[data-bound]", event.target.closest(".row"))) {
    if (bound === event.target || "typed" in bound.dataset) continue;
    const was = Number.parseInt(bound.defaultValue, 10);
    const left = bound.dataset.bound === "low" ? was > best : was < best;
    bound.value = left ? best : bound.defaultValue;
  }
});

function closeEditor(inside) {
  const details = inside.closest("[data-edit]");
  if (!details) return false;
  details.open = false;
  details.closest("[data-stop]")?.focus();
  return true;
}

// --- keys -------------------------------------------------------------------------------

const visible = (element) => element.getClientRects().length > 0;

function move(step) {
  const rows = all("[data-row]");
  if (rows.length) {
    const here = rows.findIndex((row) => row.classList.contains("here"));
    const next = rows[Math.min(Math.max(here + step, 0), rows.length - 1)];
    rows.forEach((row) => row.classList.toggle("here", row === next));
    next.querySelector("th a").focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    return true;
  }
  if (document.activeElement?.matches("[data-text]")) return moveSentence(document.activeElement, step, false);
  const stops = all("[data-stop]").filter(visible);
  if (!stops.length) return false;
  const here = stops.indexOf(document.activeElement?.closest("[data-stop]"));
  const next = stops[here < 0 ? (step > 0 ? 0 : stops.length - 1) : Math.min(Math.max(here + step, 0), stops.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function press(element) {
  if (!element) return false;
  if (element.matches("input, select")) {
    element.focus();
    element.scrollIntoView({ block: "nearest" });
  } else element.click();
  return true;
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  J: () => document.activeElement?.matches("[data-text]") && moveSentence(document.activeElement, 1, true),
  x: () => {
    const box = document.querySelector("tr.here input[type=checkbox]") ??
      document.activeElement?.closest("[data-stop='claim']")?.querySelector("input[type=checkbox]");
    return press(box && Object.assign(document.createElement("i"), { onclick: () => (box.checked = !box.checked) }));
  },
  e: () => {
    const stop = document.activeElement?.closest("[data-stop='field']");
    edit(stop);
    return Boolean(stop);
  },
  c: () => press(document.activeElement?.closest("[data-stop='field']")?.querySelector("[data-does='confirm']")),
  o: () => {
    const details = document.activeElement?.closest("[data-stop='field']")?.querySelector(".outcomes");
    if (details) details.open = !details.open;
    return Boolean(details);
  },
  t: () => {
    const stop = document.activeElement?.closest("[data-stop='claim']");
    const mark = stop && all("mark[data-claims]").find((m) => m.dataset.claims.split(" ").includes(stop.dataset.number));
    mark?.closest("[data-text]")?.focus({ preventScroll: true });
    return stop ? showClaim(stop.dataset.number) : false;
  },
  a: () => addFromSelection() || press(document.querySelector("[data-key='a']")),
  g: () => press(document.querySelector(".brand")),
};

// While a decision is on its way, a second one would rest on a state that is no longer so.
let sending = false;
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  if (sending) event.preventDefault();
  sending = true;
});
addEventListener("pageshow", () => (sending = false));

document.addEventListener("keydown", (event) => {
  if (sending) return event.preventDefault();
  if (event.key === "Escape") {
    const field = event.target.closest?.("input, select, textarea");
    if (field && !closeEditor(field)) field.blur();
    return;
  }
  if (!withKeys || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input:not([type=checkbox], [type=radio]), select, textarea, dialog[open]")) return;
  const done = KEYS[event.key]?.() || press(document.querySelector(`[data-key="${CSS.escape(event.key)}"]`));
  if (done) event.preventDefault();
});

// --- the rest ---------------------------------------------------------------------------

// A form without what it does not say makes a shorter address.
document.querySelector("form.filters")?.addEventListener("formdata", (event) => {
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
});

all(".graphic").forEach((element) => (element.dataset.foldLabel = words.fold_show));
all("[data-map]").forEach((figure) => startMap(figure, words));
startSearches(words);
startTexts(words);
if (location.hash.startsWith("#f-")) document.getElementById(location.hash.slice(1))?.focus(); // keys go on from there
if (location.hash.startsWith("#c")) showClaim(location.hash.slice(2));
else if (document.querySelector("mark.own") && !location.hash.startsWith("#t")) {
  // The first words that the incident stands on are in view from the start.
  const beside = document.querySelector(".beside");
  const first = beside?.querySelector("mark.own");
  if (first) beside.scrollTop += first.getBoundingClientRect().top - beside.getBoundingClientRect().top - beside.clientHeight * 0.55;
}
