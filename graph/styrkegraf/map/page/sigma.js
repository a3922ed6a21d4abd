// The engine itself; what it offers is told in canvas.js. In the graph of sigma.js y grows upwards.

const HOME = { x: 0.5, y: 0.5, angle: 0, ratio: 1 };

function webglEngine() {
  const settings = {
    allowInvalidContainer: true, renderLabels: false, enableCameraRotation: false, stagePadding: 0,
    itemSizesReference: "positions", zoomToSizeRatioFunction: (ratio) => ratio,
    defaultNodeType: "shape", nodeProgramClasses: { shape: shapeProgram() },
  };
  let network = null, graph = null, nodes = null, frame = null, painted = null, inked = "";

  const ink = () => JSON.stringify([state.colour, state.size, colours]);
  const given = (node) => ({
    x: node.spot[0], y: -node.spot[1], hidden: node.hidden, size: ownRadius(node), color: colourOf(node),
    sides: sidesOf(node.kind), least: NAMED.has(node.kind) ? 4 : 1.2,
  });
  const update = () => graph.updateEachNodeAttributes((id, old) => Object.assign(old, given(nodes.get(id))), { attributes: ["x"] });

  // The square that sigma.js calls its frame, fixed so that places keep their meaning whatever is shown.
  function framed() {
    const xs = [...nodes.values()].map((node) => node.home[0]), ys = [...nodes.values()].map((node) => -node.home[1]);
    const [left, right, low, high] = [xs, ys].flatMap((all) => [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))]);
    const side = Math.max(right - left, high - low, 1);
    return { x: (left + right - side) / 2, y: (low + high - side) / 2, side };
  }

  function load(all) {
    nodes = all;
    leave();
    graph = new sigma.Graph();
    for (const node of nodes.values()) graph.addNode(node.id, given(node));
    inked = ink();
    frame = framed();
    network = new sigma.Sigma(graph, box, settings);
    network.setCustomBBox({ x: [frame.x, frame.x + frame.side], y: [frame.y, frame.y + frame.side] });
    network.createCanvasContext("names", { afterLayer: "nodes" });
    network.resize(true);
    painted = renderer(nodes, look);
    network.on("afterRender", paintOverShapes);
    for (const name of ["clickNode", "clickStage"]) network.on(name, ({ event }) => { box.focus({ preventScroll: true }); press(event); });
    const mouse = network.getMouseCaptor();
    mouse.removeAllListeners("mousemove"); // we find what is under the pointer without the card
    mouse.on("wheel", steer);
    mouse.on("mousemovebody", () => { if (mouse.isMoving) steer(); });
    network.getTouchCaptor().on("touchmove", steer);
    network.getCanvases().nodes.addEventListener("webglcontextlost", () => { map.webgl = false; build(); refresh(); });
    network.refresh();
  }

  const base = () => network.graphToViewport({ x: 1, y: 0 }, { cameraState: HOME }).x - network.graphToViewport({ x: 0, y: 0 }, { cameraState: HOME }).x;
  const scale = () => (network ? base() / network.getCamera().ratio : 1);
  const toBox = ({ x, y }) => network.graphToViewport({ x, y: -y }, { cameraState: network.getCamera().getState() });
  function toMap(point) {
    const at = network.viewportToFramedGraph(point);
    return { x: frame.x + at.x * frame.side, y: -(frame.y + at.y * frame.side) };
  }

  function move({ x, y }, wanted, smoothly = false) {
    network.resize();
    const to = { x: (x - frame.x) / frame.side, y: (-y - frame.y) / frame.side, ratio: base() / wanted };
    if (smoothly) network.getCamera().animate(to, { duration: 350 }); else network.getCamera().setState(to);
  }

  // Links, names, and the shapes of what is lit, over the shapes that the card has drawn.
  function paintOverShapes() {
    const { names, nodes: shapes } = network.getCanvases();
    const ctx = names.getContext("2d"), ratio = names.width / box.clientWidth, now = scale(), corner = toBox({ x: 0, y: 0 });
    shapes.style.opacity = map.lit ? "0.22" : "1";
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, names.width, names.height);
    ctx.setTransform(ratio * now, 0, 0, ratio * now, ratio * corner.x, ratio * corner.y);
    for (const id of held()) paintLine(ctx, map.edges.get(id));
    const all = [...nodes.values()].filter((node) => !node.hidden && inView(node, now) && isPainted(node, now)).map((node) => painted({ ctx, id: node.id }));
    for (const one of all) one.drawNode();
    for (const one of all) one.drawExternalLabel();
  }

  const isPainted = (node, now) => HUBS.has(node.kind) || map.levels || map.lit?.nodes.has(node.id) || node.id === state.chosen || 12.5 * now >= READABLE;

  function inView(node, now) {
    const at = toBox({ x: node.spot[0], y: node.spot[1] }), margin = 320 * Math.max(1, now);
    return at.x > -margin && at.y > -margin && at.x < box.clientWidth + margin && at.y < box.clientHeight + margin;
  }

  function paintLine(ctx, edge) {
    const { hidden, dashes, width, color } = styleOf(edge, map.lit);
    if (hidden) return;
    ctx.setLineDash(dashes || []);
    ctx.lineWidth = Math.max(width, 1 / scale());
    ctx.strokeStyle = color;
    ctx.stroke(new Path2D(edgePath(edge)));
    ctx.setLineDash([]);
  }

  // The drawn link nearest to a point, if it is near enough to be meant.
  function edgeAt(point) {
    const ctx = network.getCanvases().names.getContext("2d");
    const at = toMap(point);
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.lineWidth = 10 / scale();
    const found = held().find((id) => ctx.isPointInStroke(new Path2D(edgePath(map.edges.get(id))), at.x, at.y));
    ctx.restore();
    return found;
  }

  function redraw() {
    if (inked !== ink()) { inked = ink(); update(); }
    network.scheduleRender();
  }

  function leave() {
    network?.kill();
    network = null;
  }

  return { name: "webgl", load, place: update, show: update, draw() {}, forget() {}, redraw, move, scale, toMap, toBox, edgeAt, leave };
}
