// The content of the page, the words of its two languages, and what the reader has chosen.

const content = JSON.parse(document.getElementById("content").textContent);
const things = new Map(content.things.map((thing) => [thing.id, thing]));
const links = content.links;
const linksOf = new Map(content.things.map((thing) => [thing.id, []]));
links.forEach((link, number) => {
  linksOf.get(link.from).push(number);
  if (link.to !== link.from) linksOf.get(link.to).push(number);
});

// `off` holds what the filters hide; `chosen` is a node's IRI, `bundle` a link of the network in view.
const state = {
  lang: content.lang, view: "overview", chosen: null, bundle: null, pointed: null,
  off: { kind: new Set(), layer: new Set(), confidence: new Set() },
};

const byId = (id) => document.getElementById(id);
const calm = matchMedia("(prefers-reduced-motion: reduce)");

function word(key, values) {
  const text = content.words[state.lang][key] ?? key;
  return values ? text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole)) : text;
}

const nameOf = (id) => things.get(id).label[state.lang] || things.get(id).label.sv || id;
const certainty = (link) => link.confidence ?? "none";
const byName = (a, b) => nameOf(a).localeCompare(nameOf(b), state.lang);

// Build an element: attributes by name, `text` for its text, `on` for a click; children are appended as nodes or text.
function make(tag, given, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given ?? {})) {
    if (name === "text") element.textContent = value;
    else if (name === "on") element.addEventListener("click", value);
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

// Only an address of the web becomes a link; anything else stays text.
function webAddress(text) {
  if (!text || !/^https?:\/\//i.test(text)) return null;
  try { return new URL(text).href; } catch { return null; }
}

function passes(link) {
  return !state.off.layer.has(link.layer) && !state.off.confidence.has(certainty(link));
}

const nodeShown = (id) => !state.off.kind.has(things.get(id).kind);

// The ties of a drawn edge that the filters let through; none when one of its ends is hidden.
function tiesShown(edge) {
  if (!nodeShown(edge.from) || !nodeShown(edge.to)) return [];
  return edge.ties.filter((number) => passes(links[number]));
}

// The link that makes an area one of a region's.
const homeOf = (area, region) => links.find((link) => link.kind === "area-of" && link.from === area && link.to === region);

// A passage in words, with an address where it has one.
function passage(number) {
  const { document: title, heading, lines, href } = content.sources[number];
  const text = [title, heading && heading !== title ? word("quoted", { t: heading }) : "", lines ? word(/^\d+$/.test(lines) ? "line" : "lines", { l: lines }) : ""].filter(Boolean).join(", ");
  const address = webAddress(href);
  return make("span", { class: "source" }, address ? make("a", { href: address, rel: "noopener noreferrer" }, text) : text);
}

// Who says so: the passages of a stated link, or how it came about.
function grounds(link) {
  const level = link.confidence ? word(`confidence-${link.confidence}`) : null;
  const note = (text) => make("span", { class: "source", text });
  if (link.layer === "stated") {
    const rows = link.sources.map(passage);
    if (level && link.confidence !== "high") rows.push(note(word("uncertain", { c: level })));
    return rows;
  }
  if (link.layer === "curated") return [note(level ? word("reading-confidence", { c: level }) : word("reading")), ...link.sources.map(passage)];
  return [note(word(`${link.layer}-note`)), ...link.sources.map(passage)];
}
