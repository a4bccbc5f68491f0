// Selecting words of a report, by mouse or sentence by sentence, to add a claim from them. Offsets
// are code points of the text as stored, which is just what the element's text is.

let words = {};
let adder = null;

export function startTexts(given) {
  words = given;
  if (!document.querySelector("[data-text]")) return;
  document.addEventListener("selectionchange", () => {
    const chosen = selected();
    if (!chosen) return hideAdder();
    showAdder(chosen);
  });
}

const codePoints = (text) => [...text].length;

// What is selected within one report's text: null when nothing, or across reports.
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const text = closestText(range.startContainer);
  if (!text || text !== closestText(range.endContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(range.startContainer, range.startOffset);
  let quote = range.toString();
  let start = codePoints(before.toString());
  const lead = quote.length - quote.trimStart().length;
  start += codePoints(quote.slice(0, lead));
  quote = quote.trim();
  return quote ? { text, range, quote, start, end: start + codePoints(quote) } : null;
}

function closestText(node) {
  return (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("[data-text]") ?? null;
}

function address({ text, start, end }, incident) {
  const query = new URLSearchParams({ start, end });
  if (incident) query.set("incident", incident);
  return `/reports/${encodeURIComponent(text.dataset.report)}/add?${query}`;
}

export function addFromSelection() {
  const chosen = selected();
  if (!chosen) return false;
  location.assign(address(chosen, chosen.text.dataset.incident));
  return true;
}

function showAdder(chosen) {
  adder ??= document.body.appendChild(Object.assign(document.createElement("div"), { className: "adder" }));
  const incident = chosen.text.dataset.incident;
  const links = incident ? [[words.add_claim, incident], [words.add_incident, ""]] : [[words.add_incident, ""]];
  adder.replaceChildren(...links.map(([label, to]) => Object.assign(document.createElement("a"), {
    className: "button" + (to || !incident ? "" : " quiet"), textContent: label, href: address(chosen, to) })));
  const box = chosen.range.getBoundingClientRect();
  adder.hidden = false;
  adder.style.left = `${Math.max(8, Math.min(box.left + scrollX, scrollX + innerWidth - 330))}px`;
  adder.style.top = `${box.bottom + scrollY + 6}px`;
}

function hideAdder() {
  if (adder) adder.remove();
  adder = null;
}

// --- sentence by sentence ---------------------------------------------------------------

export function moveSentence(element, step, extend) {
  if (!("Segmenter" in Intl)) return false;
  const text = element.textContent;
  const sentences = [...new Intl.Segmenter("en", { granularity: "sentence" }).segment(text)]
    .filter((s) => s.segment.trim())
    .map((s) => {
      const lead = s.segment.length - s.segment.trimStart().length;
      return [s.index + lead, s.index + lead + s.segment.trim().length];
    });
  const now = offsets(element);
  let start;
  let end;
  if (extend && now) {
    [start] = now;
    end = (sentences.find(([, e]) => e > now[1]) ?? sentences.at(-1))[1];
  } else if (!now) [start, end] = step > 0 ? sentences[0] : sentences.at(-1);
  else if (step > 0) [start, end] = sentences.find(([s]) => s >= now[1]) ?? sentences.at(-1);
  else [start, end] = sentences.findLast(([, e]) => e <= now[0]) ?? sentences[0];
  const range = document.createRange();
  range.setStart(...nodeAt(element, start));
  range.setEnd(...nodeAt(element, end));
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  range.startContainer.parentElement.scrollIntoView({ block: "nearest" });
  return true;
}

function offsets(element) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!element.contains(range.startContainer) || !element.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(element);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  return [start, start + range.toString().length];
}

function nodeAt(element, offset) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let left = offset;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (left <= node.length) return [node, left];
    left -= node.length;
  }
  return [element, element.childNodes.length];
}
