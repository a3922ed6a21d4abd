// The drawn network: vis-network with fixed positions, what is lit, and how the reader moves about in it.

const box = byId("net");
const tip = byId("tip");
const MOVE = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const QUIET = { "has-theme": 0.5, "area-of": 0.9, supports: 0.6 };
const DASHES = { stated: false, curated: [6, 4], inferred: [2, 3], derived: [8, 3, 2, 3] };

const map = { network: null, nodes: new Map(), edges: new Map(), data: null, lit: null, counts: null, narrow: false, around: new Map(), drawn: new Map() };

const isNarrow = () => box.clientWidth < 640;
const shownEdge = (id) => tiesShown(map.edges.get(id)).length > 0;
const context = () => box.querySelector("canvas").getContext("2d");

// What is lit: everything, or the node or link under the pointer or chosen, with its neighbours.
function litNow() {
  const bundle = state.pointed?.edge ?? (state.pointed?.node ? null : state.bundle);
  if (bundle && map.edges.has(bundle)) {
    const edge = map.edges.get(bundle);
    return { nodes: new Set([edge.from, edge.to]), edges: new Set([bundle]) };
  }
  const focus = state.pointed?.node ?? state.chosen;
  if (!focus || !map.nodes.has(focus)) return null;
  const edges = new Set([...map.around.get(focus)].filter(shownEdge));
  const nodes = new Set([focus]);
  for (const id of edges) { nodes.add(map.edges.get(id).from); nodes.add(map.edges.get(id).to); }
  return { nodes, edges };
}

function fade(colour, alpha) {
  const value = parseInt(colour.slice(1), 16);
  return `rgba(${value >> 16},${(value >> 8) & 255},${value & 255},${alpha})`;
}

function styleOf(edge, lit) {
  const ties = tiesShown(edge);
  const on = lit?.edges.has(edge.id);
  const overview = state.view === "overview";
  const link = links[edge.ties[0]];
  const base = overview ? 0.55 : (QUIET[link.kind] ?? 0.4);
  const width = overview ? 1.5 + 3 * (ties.length - 1) : 1.3;
  return {
    id: edge.id, hidden: ties.length === 0,
    width: on ? width + 1 : width,
    color: on ? colours["edge-lit"] : fade(colours.edge, lit ? 0.1 : base),
    dashes: overview ? false : DASHES[link.layer],
  };
}

// How many strength areas stand behind each node of the overview.
function areaCounts() {
  const areas = new Map([...map.nodes.keys()].map((id) => [id, new Set()]));
  for (const edge of map.edges.values()) {
    for (const number of tiesShown(edge)) { areas.get(edge.from).add(links[number].from); areas.get(edge.to).add(links[number].from); }
  }
  return new Map([...areas].map(([id, found]) => [id, found.size]));
}

// Bring nodes and links to the state of now; only what changed goes to vis-network.
function refresh() {
  if (!map.network) return;
  map.lit = litNow();
  map.counts = state.view === "overview" ? areaCounts() : null;
  const changed = [];
  for (const edge of map.edges.values()) {
    const style = styleOf(edge, map.lit);
    const key = JSON.stringify(style);
    if (map.drawn.get(edge.id) !== key) { map.drawn.set(edge.id, key); changed.push(style); }
  }
  if (changed.length) map.data.edges.update(changed);
  const turned = [...map.nodes.keys()].filter((id) => map.data.nodes.get(id).hidden === nodeShown(id));
  if (turned.length) map.data.nodes.update(turned.map((id) => ({ id, hidden: !nodeShown(id) })));
  map.network.redraw();
}

function look(id) {
  return { lit: !map.lit || map.lit.nodes.has(id), ring: id === state.chosen, scale: map.network.getScale() };
}

// Build the network of a view at the width of now.
function build() {
  const view = content.views[state.view];
  map.narrow = isNarrow();
  map.nodes = new Map(view.nodes.map((node) => [node.id, { id: node.id, kind: node.kind, ...(map.narrow ? node.narrow : node.wide) }]));
  map.edges = new Map(view.edges.map((edge) => [edge.id, edge]));
  map.around = new Map(view.nodes.map((node) => [node.id, new Set()]));
  for (const edge of map.edges.values()) { map.around.get(edge.from).add(edge.id); map.around.get(edge.to).add(edge.id); }
  map.drawn.clear();
  map.lit = litNow();
  map.counts = state.view === "overview" ? areaCounts() : null;
  const ctxRenderer = renderer(map.nodes, look);
  const curved = { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.5 };
  const themed = (edge) => things.get(edge.to).kind === "theme";
  map.data = {
    nodes: new vis.DataSet([...map.nodes.values()].map((n) => ({ id: n.id, x: n.spot[0], y: n.spot[1], ctxRenderer, hidden: !nodeShown(n.id) }))),
    edges: new vis.DataSet([...map.edges.values()].map((e) => ({ id: e.id, from: e.from, to: e.to, smooth: themed(e) ? curved : false, ...styleOf(e, map.lit) }))),
  };
  if (map.network) { map.network.setOptions(view.options); map.network.setData(map.data); } else map.network = new vis.Network(box, map.data, view.options);
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
  if (![...map.nodes.keys()].some(nodeShown)) return;
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
  const own = extent([id]), near = extent([...map.lit.nodes]), all = extent([...map.nodes.keys()]);
  const readable = state.view === "full" ? 0.85 : Math.min(map.network.getScale(), 0.9);
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

function tell(found, point) {
  const same = (found?.node ?? found?.edge) === (state.pointed?.node ?? state.pointed?.edge);
  if (!same) {
    state.pointed = found;
    tip.replaceChildren(...(found ? tipLines(found) : []));
    tip.hidden = !found;
    box.style.cursor = found ? "pointer" : "";
    refresh();
  }
  if (!found) return;
  const x = Math.min(point.x + 16, box.clientWidth - tip.offsetWidth - 6);
  const y = point.y + 18 + tip.offsetHeight > box.clientHeight ? point.y - tip.offsetHeight - 12 : point.y + 18;
  tip.style.transform = `translate(${Math.max(4, x)}px, ${Math.max(4, y)}px)`;
}

// Hover text: what it is, and the passage that it rests on.
function tipLines({ node, edge }) {
  const line = (text) => make("span", { text });
  if (edge) {
    const { from, to, ties } = map.edges.get(edge);
    const shown = tiesShown({ from, to, ties });
    if (state.view === "overview") {
      const homes = shown.flatMap((n) => homeOf(links[n].from, from).sources.slice(0, 1));
      return [make("strong", { text: `${nameOf(from)} – ${nameOf(to)}` }), ...shown.map((n) => line(nameOf(links[n].from))), ...[...new Set(homes)].map(passage)];
    }
    const link = links[ties[0]];
    return [make("strong", { text: `${nameOf(from)} – ${link.label[state.lang]} – ${nameOf(to)}` }), ...grounds(link).slice(0, 2)];
  }
  const kind = things.get(node).kind;
  if (kind === "theme") return [make("strong", { text: nameOf(node) }), line(`${word("kind-theme")} – ${word("layer-curated")}`)];
  const first = linksOf.get(node).map((n) => links[n]).find((link) => link.sources.length && (link.from === node || kind === "region" || kind === "macroregion"));
  return [make("strong", { text: nameOf(node) }), line(word(`kind-${kind}`)), ...(first ? [passage(first.sources[0])] : [])];
}

function pointOf(event) {
  const frame = box.getBoundingClientRect();
  return { x: event.clientX - frame.left, y: event.clientY - frame.top };
}

// The next node in a direction from the chosen one: near, and not too far aside.
function step([dx, dy]) {
  const shown = [...map.nodes.values()].filter((node) => nodeShown(node.id));
  const here = map.nodes.get(state.chosen);
  if (!here) return shown.sort((a, b) => a.spot[1] - b.spot[1] || a.spot[0] - b.spot[0])[0]?.id;
  const cost = (node) => {
    const x = node.spot[0] - here.spot[0], y = node.spot[1] - here.spot[1];
    const ahead = x * dx + y * dy, aside = Math.abs(x * dy) + Math.abs(y * dx);
    return ahead > 1 && ahead >= 0.25 * aside ? ahead + 2 * aside : Infinity;
  };
  const best = shown.map((node) => [cost(node), node.id]).sort((a, b) => a[0] - b[0])[0];
  return best && best[0] < Infinity ? best[1] : null;
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
  new ResizeObserver(() => { if (isNarrow() !== map.narrow) { build(); refresh(); } else fit(); }).observe(box);
}
