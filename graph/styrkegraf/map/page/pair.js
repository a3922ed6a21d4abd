// Two networks of the same regions at the same places: what is documented, and what is possible. They share what is
// chosen, lit and filtered, and no line.

const PANELS = ["documented", "potential"];
const DOT = 6.5, LONGEST = 16;

function prepare() {
  map.panels = new Map(PANELS.map((standing) => [standing, panelOf(standing)]));
  box.replaceChildren(make("div", { class: "pair" }, ...[...map.panels.values()].map((panel) => panel.figure)));
  for (const { chart } of map.panels.values()) makeStop(chart.querySelector("[data-node]"), chart);
}

function panelOf(standing) {
  const [left, top, width, height] = content.apart;
  const count = make("span", { class: "count" });
  const caption = make("figcaption", {}, make("strong", {}, glyph(standing), word(`standing-${standing}`), " ", count), make("span", { class: "note", text: word(`${standing}-note`) }));
  const arcs = draw("g", {});
  const chart = draw("svg", { viewBox: `${left} ${top} ${width} ${height}`, role: "group", "aria-label": word(`standing-${standing}`) }, arcs, ...[...map.nodes.values()].map(spotPart));
  const control = make("div", { class: "control" });
  if (standing === "potential" && content.least.most > 1) control.append(leastChoice());
  const said = make("p", { class: "note silent" });
  return { standing, chart, arcs, count, said, figure: make("figure", { "data-standing": standing }, caption, control, chart, said) };
}

function spotPart(node) {
  const [x, y, side] = node.spot;
  const anchor = side === "left" ? "end" : "start", at = side === "left" ? x - 11 : x + 11;
  const text = draw("text", { class: "name", x: at, y: y + 4.5, "text-anchor": anchor }, draw("tspan", { class: "label" }), draw("tspan", { class: "label", x: at }));
  return draw("g", { class: "stop", "data-node": node.id, role: "button", tabindex: "-1" }, draw("circle", { class: "ring", cx: x, cy: y, r: DOT + 4 }), draw("polygon", { class: "dot", points: corners(things.get(node.id).kind, x, y, DOT).map((p) => p.map((v) => v.toFixed(1)).join(",")).join(" ") }), text);
}

// A line from region to region, bent towards the middle.
function bow(edge) {
  const [x1, y1] = map.nodes.get(edge.from).spot, [x2, y2] = map.nodes.get(edge.to).spot;
  const x = ((x1 + x2) / 2) * 0.35, y = (y1 + y2) / 2;
  return `M${x1},${y1}Q${x.toFixed(1)},${y.toFixed(1)} ${x2},${y2}`;
}

function lineOf(edge) {
  const ties = tiesShown(edge);
  const lit = map.lit?.edges.has(edge.id);
  const mood = lit ? " lit" : map.lit ? " faint" : "";
  const width = edge.standing === "potential" ? 0.5 + 0.55 * weightOf(ties) : 1.6 + 0.8 * ties.length;
  const d = bow(edge);
  return draw("g", { "data-edge": edge.id }, draw("path", { class: `arc ${edge.standing}${mood}`, d, "stroke-width": width + (lit ? 0.8 : 0) }), draw("path", { class: "arc reach", d }));
}

function paint() {
  for (const panel of map.panels.values()) paintPanel(panel);
}

function paintPanel({ standing, chart, arcs, count, said }) {
  const edges = [...map.edges.values()].filter((edge) => edge.standing === standing && tiesShown(edge).length);
  edges.sort((a, b) => (map.lit?.edges.has(a.id) ?? 0) - (map.lit?.edges.has(b.id) ?? 0));
  arcs.replaceChildren(...edges.map(lineOf));
  const linked = new Map();
  for (const end of edges.flatMap((edge) => [edge.from, edge.to])) linked.set(end, (linked.get(end) ?? 0) + 1);
  for (const part of chart.querySelectorAll("[data-node]")) paintSpot(part, standing, linked.get(part.dataset.node) ?? 0);
  count.textContent = word("pair-count", { n: edges.length });
  const silent = standing === "documented" ? [...map.nodes.keys()].filter(isSilent) : [...shownNodes()].filter((id) => !linked.has(id));
  silent.sort(byName);
  if (!edges.length && standing === "potential" && belowLeast()) said.textContent = word("below-least");
  else said.textContent = silent.length ? word(`silent-${standing}`, { n: silent.length, names: silent.map(nameOf).join(", ") }) : "";
}

function paintSpot(part, standing, number) {
  const id = part.dataset.node;
  part.classList.toggle("chosen", id === state.chosen);
  part.classList.toggle("alone", !number);
  part.classList.toggle("gone", !nodeShownAmong(id, standing));
  part.classList.toggle("faint", map.lit !== null && !map.lit.nodes.has(id));
  part.setAttribute("aria-pressed", String(id === state.chosen));
  part.setAttribute("aria-label", `${nameOf(id)}: ${word("link-to", { n: number })}`);
  writeName(part.querySelector(".name"), nameOf(id), LONGEST);
}

const goAlong = (found, way) => goToNext(found, way, document.activeElement.closest("svg") ?? box);

// Both networks, side by side, each below its name.
function drawing() {
  const [left, top, width, height] = content.apart;
  const head = { "font-family": "sans-serif", "font-size": 15, "font-weight": 600, fill: colourNow("ink") };
  const parts = [...map.panels.values()].map(({ standing, chart, count }, at) => draw("g", { transform: `translate(${at * width - left} ${-top})` },
    draw("text", { ...head, x: left + 12, y: top - 12, text: `${word(`standing-${standing}`)}: ${count.textContent}` }), ...inked(chart)));
  return { parts, room: { left: 0, top: -30, right: 2 * width, bottom: height } };
}
