// A map over the packaged outlines, in Mercator degrees: drag, wheel, buttons or arrow keys move it.
// Incidents come as clusters for what is in view; nothing is asked of any other server, unless whoever
// runs the desk named one for map tiles.

const SVG = "http://www.w3.org/2000/svg";
const KM = 111.32; // a degree of latitude
const NOMINAL = { near: 10, admin2: 30, admin1: 100, country: 250 };
const CELL = 52; // pixels of a cluster
const FINE = 70; // degrees across from which on the outlines are drawn roughly
const PROVINCES = 20; // degrees across up to which borders of provinces are drawn
const PROVINCES_ASKED = 24.9; // the widest view that the desk gives them for
const TILE = 256; // pixels of a tile
const MOST_TILES = 80; // more: the coarsest are too fine for the view, and none are drawn
const LEAST = 0.04; // degrees across the narrowest view
let land = null;

const make = (name, attributes = {}, text) => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
};
const mercator = (lat) => (-180 / Math.PI) * Math.asinh(Math.tan((Math.max(-84, Math.min(84, lat)) * Math.PI) / 180));
const latitude = (y) => (180 / Math.PI) * Math.atan(Math.sinh((-y * Math.PI) / 180));

export async function startMap(figure, words) {
  const holder = figure.querySelector(".map-view");
  const small = figure.dataset.map === "small";
  const svg = make("svg", { tabindex: "0", "aria-label": holder.getAttribute("aria-label") });
  const layers = { land: make("g"), tiles: make("g"), provinces: make("path", { class: "province" }), names: make("g", { class: "names" }), marks: make("g") };
  svg.append(layers.land, layers.tiles, layers.provinces, layers.names, layers.marks);
  holder.append(svg);
  land ??= fetch("/api/land").then((answer) => answer.json());
  const countries = await land;
  const outlines = countries.map((country) => make("path", { class: "land", d: country.rough }));
  layers.land.append(...outlines);
  let fine = false;

  let view = { x: 0, y: -15, wide: 360 };
  const tiles = figure.dataset.tiles ? JSON.parse(figure.dataset.tiles) : null;
  const points = small ? JSON.parse(figure.dataset.points) : null;
  const size = () => [Math.max(svg.clientWidth, 10), Math.max(svg.clientHeight, 10)];
  const unit = () => view.wide / size()[0]; // degrees a pixel
  const box = () => {
    const [w, h] = size();
    return [view.x - view.wide / 2, view.y - (unit() * h) / 2, view.wide, unit() * h];
  };
  const asQuery = () => {
    const [x, y, w, h] = box();
    const round = (n) => Math.round(n * 1000) / 1000;
    return [latitude(y + h), Math.max(x, -180), latitude(y), Math.min(x + w, 180)].map(round).join(",");
  };

  function fit(spots) {
    const xs = spots.map((s) => s.lon);
    const ys = spots.map((s) => mercator(s.lat));
    const pads = spots.map((s) => (s.km ?? 0) / KM / Math.max(Math.cos((s.lat * Math.PI) / 180), 0.2));
    const west = Math.min(...xs.map((x, n) => x - pads[n])), east = Math.max(...xs.map((x, n) => x + pads[n]));
    const north = Math.min(...ys.map((y, n) => y - pads[n])), south = Math.max(...ys.map((y, n) => y + pads[n]));
    const [w, h] = size();
    const wide = Math.max((east - west) * 1.25, ((south - north) * 1.35 * w) / h, small ? 5 : 8);
    view = { x: (west + east) / 2, y: (north + south) / 2, wide: Math.min(wide, 360) };
  }

  function draw() {
    const [w, h] = size();
    view.wide = Math.max(LEAST, Math.min(view.wide, 400));
    view.y = Math.max(-120, Math.min(view.y, 120));
    svg.setAttribute("viewBox", box().join(" "));
    if (fine !== view.wide < FINE) {
      fine = !fine;
      outlines.forEach((path, n) => path.setAttribute("d", fine ? countries[n].path : countries[n].rough));
    }
    if (tiles) drawTiles();
    drawNames(w, h);
    if (small) drawPoints();
    scale();
  }

  // Tiles carry names and borders of their own: ours are hidden once one has come.
  let laid = new Map();
  function drawTiles() {
    const [x, y, wide, high] = box();
    const level = Math.max(tiles.first, Math.min(Math.round(Math.log2(360 / (TILE * unit()))), tiles.last));
    const count = 2 ** level, side = 360 / count;
    const within = (degrees) => Math.max(0, Math.min(Math.floor((degrees + 180) / side), count - 1));
    const west = within(x), east = within(x + wide), north = within(y), south = within(y + high);
    const next = new Map();
    if ((east - west + 1) * (south - north + 1) <= MOST_TILES) {
      for (let column = west; column <= east; column++)
        for (let row = north; row <= south; row++) {
          const address = tiles.address.replace("{z}", level).replace("{x}", column).replace("{y}", row);
          next.set(address, laid.get(address) ?? tile(address, column, row, side));
        }
    }
    laid = next;
    layers.tiles.replaceChildren(...next.values());
    covered();
  }

  function tile(address, column, row, side) {
    const more = side * 0.002; // no seams
    const image = make("image", { href: address, x: column * side - 180, y: row * side - 180, width: side + more, height: side + more, preserveAspectRatio: "none" });
    image.addEventListener("load", () => {
      image.dataset.come = "";
      covered();
    });
    image.addEventListener("error", () => image.setAttribute("visibility", "hidden"));
    return image;
  }

  function covered() {
    svg.classList.toggle("tiled", [...laid.values()].some((image) => "come" in image.dataset));
  }

  // Labels and marks keep their size in pixels: they are placed in degrees and scaled back.
  const place = (element, lon, y) => {
    element.setAttribute("transform", `translate(${lon} ${y}) scale(${unit()})`);
    return element;
  };

  function drawNames(w, h) {
    const shown = [];
    const [x, y, wide, high] = box();
    for (const country of countries) {
      const room = country.wide / unit();
      const inside = country.x > x && country.x < x + wide && country.y > y && country.y < y + high;
      if (inside && room > country.name.length * 9 && room < w * 3) {
        const label = make("g");
        label.append(make("text", { class: "country-name" }, country.name));
        shown.push(place(label, country.x, country.y));
      }
    }
    layers.names.replaceChildren(...shown);
    if (view.wide < 60) landmarks();
    borders();
  }

  // Asked for a view somewhat wider than what is seen, and again when that is left or much too wide.
  let drawn = null;
  let askedBorders = 0;
  async function borders() {
    const [x, y, wide, high] = box();
    if (wide >= PROVINCES) {
      layers.provinces.removeAttribute("d");
      drawn = null;
      return;
    }
    if (drawn && x >= drawn.x && x + wide <= drawn.x + drawn.wide && y >= drawn.y && y + high <= drawn.y + drawn.high && drawn.wide < wide * 6) return;
    const mine = ++askedBorders;
    await new Promise((resolve) => setTimeout(resolve, 160));
    if (mine !== askedBorders) return;
    const more = Math.min(wide * 0.5, (PROVINCES_ASKED - wide) / 2);
    const asked = { x: Math.max(x - more, -180), y: y - more, wide: wide + 2 * more, high: high + 2 * more };
    const query = [latitude(asked.y + asked.high), asked.x, latitude(asked.y), Math.min(asked.x + asked.wide, 180)].map((n) => n.toFixed(2));
    const answer = await fetch("/api/provinces?view=" + query.join(","));
    if (!answer.ok || mine !== askedBorders) return;
    layers.provinces.setAttribute("d", (await answer.json()).path);
    drawn = asked;
  }

  let asked = 0;
  async function landmarks() {
    const mine = ++asked;
    await new Promise((resolve) => setTimeout(resolve, 160));
    if (mine !== asked) return;
    const answer = await fetch("/api/landmarks?view=" + asQuery());
    if (!answer.ok || mine !== asked) return;
    const taken = [];
    const free = (l, t, r, b) => {
      if (taken.some(([a, c, d, e]) => l < d && a < r && t < e && c < b)) return false;
      taken.push([l, t, r, b]);
      return true;
    };
    for (const mark of layers.marks.querySelectorAll("[data-at]")) {
      const [px, py, r, label = 0] = mark.dataset.at.split(" ").map(Number);
      taken.push([px - r, py - r, px + r + label, py + r]);
    }
    const [x, y] = box();
    for (const one of await answer.json()) {
      const px = (one.lon - x) / unit(), py = (mercator(one.lat) - y) / unit();
      const long = one.name.length * 6.2;
      const label = make("g");
      if (one.kind === "admin1") {
        if (!free(px - long / 2, py - 8, px + long / 2, py + 4)) continue;
        label.append(make("text", { class: "province-name" }, one.name));
      } else {
        if (!free(px - 3, py - 7, px + 8 + long, py + 6)) continue;
        label.append(make("circle", { class: "town", r: 2 }), make("text", { class: "town-name", x: 5, y: 4 }, one.name));
      }
      layers.names.append(place(label, one.lon, mercator(one.lat)));
    }
  }

  function circle(lon, lat, km, kind) {
    const stretch = 1 / Math.max(Math.cos((lat * Math.PI) / 180), 0.1);
    return make("circle", { class: `around ${kind}`, cx: lon, cy: mercator(lat), r: (km / KM) * stretch, "vector-effect": "non-scaling-stroke" });
  }

  function drawPoints() {
    const shown = [];
    for (const one of [...points].reverse()) {
      const kind = `${one.nominal ? "nominal" : ""} ${one.chosen ? "" : "lost"}`;
      if (one.km) shown.push(circle(one.lon, one.lat, one.km, kind));
      const spot = make("g");
      spot.append(make("circle", { class: one.chosen ? "dot" : "dot lost", r: 6 }));
      spot.append(make("text", { class: "place-name", x: 9, y: 4 }, one.place.split(",")[0]));
      spot.append(make("title", {}, `${one.place}: ${one.chosen ? words.chosen : words.candidate}`));
      const [x, y] = box();
      spot.dataset.at = `${(one.lon - x) / unit()} ${(mercator(one.lat) - y) / unit()} 8 ${one.place.split(",")[0].length * 7.5}`;
      shown.push(place(spot, one.lon, mercator(one.lat)));
    }
    layers.marks.replaceChildren(...shown);
  }

  async function cells(degrees, rest = "") {
    const query = figure.dataset.query;
    const answer = await fetch(`/api/cells?${query}${query ? "&" : ""}degrees=${degrees}${rest}`);
    return answer.ok ? answer.json() : null;
  }

  function drawCells(found) {
    const [x, y] = box();
    const shown = [];
    for (const one of [...found].reverse()) {
      const km = NOMINAL[one.precision];
      if (one.id && km) shown.push(circle(one.lon, one.lat, km, "nominal"));
      const r = one.incidents === 1 ? 5 : Math.min(7 + 3.2 * Math.log2(one.incidents), 30);
      const what = one.id ? one.place ?? "" : `${one.place ? one.place + ": " : ""}${words.n_incidents.replace("{}", one.incidents)}, ${words.n_killed.replace("{}", one.killed)}`;
      const link = make("a", { "aria-label": what, href: one.id ? `/incidents/${one.id}?list=${encodeURIComponent(figure.dataset.query)}` : "#" });
      link.append(make("circle", { class: "dot", r }), make("title", {}, what));
      if (one.incidents > 1) link.append(make("text", { class: "dot-n", y: 4 }, one.incidents > 999 ? Math.round(one.incidents / 1000) + "k" : one.incidents));
      link.dataset.at = `${(one.lon - x) / unit()} ${(mercator(one.lat) - y) / unit()} ${r}`;
      if (!one.id) link.addEventListener("click", (event) => {
        event.preventDefault();
        if (moved) return;
        const many = view.wide < 0.2; // as near as the map goes: show them in the table
        if (many) only(one);
        else zoom(0.3, one.lon, mercator(one.lat), true);
      });
      shown.push(place(link, one.lon, mercator(one.lat)));
    }
    layers.marks.replaceChildren(...shown);
  }

  function only(one) {
    const query = new URLSearchParams(figure.dataset.query);
    const near = unit() * CELL;
    query.set("box", one ? [one.lat - near, one.lon - near, one.lat + near, one.lon + near].map((n) => n.toFixed(4)).join(",") : asQuery());
    location.assign("/?" + query);
  }

  let waiting = 0;
  function redraw() {
    draw();
    if (small) return;
    const mine = ++waiting;
    setTimeout(async () => {
      if (mine !== waiting) return;
      const found = await cells(Math.max(unit() * CELL, 1e-5), "&view=" + asQuery());
      if (found && mine === waiting) drawCells(found);
    }, 90);
  }

  function zoom(factor, x = view.x, y = view.y, centre = false) {
    const before = view.wide;
    view.wide = Math.max(LEAST, Math.min(view.wide * factor, 400));
    const share = view.wide / before;
    view.x = centre ? x : x + (view.x - x) * share;
    view.y = centre ? y : y + (view.y - y) * share;
    redraw();
  }

  // --- hands ---
  let grab = null;
  let moved = false;
  svg.addEventListener("pointerdown", (event) => {
    grab = { x: event.clientX, y: event.clientY, view: { ...view } };
    moved = false;
  });
  addEventListener("pointermove", (event) => {
    if (!grab) return;
    const dx = event.clientX - grab.x, dy = event.clientY - grab.y;
    if (!moved && Math.hypot(dx, dy) < 4) return;
    moved = true;
    svg.classList.add("moving");
    view.x = grab.view.x - dx * unit();
    view.y = grab.view.y - dy * unit();
    svg.setAttribute("viewBox", box().join(" "));
  });
  addEventListener("pointerup", () => {
    if (grab && moved) redraw();
    grab = null;
    svg.classList.remove("moving");
  });
  svg.addEventListener("click", (event) => moved && event.preventDefault(), true);
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !svg.matches(":focus-within")) return; // the page scrolls until the map is entered
    event.preventDefault();
    const frame = svg.getBoundingClientRect();
    const [x, y] = box();
    zoom(event.deltaY > 0 ? 1.25 : 0.8, x + (event.clientX - frame.left) * unit(), y + (event.clientY - frame.top) * unit());
  }, { passive: false });
  svg.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (steps[event.key]) {
      view.x += steps[event.key][0] * view.wide * 0.2;
      view.y += steps[event.key][1] * view.wide * 0.12;
      redraw();
    } else if (event.key === "+" || event.key === "=") zoom(0.6);
    else if (event.key === "-") zoom(1.67);
    else return;
    event.preventDefault();
  });
  const buttons = document.createElement("div");
  buttons.className = "map-buttons";
  for (const [sign, label, act] of [["+", words.zoom_in, () => zoom(0.5)], ["−", words.zoom_out, () => zoom(2)], ["⤢", words.zoom_fit, () => reset()]]) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: sign, title: label });
    button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    buttons.append(button);
  }
  const ruler = Object.assign(document.createElement("div"), { className: "map-scale" });
  holder.append(buttons, ruler);
  if (!small) {
    const here = Object.assign(document.createElement("button"), { type: "button", className: "quiet map-here", textContent: words.zoom_here });
    here.addEventListener("click", () => only(null));
    holder.append(here);
  }
  function scale() {
    const perPixel = unit() * KM * Math.cos((latitude(view.y) * Math.PI) / 180);
    const most = perPixel * 110;
    const power = 10 ** Math.floor(Math.log10(most));
    const km = [5, 2, 1].map((n) => n * power).find((n) => n <= most);
    ruler.style.width = `${km / perPixel}px`;
    ruler.textContent = `${km >= 1 ? km : km.toFixed(1)} km`;
  }

  async function reset() {
    if (small) {
      fit(points);
      draw();
      return;
    }
    const found = await cells(2);
    if (found?.length) fit(found);
    redraw();
  }
  await reset();
  new ResizeObserver(() => redraw()).observe(holder);
  figure.dataset.ready = "";
}
