// The drawn network: vis-network with fixed positions, what is lit, and how the reader moves about in it.

const QUIET = { "has-theme": 0.5, "area-of": 0.9, supports: 0.6 };
const DASHES = { stated: false, curated: [6, 4], inferred: [2, 3], derived: [8, 3, 2, 3] };

Object.assign(map, { data: null, narrow: false, drawn: new Map(), arranged: "" });

const isNarrow = () => box.clientWidth < 640;
const context = () => box.querySelector("canvas").getContext("2d");
const crowded = () => map.nodes.size > MANY;

function fade(colour, alpha) {
  const value = parseInt(colour.slice(1), 16);
  return `rgba(${value >> 16},${(value >> 8) & 255},${value & 255},${alpha})`;
}

// Width, strength, colour and line of an edge, before anything is lit.
function lineOf(edge, ties) {
  const link = links[edge.ties[0]];
  if (bundled()) return { width: 1.5 + 3 * (ties.length - 1), alpha: 0.55, colour: "edge", dashes: false };
  if (edge.standing === "potential") return { width: 0.6 + 0.7 * weightOf(ties), alpha: 0.55, colour: "potential", dashes: [5, 4] };
  if (edge.standing) return { width: 2 + 1.2 * (ties.length - 1), alpha: 0.9, colour: "documented", dashes: false };
  return { width: 1.3, alpha: QUIET[link.kind] ?? 0.4, colour: "edge", dashes: DASHES[link.layer] };
}

function styleOf(edge, lit) {
  const ties = tiesShown(edge);
  const on = lit?.edges.has(edge.id);
  const { width, alpha, colour, dashes } = lineOf(edge, ties);
  return {
    id: edge.id, hidden: ties.length === 0, dashes,
    width: on ? width + 1 : width,
    color: on ? colours[edge.standing ? colour : "edge-lit"] : fade(colours[colour], lit ? 0.1 : alpha),
  };
}

// How an edge bends: to the middle in a curve, a possible link aside of a documented one, any other straight.
function bendOf(edge) {
  if (edge.standing === "potential") return { enabled: true, type: "curvedCW", roundness: 0.12 };
  const from = map.nodes.get(edge.from).spot, to = map.nodes.get(edge.to).spot;
  if (Math.abs(from[0] - to[0]) < 1 && state.steps) return { enabled: true, type: "curvedCW", roundness: 0.3 };
  if (map.levels || (from[2] !== "inside" && to[2] !== "inside")) return false;
  return { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.5 };
}

// The edges that vis-network holds: all, or in a crowd only those that are lit or in focus.
const held = () => (crowded() && !map.levels ? [...(map.lit?.edges ?? [])] : [...map.edges.keys()]);

function drawEdges() {
  const changed = [], now = new Set(held());
  for (const id of now) {
    const edge = map.edges.get(id);
    const style = styleOf(edge, map.lit);
    const key = JSON.stringify(style);
    if (map.drawn.get(id) === key) continue;
    changed.push(map.drawn.has(id) ? style : { from: edge.from, to: edge.to, smooth: bendOf(edge), ...style });
    map.drawn.set(id, key);
  }
  const gone = [...map.drawn.keys()].filter((id) => !now.has(id));
  for (const id of gone) map.drawn.delete(id);
  if (gone.length) map.data.edges.remove(gone);
  if (changed.length) map.data.edges.update(changed);
}

// Set the nodes where they belong: at home, or around the chosen one.
function arrange() {
  const spots = spread();
  const arranged = spots ? JSON.stringify([state.chosen, state.steps, map.narrow, state.lang, ...spots.keys()]) : "";
  if (arranged === map.arranged) return false;
  map.arranged = arranged;
  for (const node of map.nodes.values()) node.spot = spots?.get(node.id) ?? node.home;
  map.data.nodes.update([...map.nodes.values()].map(({ id, spot }) => ({ id, x: spot[0], y: spot[1] })));
  map.data.edges.clear();
  map.drawn.clear();
  return true;
}

function count() {
  map.counts = bundled() ? areaCounts() : null;
}

// Bring nodes and links to the state of now; only what changed goes to vis-network.
function refresh() {
  stale();
  const moved = arrange();
  map.lit = litNow();
  count();
  drawEdges();
  const turned = [...map.nodes.values()].filter((node) => node.hidden === nodeShown(node.id));
  for (const node of turned) node.hidden = !node.hidden;
  if (turned.length) map.data.nodes.update(turned.map(({ id, hidden }) => ({ id, hidden })));
  if (moved) fit();
  map.network.redraw();
}

function look(id) {
  return { lit: id !== state.removed && (!map.lit || map.lit.nodes.has(id)), ring: id === state.chosen, scale: map.network.getScale() };
}

// Build the network of a view at the width of now.
function build() {
  map.narrow = isNarrow();
  takeView((node) => {
    const standing = map.narrow ? node.narrow : node.wide;
    return { id: node.id, kind: node.kind, lines: standing.lines, home: standing.spot, spot: standing.spot, hidden: false };
  });
  map.drawn.clear();
  map.arranged = "";
  const ctxRenderer = renderer(map.nodes, look);
  map.data = {
    nodes: new vis.DataSet([...map.nodes.values()].map((n) => ({ id: n.id, x: n.spot[0], y: n.spot[1], ctxRenderer, hidden: false }))),
    edges: new vis.DataSet(),
  };
  const first = !map.network;
  if (first) map.network = new vis.Network(box, map.data, view().options);
  else { map.network.setOptions(view().options); map.network.setData(map.data); }
  if (first) listen();
  count();
  fit();
}

// The room that nodes take together with their names.
function extent(ids) {
  const ctx = context();
  const boxes = ids.filter(nodeShown).map((id) => boxOf(ctx, map.nodes.get(id)));
  return {
    left: Math.min(...boxes.map((b) => b.left)), right: Math.max(...boxes.map((b) => b.right)),
    top: Math.min(...boxes.map((b) => b.top)), bottom: Math.max(...boxes.map((b) => b.bottom)),
  };
}

// The largest scale at which a stretch of the map fits across and down.
function scales(room) {
  const margin = map.narrow ? 10 : 22;
  return { across: (box.clientWidth - 2 * margin) / (room.right - room.left), down: (box.clientHeight - 2 * margin) / (room.bottom - room.top) };
}

// Show all of the network with its names; where that could not be read on a narrow screen, its width, from the top.
function fit() {
  if (!shownNodes().size) return;
  const room = extent([...map.nodes.keys()]);
  const { across, down } = scales(room);
  const scale = Math.min(1.35, map.narrow && down < 0.5 ? across : Math.min(across, down));
  const tall = (room.bottom - room.top) * scale > box.clientHeight;
  const y = tall ? room.top + (box.clientHeight / 2 - 10) / scale : (room.top + room.bottom) / 2;
  map.network.moveTo({ position: { x: (room.left + room.right) / 2, y }, scale, animation: false });
}

// Middle of the view along one axis: at the wish, but with no more emptiness at the border than need be.
function middle(wish, low, high, half) {
  return high - low <= 2 * half ? (low + high) / 2 : Math.min(Math.max(wish, low + half), high - half);
}

// Go to a node, with its neighbours if they fit at a scale that can be read; stay when it is in view already.
function bringIntoView(id) {
  if (state.steps) return;
  const own = extent([id]), near = extent([...(map.lit?.nodes ?? [id])]), all = extent([...map.nodes.keys()]);
  const readable = bundled() ? Math.min(map.network.getScale(), 0.9) : 0.85;
  const fitting = Math.min(scales(near).across, scales(near).down);
  const target = fitting >= readable ? near : own;
  const scale = target === near ? Math.min(fitting, Math.max(map.network.getScale(), readable)) : Math.max(map.network.getScale(), readable);
  const from = map.network.canvasToDOM({ x: target.left, y: target.top }), to = map.network.canvasToDOM({ x: target.right, y: target.bottom });
  const inside = from.x >= 0 && from.y >= 0 && to.x <= box.clientWidth && to.y <= box.clientHeight;
  if (inside && scale === map.network.getScale()) return;
  const position = {
    x: middle((target.left + target.right) / 2, all.left - 20, all.right + 20, box.clientWidth / 2 / scale),
    y: middle((target.top + target.bottom) / 2, all.top - 20, all.bottom + 20, box.clientHeight / 2 / scale),
  };
  map.network.moveTo({ position, scale, animation: calm.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" } });
}

// The node whose shape or name is at a point of the page, else the link there.
function under(point) {
  const at = map.network.DOMtoCanvas(point);
  const ctx = context();
  const node = [...map.nodes.values()].find((one) => {
    if (!nodeShown(one.id)) return false;
    const b = boxOf(ctx, one);
    return at.x >= b.left && at.x <= b.right && at.y >= b.top && at.y <= b.bottom;
  });
  if (node) return { node: node.id };
  const edge = map.network.getEdgeAt(point);
  return edge !== undefined && shownEdge(edge) ? { edge } : null;
}

function zoom(factor) {
  map.network.moveTo({ scale: Math.min(4, Math.max(0.15, map.network.getScale() * factor)), animation: false });
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (MOVE[event.key]) { const next = step(MOVE[event.key]); if (next) choose(next); }
  else if (event.key === "Enter" && (state.chosen || state.bundle)) byId("panel").focus();
  else if (event.key === "+" || event.key === "=") zoom(1.25);
  else if (event.key === "-") zoom(0.8);
  else if (event.key === "0") fit();
  else if (event.key === "Escape") { tell(null); choose(null); }
  else return;
  event.preventDefault();
}

function listen() {
  box.querySelector(".vis-network").tabIndex = -1; // one stop for the keyboard, not two
  box.addEventListener("mousemove", (event) => { if (!event.buttons) tell(under(pointOf(event)), pointOf(event)); });
  box.addEventListener("mouseleave", () => tell(null));
  map.network.on("dragStart", () => tell(null));
  map.network.on("click", ({ pointer }) => {
    const found = under(pointer.DOM);
    if (found?.edge) chooseEdge(found.edge); else choose(found?.node ?? null);
  });
  box.addEventListener("keydown", onKey);
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => (button.dataset.zoom === "fit" ? fit() : zoom(button.dataset.zoom === "in" ? 1.3 : 0.77)));
  }
  let width = box.clientWidth;
  new ResizeObserver(() => {
    if (isNarrow() !== map.narrow) { build(); refresh(); } else if (box.clientWidth !== width || !state.chosen) fit();
    width = box.clientWidth;
  }).observe(box);
}
