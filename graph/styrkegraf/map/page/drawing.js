// The network in view as a drawing: what is shown, where it stands, without the paper's edges.

function edgePath(edge) {
  const [x1, y1] = map.nodes.get(edge.from).spot, [x2, y2] = map.nodes.get(edge.to).spot;
  const bend = bendOf(edge);
  if (!bend) return `M${x1},${y1}L${x2},${y2}`;
  if (bend.type === "cubicBezier") return `M${x1},${y1}C${(x1 + x2) / 2},${y1} ${(x1 + x2) / 2},${y2} ${x2},${y2}`;
  return `M${x1},${y1}Q${(x1 + x2) / 2 + (y2 - y1) * bend.roundness},${(y1 + y2) / 2 - (x2 - x1) * bend.roundness} ${x2},${y2}`;
}

function edgePart(edge) {
  const { width, alpha, colour, dashes } = lineOf(edge, tiesShown(edge));
  const dashed = dashes ? { "stroke-dasharray": dashes.join(" ") } : {};
  return draw("path", { d: edgePath(edge), fill: "none", stroke: colours[colour], "stroke-opacity": alpha, "stroke-width": width, ...dashed });
}

function shapePart(node, x, y, radius) {
  const points = corners(node.kind, x, y, radius);
  const look = node.kind === "joint-area" || node.id === state.removed
    ? { fill: colours.raised, stroke: colourOf(node), "stroke-width": 3 } : { fill: colourOf(node), stroke: colours.raised };
  return points ? draw("polygon", { points: points.map((p) => p.map((v) => v.toFixed(1)).join(",")).join(" "), ...look }) : draw("circle", { cx: x, cy: y, r: radius, ...look });
}

function namePart(node, x, y, anchor) {
  const lines = node.lines[state.lang];
  const strong = node.kind === "region" || node.kind === "macroregion";
  const last = aside(node);
  const spans = lines.map((line, i) => draw("tspan", { x, y: y - ((lines.length - 1) * LINE) / 2 + i * LINE + 4, text: last && i === lines.length - 1 ? `${line}  ${last}` : line }));
  return draw("text", { "text-anchor": anchor, "font-family": "sans-serif", "font-size": strong ? 15 : 12.5, "font-weight": strong ? 600 : 400, fill: colours.ink }, ...spans);
}

function nodePart(node) {
  const [x, y, side] = node.spot;
  if (side === "inside") {
    const b = boxOf(ruler, node);
    const pill = draw("rect", { x: b.left, y: b.top, width: b.right - b.left, height: b.bottom - b.top, rx: 9, fill: colours["theme-fill"], stroke: colourOf(node) });
    return draw("g", {}, pill, shapePart(node, b.left + 11, y, 5), namePart(node, b.left + 20, y, "start"));
  }
  const offset = radiusOf(node) + 6;
  return draw("g", {}, shapePart(node, x, y, radiusOf(node)), namePart(node, side === "left" ? x - offset : x + offset, y, side === "left" ? "end" : "start"));
}

function drawing() {
  const ids = [...map.nodes.keys()].filter(nodeShown);
  const lines = held().map((id) => map.edges.get(id)).filter((edge) => tiesShown(edge).length).map(edgePart);
  return { parts: [...lines, ...ids.map((id) => nodePart(map.nodes.get(id)))], room: ids.length ? extent(ids) : { left: 0, top: 0, right: 100, bottom: 40 } };
}
