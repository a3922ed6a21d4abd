// The words of the page, what the reader has chosen, and how a link is told of.

const things = new Map(content.things.map((thing) => [thing.id, thing]));
const links = content.links;
const linksOf = new Map(content.things.map((thing) => [thing.id, []]));
links.forEach((link, number) => {
  linksOf.get(link.from).push(number);
  if (link.to !== link.from) linksOf.get(link.to).push(number);
});

// `off` holds what the legend hides, `only` what the choices keep; `chosen` is a node's IRI, `bundle` a link in view;
// `steps` is how far around the chosen node the map goes (0: everywhere), `removed` a node that is thought away.
const state = {
  lang: content.lang ?? document.documentElement.lang, view: content.order[0],
  chosen: null, bundle: null, pointed: null, steps: 0, removed: null,
  off: { kind: new Set(), layer: new Set(), confidence: new Set() },
  only: {}, colour: "kind", size: "same", least: content.least?.start ?? 1,
};

const FACETS = ["region", "macroregion", "theme", "actortype", "source"];
const byId = (id) => document.getElementById(id);
const calm = matchMedia("(prefers-reduced-motion: reduce)");

// A wording with its places filled; `key-1` is taken for a value `n` of 1 where there is one.
function word(key, values) {
  const known = content.words[state.lang];
  const text = (values?.n === 1 ? known[`${key}-1`] : null) ?? known[key] ?? key;
  return values ? text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole)) : text;
}

const inLang = (texts) => texts?.[state.lang] || texts?.sv || texts?.en || "";
const known = (id) => things.get(id) ?? content.names[id];
const nameOf = (id) => inLang(known(id)?.label) || id;
const certainty = (link) => link.confidence ?? "none";
const byName = (a, b) => nameOf(a).localeCompare(nameOf(b), state.lang);
const figure = (value) => value.toLocaleString(state.lang, { maximumSignificantDigits: Math.abs(value) < 1 ? 2 : 3 });

// Build an element: attributes by name, `text` for its text, `on` for a click; children are appended as nodes or text.
function make(tag, given, ...children) {
  const element = document.createElement(tag);
  fill(element, given, children);
  return element;
}

// The same for SVG.
function draw(tag, given, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  fill(element, given, children);
  return element;
}

function fill(element, given, children) {
  for (const [name, value] of Object.entries(given ?? {})) {
    if (name === "text") element.textContent = value;
    else if (name === "on") element.addEventListener("click", value);
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
}

// An address of the web, or one of a page of ours, which begins with a step up; anything else stays text.
function address(text) {
  if (!text) return null;
  if (text.startsWith("../")) return text;
  if (!/^https?:\/\//i.test(text)) return null;
  try { return new URL(text).href; } catch { return null; }
}

// The link that makes an area one of a region's.
const homeOf = (area, region) => links.find((link) => link.kind === "area-of" && link.from === area && link.to === region);

// A passage in words: its document, its heading in the language of the document, and its lines.
function passageWords(number) {
  const { document: titles, heading, headingLang: lang, lines } = content.sources[number];
  const quoted = heading && heading !== titles.sv ? make("bdi", { ...(lang && { lang }), text: word("quoted", { t: heading }) }) : "";
  const where = lines ? make("span", { class: "where", text: word(/^\d+$/.test(lines) ? "line" : "lines", { l: lines }) }) : "";
  return [inLang(titles), quoted, where]
    .filter(Boolean).flatMap((part, i) => (i ? [", ", part] : [part]));
}

const passageText = (number) => passageWords(number).map((part) => part.textContent ?? part).join("");

// The same with an address where it has one.
function passage(number) {
  const href = address(content.sources[number].href);
  const words = passageWords(number);
  return make("span", { class: "source" }, ...(href ? [make("a", href.startsWith("../") ? { href } : { href, rel: "noopener noreferrer" }, ...words)] : words));
}

// Who says so, in words: the reading, rule or inference, if it is one; then come the passages.
function standingOf(link) {
  const level = link.confidence ? word(`confidence-${link.confidence}`) : null;
  if (link.layer === "stated") return level && link.confidence !== "high" ? word("uncertain", { c: level }) : "";
  if (link.layer === "curated") return level ? word("reading-confidence", { c: level }) : word("reading");
  return inLang(link.how) || word(`${link.layer}-note`);
}

function grounds(link) {
  const said = standingOf(link);
  const note = said ? [make("span", { class: "source", text: said })] : [];
  const rows = (link.sources ?? []).map(passage);
  return link.layer === "stated" ? [...rows, ...note] : [...note, ...rows];
}

const groundsText = (link) => [standingOf(link), ...link.sources.map(passageText)].filter(Boolean).join("; ");
