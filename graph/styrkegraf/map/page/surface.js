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
  box.addEventListener("click", (event) => press(foundAt(event.target)));
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
function makeStop(part) {
  for (const old of box.querySelectorAll('[tabindex="0"]')) old.setAttribute("tabindex", "-1");
  part?.setAttribute("tabindex", "0");
}

// Shade 1 to 4 for a count, 0 for none.
const shade = (count) => Math.min(4, count);
const colourNow = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
