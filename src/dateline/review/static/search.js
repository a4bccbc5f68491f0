// Searches for places and actors: type, choose with the arrows, and the entries below are filled.

export function startSearches(words) {
  document.querySelectorAll("[data-search]").forEach((box) => start(box, words));
}

function start(box, words) {
  const input = box.querySelector("input");
  const list = box.querySelector("ul");
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
      item.textContent = box.dataset.search === "places" ? placeLine(one) : `${one.name} (${one.kind.replaceAll("_", " ")})`;
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
    select(found.length ? 0 : -1);
  };

  input.addEventListener("input", async () => {
    const text = input.value.trim();
    const mine = ++asked;
    if (text.length < 2) return close();
    await new Promise((resolve) => setTimeout(resolve, 120));
    if (mine !== asked) return;
    const answer = await fetch(`/api/${box.dataset.search}?q=${encodeURIComponent(text)}`);
    const rows = answer.ok ? await answer.json() : [];
    if (mine !== asked) return;
    found = rows;
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

function placeLine(place) {
  const people = place.population ? `, ${place.population.toLocaleString("en")}` : "";
  const names = [place.name, place.admin1, place.country_name].filter((name, n, all) => name && all.indexOf(name) === n);
  return `${names.join(", ")} · ${place.kind.replaceAll("_", " ")}${people}`;
}

function takePlace(box, place) {
  const form = box.closest("form");
  const fill = { place_name: place.name, admin1: place.admin1, place_country: place.country, lat: place.lat, lon: place.lon,
    geonameid: place.geonameid, place_precision: place.precision, radius_km: place.radius_km };
  for (const [name, value] of Object.entries(fill)) form.elements[name].value = value ?? "";
  form.elements.place_name.focus();
}

function takeActor(box, actor) {
  const prefix = box.dataset.prefix;
  const rows = box.parentElement.querySelector(".actor-rows");
  let row = [...rows.children].find((one) => !one.querySelector(`[name=${prefix}_name]`).value.trim());
  if (!row) {
    row = box.parentElement.querySelector("template").content.firstElementChild.cloneNode(true);
    rows.append(row);
  }
  const fill = { name: actor.name, kind: actor.kind, id: actor.actor_id, country: actor.country, mentions: "" };
  for (const [name, value] of Object.entries(fill)) row.querySelector(`[name=${prefix}_${name}]`).value = value ?? "";
  row.querySelector(`[name=${prefix}_name]`).focus();
}
