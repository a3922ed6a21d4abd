// What the reader has chosen, in the address: a view can be shared and kept, and every choice is a step that the browser
// can take back.

const short = (id) => (content.base && id.startsWith(content.base) ? id.slice(content.base.length) : id);
const long = (text) => (/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : (content.base ?? "") + text);

const usualSize = content.size ?? "same";

function stateText() {
  const given = new URLSearchParams();
  if (state.view !== content.order[0]) given.set("view", state.view);
  for (const [facet, value] of Object.entries({ ...carried, ...state.only })) given.set(facet, short(value));
  const off = Object.entries(state.off).flatMap(([of, values]) => [...values].sort().map((value) => `${of}.${value}`));
  if (off.length) given.set("off", off.join(","));
  if (state.chosen) given.set("chosen", short(state.chosen));
  if (state.bundle) given.set("link", state.bundle.split(" ").map(short).join(" "));
  if (state.steps) given.set("steps", String(state.steps));
  if (state.colour !== "kind") given.set("colour", state.colour);
  if (state.size !== usualSize) given.set("size", state.size);
  if (content.least && state.least !== content.least.start) given.set("least", String(state.least));
  if (state.removed) given.set("removed", short(state.removed));
  return given.toString().replaceAll("%2F", "/").replaceAll("%2C", ",");
}

// Choices of other maps that this one does not know: kept, so that they hold again over there.
let carried = {};
let remembered = null;
let latest = null;

// A new step, unless it goes on with a movement of the hand: sliding, or walking from node to node, is one step together.
function remember(movement = null) {
  const text = stateText();
  if (text !== remembered) write(text, movement && movement === latest ? "replaceState" : "pushState");
  latest = movement;
}

function write(text, how) {
  remembered = text;
  history[how](null, "", text ? `#${text}` : `${location.pathname}${location.search}`);
  const shared = new URLSearchParams(text);
  for (const name of [...shared.keys()]) if (!FACETS.includes(name) && name !== "off") shared.delete(name);
  for (const link of document.querySelectorAll("a[data-map]")) link.hash = shared.toString();
}

const among = (value, known, spare) => (known.includes(value) ? value : spare);

function recall() {
  const given = new URLSearchParams(location.hash.slice(1));
  const node = (name) => (given.has(name) && things.has(long(given.get(name))) ? long(given.get(name)) : null);
  showEverything();
  carried = {};
  for (const facet of FACETS) {
    if (!given.has(facet)) continue;
    const value = long(given.get(facet));
    if (content.facets?.[facet]?.some((one) => one.value === value)) state.only[facet] = value;
    else carried[facet] = value;
  }
  for (const part of (given.get("off") ?? "").split(",")) {
    const [of, value] = part.split(".");
    if (value && state.off[of]) state.off[of].add(value);
  }
  state.view = among(given.get("view"), content.order, content.order[0]);
  state.colour = among(given.get("colour"), Object.keys(content.groupings ?? {}), "kind");
  state.size = among(given.get("size"), ["same", ...Object.keys(content.measures ?? {})], usualSize);
  state.least = Math.min(Math.max(1, Number(given.get("least") ?? content.least?.start ?? 1) || 1), content.least?.most ?? 1);
  state.steps = among(Number(given.get("steps")), [1, 2, 3], 0);
  state.chosen = node("chosen");
  state.removed = content.removals?.[node("removed")] ? node("removed") : null;
  const link = (given.get("link") ?? "").split(" ").map((part, i, all) => (i || all.length === 1 ? long(part) : part)).join(" ");
  state.bundle = view().edges.some((edge) => edge.id === given.get("link")) ? given.get("link") : view().edges.some((edge) => edge.id === link) ? link : null;
  latest = null;
  write(stateText(), "replaceState");
}

// Where the browser has gone: to what was chosen then. An address of a place on the page, such as its tables, is no choice.
function follow() {
  if (document.getElementById(location.hash.slice(1))) { write(remembered, "replaceState"); return; }
  recall();
  query.value = "";
  showView();
}
