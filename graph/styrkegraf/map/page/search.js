// Search by name in both languages: accents do not matter, nor the order of words; a near miss still finds.

const query = byId("query");
const hitList = byId("hits");
const MOST = 12;

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/ø/g, "o").replace(/æ/g, "ae").replace(/ß/g, "ss").trim();
const index = content.things.map((thing) => {
  const names = [...Object.values(thing.label), ...thing.facts.filter((fact) => fact.name).flatMap((fact) => Object.values(fact.value))];
  return { id: thing.id, names: names.map(fold) };
});

const pairs = (text) => new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2)));
function likeness(a, b) {
  const one = pairs(a), two = pairs(b);
  return one.size + two.size ? (2 * [...one].filter((pair) => two.has(pair)).length) / (one.size + two.size) : 0;
}

// How well a name answers: it begins so, a word of it begins so, it holds every word; 0 is no answer.
function fits(name, wanted) {
  if (name.startsWith(wanted)) return 4;
  const words = wanted.split(/\s+/);
  if (words.every((part) => name.split(/[\s/-]+/).some((own) => own.startsWith(part)))) return 3;
  return words.every((part) => name.includes(part)) ? 2 : 0;
}

function search(text) {
  const wanted = fold(text);
  if (!wanted) return [];
  const ranked = (score) => index.map(({ id, names }) => ({ id, score: Math.max(...names.map(score)) }))
    .filter((hit) => hit.score > 0)
    .sort((a, b) => b.score - a.score || content.kinds.indexOf(things.get(a.id).kind) - content.kinds.indexOf(things.get(b.id).kind) || byName(a.id, b.id));
  const exact = ranked((name) => fits(name, wanted));
  if (exact.length) return exact.map((hit) => hit.id);
  const near = (name) => Math.max(likeness(name, wanted), ...name.split(/[\s/-]+/).map((own) => likeness(own, wanted)));
  return ranked((name) => (near(name) >= 0.55 ? near(name) : 0)).map((hit) => hit.id);
}

let hits = [];
let marked = -1;

function mark(place) {
  marked = hits.length ? (place + hits.length) % hits.length : -1;
  [...hitList.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === marked)));
  const item = hitList.children[marked];
  if (item && marked >= 0) { query.setAttribute("aria-activedescendant", item.id); item.scrollIntoView({ block: "nearest" }); }
  else query.removeAttribute("aria-activedescendant");
}

function closeHits() {
  hits = [];
  hitList.hidden = true;
  query.setAttribute("aria-expanded", "false");
  mark(-1);
}

function take(id) {
  closeHits();
  choose(id);
  query.value = nameOf(id);
}

function showHits() {
  if (!query.value.trim()) { closeHits(); return; }
  hits = search(query.value).slice(0, MOST);
  const rows = hits.map((id, i) => {
    const { kind } = things.get(id);
    const row = make("li", { role: "option", id: `hit-${i}`, "aria-selected": "false" }, glyph(kind), nameOf(id) + whereabouts(id, null), make("small", { text: word(`kind-${kind}`) }));
    row.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the keyboard, and the list stays
    row.addEventListener("click", () => take(id));
    return row;
  });
  hitList.replaceChildren(...(rows.length ? rows : [make("li", { class: "none", text: word("no-hits") })]));
  hitList.hidden = false;
  query.setAttribute("aria-expanded", "true");
  mark(hits.length ? 0 : -1);
  byId("status").textContent = hits.length ? word("hits", { n: hits.length }) : word("no-hits");
}

query.addEventListener("input", showHits);
query.addEventListener("blur", closeHits);
query.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && hits[marked]) take(hits[marked]);
  else if (event.key === "ArrowDown") { if (hitList.hidden) showHits(); else mark(marked + 1); }
  else if (event.key === "ArrowUp") mark(marked - 1);
  else if (event.key === "Escape") { query.value = ""; closeHits(); }
  else return;
  event.preventDefault();
});
