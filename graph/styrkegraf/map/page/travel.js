// How the reader moves about in the network: to see all of it or a place in it, with pointer, wheel, buttons and keys.

const READABLE_SCALE = 0.72; // below it, names are too small to be read

// The room that nodes take together with their names.
function extent(ids) {
  const room = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const id of ids.filter(nodeShown)) {
    const b = boxOf(ruler, map.nodes.get(id));
    Object.assign(room, { left: Math.min(room.left, b.left), right: Math.max(room.right, b.right), top: Math.min(room.top, b.top), bottom: Math.max(room.bottom, b.bottom) });
  }
  return room;
}

// The largest scale at which a stretch of the map fits across and down.
function scales(room) {
  const margin = map.narrow ? 10 : 22;
  return { across: (box.clientWidth - 2 * margin) / (room.right - room.left), down: (box.clientHeight - 2 * margin) / (room.bottom - room.top) };
}

// Show all of the network with its names; where they could not be read so, its width, from the top, unless all is asked
// for. A crowd is shown whole.
function fit({ whole = crowded() && !map.levels, smoothly = false } = {}) {
  map.steered = false;
  if (!shownNodes().size || box.clientWidth < 50) return; // nothing to show, or nowhere: a printer may fold the map away
  const room = extent([...map.nodes.keys()]);
  const { across, down } = scales(room);
  const all = Math.min(across, down);
  const scale = Math.min(1.35, !whole && all < READABLE_SCALE ? Math.min(across, Math.max(READABLE_SCALE, all)) : all);
  const tall = (room.bottom - room.top) * scale > box.clientHeight;
  const y = tall && !whole ? room.top + (box.clientHeight / 2 - 10) / scale : (room.top + room.bottom) / 2;
  map.engine.move({ x: (room.left + room.right) / 2, y }, scale, smoothly && !calm.matches);
}

// The reader has moved or zoomed the map: choices leave it so until all is shown again.
function steer() { map.steered = true; }

// Middle of the view along one axis: at the wish, but with no more emptiness at the border than need be.
function middle(wish, low, high, half) {
  return high - low <= 2 * half ? (low + high) / 2 : Math.min(Math.max(wish, low + half), high - half);
}

// Go to a node, with its neighbours if they fit at a scale that can be read; stay when it is in view already.
function bringIntoView(id) {
  if (state.steps) return;
  const { engine } = map;
  const own = extent([id]), near = extent([...(map.lit?.nodes ?? [id])]), all = extent([...map.nodes.keys()]);
  const readable = bundled() ? Math.min(engine.scale(), 0.9) : 0.85;
  const fitting = Math.min(scales(near).across, scales(near).down);
  const target = fitting >= readable ? near : own;
  const scale = target === near ? Math.min(fitting, Math.max(engine.scale(), readable)) : Math.max(engine.scale(), readable);
  const from = engine.toBox({ x: target.left, y: target.top }), to = engine.toBox({ x: target.right, y: target.bottom });
  const inside = from.x >= 0 && from.y >= 0 && to.x <= box.clientWidth && to.y <= box.clientHeight;
  if (inside && scale === engine.scale()) return;
  const position = {
    x: middle((target.left + target.right) / 2, all.left - 20, all.right + 20, box.clientWidth / 2 / scale),
    y: middle((target.top + target.bottom) / 2, all.top - 20, all.bottom + 20, box.clientHeight / 2 / scale),
  };
  engine.move(position, scale, !calm.matches);
}

// The node whose shape or name is at a point of the page, else the link there. A name reaches so far and no further.
function under(point) {
  const at = map.engine.toMap(point);
  const reach = Math.max(360, 220 / map.engine.scale());
  const node = [...map.nodes.values()].find((one) => {
    if (Math.abs(one.spot[0] - at.x) > reach || Math.abs(one.spot[1] - at.y) > reach / 4 || !nodeShown(one.id)) return false;
    const b = boxOf(ruler, one);
    return at.x >= b.left && at.x <= b.right && at.y >= b.top && at.y <= b.bottom;
  });
  if (node) return { node: node.id };
  const edge = map.engine.edgeAt(point);
  return edge !== undefined && shownEdge(edge) ? { edge } : null;
}

function press(point) {
  const found = under(point);
  if (found?.edge) chooseEdge(found.edge); else choose(found?.node ?? null);
}

function zoom(factor) {
  steer();
  const now = map.engine.scale();
  map.engine.move(map.engine.toMap({ x: box.clientWidth / 2, y: box.clientHeight / 2 }), Math.min(4, Math.max(Math.min(0.15, now), now * factor)));
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (MOVE[event.key]) { const next = step(MOVE[event.key]); if (next) choose(next, "walking"); }
  else if (event.key === "Enter" && (state.chosen || state.bundle)) byId("panel").focus();
  else if (event.key === "+" || event.key === "=") zoom(1.25);
  else if (event.key === "-") zoom(0.8);
  else if (event.key === "0") fit({ whole: true });
  else if (event.key === "Escape") { tell(null); choose(null); }
  else return;
  event.preventDefault();
}

function listen() {
  box.dataset.heard = "true";
  box.addEventListener("mousemove", (event) => { if (!event.buttons) tell(under(pointOf(event)), pointOf(event)); });
  box.addEventListener("mouseleave", () => tell(null));
  box.addEventListener("pointerdown", () => tell(null));
  box.addEventListener("keydown", onKey);
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => (button.dataset.zoom === "fit" ? fit({ whole: true }) : zoom(button.dataset.zoom === "in" ? 1.3 : 0.77)));
  }
  let width = box.clientWidth;
  new ResizeObserver(() => {
    if (isNarrow() !== map.narrow) { build(); refresh(); } else if (box.clientWidth !== width || !state.chosen) fit();
    width = box.clientWidth;
  }).observe(box);
}
