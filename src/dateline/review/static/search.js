// Searches for places and actors: type, choose with the arrows, and the entries below are filled.

export function startSearches(words) {
  document.querySelectorAll("[data-search]").forEach((box) => start(box, words));
  document.addEventListener("input", leavePlace); // after the listener that marks what was typed
  document.addEventListener("input", growRows);
}

function start(box, words) {
  const input = box.querySelector("input");
  const list = box.querySelector("ul");
  const offers = JSON.parse(box.dataset.offers ?? "[]"); // before what a search finds
  let found = [];
  let at = -1;
  let asked = 0;

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const select = (n) => {
    at = n;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === n)));
    if (list.children[n]) {
      input.setAttribute("aria-activedescendant", list.children[n].id);
      list.children[n].scrollIntoView({ block: "nearest" });
    }
  };
  const take = (one) => {
    (box.dataset.search === "places" ? takePlace : takeActor)(box, one);
    input.value = "";
    close();
  };
  const show = () => {
    list.replaceChildren(...found.map((one, n) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${n}`;
      item.setAttribute("role", "option");
      item.textContent = box.dataset.search === "places" ? placeLine(one, words) : actorLine(one, words);
      item.addEventListener("mousedown", (event) => {
        event.preventDefault();
        take(one);
      });
      return item;
    }));
    if (!found.length) {
      const none = document.createElement("li");
      none.textContent = words.search_none;
      list.append(none);
    }
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    select(found.length && input.value.trim() ? 0 : -1); // what is only offered is for the arrows to choose
  };

  const offered = () => {
    const text = input.value.trim().toLowerCase();
    return offers.filter((one) => one.name.toLowerCase().includes(text));
  };
  const offer = () => {
    found = offered();
    if (found.length) show();
    else close();
  };

  input.addEventListener("focus", offer);
  input.addEventListener("input", async () => {
    const text = input.value.trim();
    const mine = ++asked;
    if (offers.length || text.length < 2) offer(); // at once: Enter takes none that no longer fits
    if (text.length < 2) return;
    await new Promise((resolve) => setTimeout(resolve, 120));
    if (mine !== asked) return;
    const answer = await fetch(`/api/${box.dataset.search}?q=${encodeURIComponent(text)}`);
    const rows = answer.ok ? await answer.json() : [];
    if (mine !== asked) return;
    const first = offered();
    const again = (row) => first.some((one) => one.geonameid === row.geonameid && one.precision === row.precision);
    found = [...first, ...rows.filter((row) => !again(row))];
    if (!found.length && box.dataset.search === "actors") found = [{ name: text, typed: true }];
    show();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it would send the form
    if (list.hidden) return;
    if (event.key === "ArrowDown") select(Math.min(at + 1, found.length - 1));
    else if (event.key === "ArrowUp") select(Math.max(at - 1, 0));
    else if (event.key === "Enter" && found[at]) take(found[at]);
    else if (event.key === "Escape") {
      event.stopPropagation();
      close();
    } else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
}

function actorLine(actor, words) {
  return actor.typed ? words.keep_typed.replace("{}", actor.name) : `${actor.name} (${actor.kind.replaceAll("_", " ")})`;
}

function placeLine(place, words) {
  const people = place.population ? `, ${place.population.toLocaleString("en")}` : "";
  const names = [place.name, place.admin1, place.country_name].filter((name, n, all) => name && all.indexOf(name) === n);
  return `${names.join(", ")} · ${place.kind?.replaceAll("_", " ") ?? words.in_reports}${people}`;
}

function takePlace(box, place) {
  const form = box.closest("form");
  for (const [name, part] of Object.entries(PLACE_ENTRIES)) {
    form.elements[name].value = place[part] ?? "";
    delete form.elements[name].dataset.typed;
  }
  const { name, country, admin1, lat, lon, geonameid, precision, radius_km } = place;
  form.elements.place_chosen.value = JSON.stringify({ name, country, admin1, lat, lon, geonameid, precision, radius_km });
  delete form.elements.place_chosen.dataset.left;
  form.elements.place_name.focus();
}

const PLACE_ENTRIES = { place_name: "name", admin1: "admin1", place_country: "country", lat: "lat", lon: "lon",
  place_precision: "precision", radius_km: "radius_km" };

// What is typed over a chosen place empties what is left of it, in view, and typing it back brings that
// back. The server would leave it out, too, but cannot know whether somebody typed the same again.
function leavePlace({ target }) {
  const form = target.form;
  const chosen = form?.elements.place_chosen;
  if (!chosen || !(target.name in PLACE_ENTRIES)) return;
  const place = JSON.parse(chosen.dataset.left || chosen.value || "null");
  if (!place) return;
  const entry = (name) => form.elements[name];
  const was = (name) => place[PLACE_ENTRIES[name]] ?? "";
  const differs = (name) => {
    const text = entry(name).value.trim();
    if (typeof was(name) === "number") return !text || Number(text) !== was(name);
    return text !== was(name) && text.toUpperCase() !== (name === "place_country" && was(name));
  };
  const leave = (gone, ...names) => {
    if (names.some((name) => "typed" in entry(name).dataset)) return;
    for (const name of names) if (gone || !entry(name).value) entry(name).value = gone ? "" : was(name);
  };
  const renamed = differs("place_name") || differs("place_country");
  leave(renamed, "admin1");
  leave(renamed, "lat", "lon");
  const moved = renamed || differs("lat") || differs("lon");
  leave(moved, "radius_km");
  chosen.dataset.left = JSON.stringify(place);
  chosen.value = moved ? "" : chosen.dataset.left;
}

function takeActor(box, actor) {
  const prefix = box.dataset.prefix;
  const rows = box.parentElement.querySelector(".actor-rows");
  let row = [...rows.children].find((one) => !one.querySelector(`[name=${prefix}_name]`).value.trim());
  if (!row) row = addRow(rows);
  const fill = { name: actor.name, chosen: actor.name, kind: actor.kind ?? "unknown", id: actor.actor_id, country: actor.country, mentions: "" };
  for (const [name, value] of Object.entries(fill)) row.querySelector(`[name=${prefix}_${name}]`).value = value ?? "";
  row.querySelector(`[name=${prefix}_name]`).focus();
}

function addRow(rows) {
  const row = rows.parentElement.querySelector("template").content.firstElementChild.cloneNode(true);
  rows.append(row);
  return row;
}

// Whoever fills the last row gets another.
function growRows({ target }) {
  const row = target.closest(".actor-row");
  if (row && target.matches("[name$=_name]") && target.value.trim() && !row.nextElementSibling) addRow(row.parentElement);
}
