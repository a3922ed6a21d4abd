// The drawn network: fixed positions, what is lit, and how the reader moves about in it. An engine draws it.

const QUIET = { "has-theme": 0.5, "area-of": 0.9, supports: 0.6 };
const DASHES = { stated: false, curated: [6, 4], inferred: [2, 3], derived: [8, 3, 2, 3] };

Object.assign(map, { engine: null, narrow: false, arranged: "", webgl: false, steered: false });

const isNarrow = () => box.clientWidth < 640;
const ruler = document.createElement("canvas").getContext("2d");
const crowded = () => map.nodes.size > MANY;

// Before anything is drawn: whether the largest view is for the graphics card, and then what draws it there.
async function prepareSurface() {
  const large = Object.values(content.views).some((one) => one.nodes.length > MANY);
  if (!large || !isHardware(graphicsCard())) return;
  try {
    if (typeof sigma === "undefined") await loaded(content.webgl);
    map.webgl = true;
  } catch { map.webgl = false; }
}

function fade(colour, alpha) {
  const value = parseInt(colour.slice(1), 16);
  return `rgba(${value >> 16},${(value >> 8) & 255},${value & 255},${alpha})`;
}

// Width, strength, colour and line of an edge, before anything is lit.
function lineOf(edge, ties) {
  const link = links[edge.ties[0]];
  if (bundled()) return { width: 1.2 + 3 * (ties.length - 1), alpha: ties.length > 1 ? 0.6 : 0.42, colour: "edge", dashes: false };
  return { width: 1.3, alpha: QUIET[link.kind] ?? 0.4, colour: "edge", dashes: DASHES[link.layer] };
}

function styleOf(edge, lit) {
  const ties = tiesShown(edge);
  const on = lit?.edges.has(edge.id);
  const { width, alpha, colour, dashes } = lineOf(edge, ties);
  return {
    id: edge.id, hidden: ties.length === 0, dashes,
    width: on ? width + 1 : width,
    color: on ? colours["edge-lit"] : fade(colours[colour], lit ? 0.1 : alpha),
  };
}

// How an edge bends: to the middle in a curve, any other straight.
function bendOf(edge) {
  const from = map.nodes.get(edge.from).spot, to = map.nodes.get(edge.to).spot;
  if (Math.abs(from[0] - to[0]) < 1 && state.steps) return { enabled: true, type: "curvedCW", roundness: 0.3 };
  if (map.levels || (from[2] !== "inside" && to[2] !== "inside")) return false;
  return { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.5 };
}

// The edges that are drawn: all, or in a crowd only those that are lit or in focus.
function held() {
  if (!crowded()) return [...map.edges.keys()];
  if (!map.levels) return [...(map.lit?.edges ?? [])];
  return [...new Set([...map.levels.keys()].flatMap((id) => [...map.around.get(id)]))].filter(shownEdge);
}

// Set the nodes where they belong: at home, or around the chosen one.
function arrange() {
  const spots = spread();
  const arranged = spots ? JSON.stringify([state.chosen, state.steps, map.narrow, state.lang, ...spots.keys()]) : "";
  if (arranged === map.arranged) return false;
  map.arranged = arranged;
  for (const node of map.nodes.values()) node.spot = spots?.get(node.id) ?? node.home;
  map.engine.place(map.nodes);
  return true;
}

function count() {
  map.counts = bundled() ? areaCounts() : null;
}

// Bring nodes and links to the state of now; only what changed goes to the engine.
function refresh() {
  stale();
  const moved = arrange();
  count();
  const turned = [...map.nodes.values()].filter((node) => node.hidden === nodeShown(node.id));
  for (const node of turned) node.hidden = !node.hidden;
  if (turned.length) map.engine.show(turned);
  if (moved) fit();
  else if (turned.length && !map.steered) fit({ smoothly: true });
  relight();
}

// Only the light has moved: what is shown stays as it is.
function relight() {
  map.lit = litNow();
  map.engine.draw(held());
  map.engine.redraw();
}

function recolour() {
  readColours();
  map.engine.forget();
  refresh();
}

function look(id) {
  return { lit: id !== state.removed && (!map.lit || map.lit.nodes.has(id)), ring: id === state.chosen, scale: map.engine.scale() };
}

// Build the network of a view at the width of now.
function build() {
  map.narrow = isNarrow();
  takeView((node) => {
    const standing = map.narrow ? node.narrow : node.wide;
    return { id: node.id, kind: node.kind, lines: standing.lines, home: standing.spot, spot: standing.spot, hidden: false };
  });
  map.arranged = "";
  const wanted = map.webgl && crowded() ? "webgl" : "canvas";
  if (map.engine?.name !== wanted) {
    map.engine?.leave();
    map.engine = wanted === "webgl" ? webglEngine() : canvasEngine();
  }
  map.engine.load(map.nodes, view().options);
  if (!box.dataset.heard) listen();
  count();
  fit();
}
