// A map that is part of the document rather than a canvas: what county map and matrix have in common.

// Build the view: its nodes and edges, drawn by `paint`.
function build() {
  takeView((node) => ({ ...node, spot: node.at }));
  prepare();
  if (!box.dataset.heard) listen();
}

function refresh() {
  stale();
  map.lit = litNow();
  map.counts = bundled() ? areaCounts() : null;
  paint();
}

// Only the light has moved: what is shown stays as it is.
function relight() {
  map.lit = litNow();
  paint();
}

function recolour() {
  readColours();
  refresh();
}

async function prepareSurface() {}

const partOf = (id) => box.querySelector(`[data-node="${CSS.escape(id)}"]`);

function fit() {}
function bringIntoView(id) {
  const part = partOf(id);
  if (part && box.closest(".frame").scrollWidth > box.clientWidth) part.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// What of the map an element belongs to.
function foundAt(element) {
  const part = element.closest?.("[data-node], [data-edge]");
  if (!part || !box.contains(part)) return null;
  return part.dataset.edge ? { edge: part.dataset.edge } : { node: part.dataset.node };
}

function press(found) {
  if (found?.edge) chooseEdge(found.edge); else choose(found?.node ?? null);
}

function listen() {
  box.dataset.heard = "true";
  box.addEventListener("pointermove", (event) => { if (!event.buttons) tell(foundAt(event.target), pointOf(event)); });
  box.addEventListener("pointerleave", () => tell(null));
  box.addEventListener("click", (event) => {
    const found = foundAt(event.target);
    press(found);
    if (event.pointerType === "touch") tell(found, pointOf(event)); // the details may stand below the screen
  });
  box.addEventListener("keydown", (event) => {
    const found = foundAt(event.target);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (MOVE[event.key] && found) goAlong(found, MOVE[event.key]);
    else if ((event.key === "Enter" || event.key === " ") && found) { press(found); byId("panel").focus(); }
    else if (event.key === "Escape") { tell(null); choose(null); }
    else return;
    event.preventDefault();
  });
}

// One stop for the keyboard; the arrows go on from there.
function makeStop(part, within = box) {
  for (const old of within.querySelectorAll('[tabindex="0"]')) old.setAttribute("tabindex", "-1");
  part?.setAttribute("tabindex", "0");
}

// The next node in a direction, chosen and with the keyboard on it.
function goToNext(found, way, within = box) {
  state.chosen = found.node ?? state.chosen;
  const next = step(way);
  if (!next) return;
  choose(next, "walking");
  const part = within.querySelector(`[data-node="${CSS.escape(next)}"]`);
  makeStop(part, within);
  part.focus();
}

// A name in one line, or a long one in two so that it fits beside the drawing on a narrow screen.
function writeName(text, name, longest = 14) {
  const [label, more] = text.querySelectorAll(".label");
  const [, first, second] = (name.length > longest && name.match(/^(.+?[\s-])(.+)$/)) || [null, name, ""];
  label.textContent = first;
  label.setAttribute("dy", second ? "-.45em" : "0");
  more.textContent = second;
  more.setAttribute("dy", second ? ".95em" : "0");
}

// A drawing as it stands, with the colours of now written into it.
function inked(chart) {
  const copy = chart.cloneNode(true);
  const from = chart.querySelectorAll("*"), to = copy.querySelectorAll("*");
  from.forEach((part, i) => {
    const style = getComputedStyle(part);
    for (const name of ["display", "fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-family", "font-size", "font-weight"]) to[i].setAttribute(name, style.getPropertyValue(name));
    for (const name of ["class", "tabindex", "role", "aria-label", "aria-pressed", "data-node", "data-edge"]) to[i].removeAttribute(name);
  });
  for (const hit of [...to].filter((part) => part.getAttribute("stroke") === "rgba(0, 0, 0, 0)" && part.tagName === "path")) hit.remove();
  return [...copy.childNodes];
}

// Shade 1 to 4 for a count, 0 for none.
const shade = (count) => Math.min(4, count);
const colourNow = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
