// The counties: shades for strength areas, arcs for the links between regions.

const chart = box.querySelector("svg");
const arcs = chart?.querySelector(".arcs");

// The part of a count that a choice of theme leaves: the areas of the county in that theme, or all it has.
const areasOf = (id) => (state.only.theme ? content.areas[id]?.[state.only.theme] ?? 0 : content.areas[id]?.all ?? 0);

// Whether the choices leave a county out: its shade would be a false count. To have none in the theme is a count, of 0.
const leftOut = (id) => !nodeShown(id) && (areasOf(id) > 0 || Object.keys(state.only).some((facet) => facet !== "theme"));

function prepare() {
  arcs.replaceChildren();
  makeStop(chart.querySelector("[data-node]"));
}

// An arc from one county to another, bent to the left of its way; a possible link bends to the other side.
function bow(edge) {
  const [x1, y1] = map.nodes.get(edge.from).spot, [x2, y2] = map.nodes.get(edge.to).spot;
  const bend = edge.standing === "potential" ? 0.18 : -0.18;
  const x = (x1 + x2) / 2 + (y2 - y1) * bend, y = (y1 + y2) / 2 - (x2 - x1) * bend;
  return `M${x1},${y1}Q${x.toFixed(1)},${y.toFixed(1)} ${x2},${y2}`;
}

function arcOf(edge) {
  const ties = tiesShown(edge);
  const lit = map.lit?.edges.has(edge.id);
  const mood = lit ? " lit" : map.lit ? " faint" : "";
  const d = bow(edge);
  const width = edge.standing === "potential" ? 0.6 + 0.6 * weightOf(ties) : 1.8 + ties.length * 0.7;
  return draw("g", { "data-edge": edge.id }, draw("path", { class: `arc ${edge.standing}${mood}`, d, "stroke-width": width + (lit ? 1 : 0) }),
    draw("path", { class: "arc reach", d }));
}

function paint() {
  const edges = [...map.edges.values()].filter((edge) => tiesShown(edge).length);
  edges.sort((a, b) => (map.lit?.edges.has(a.id) ?? 0) - (map.lit?.edges.has(b.id) ?? 0) || (a.standing < b.standing ? 1 : -1));
  arcs.replaceChildren(...edges.map(arcOf));
  for (const part of chart.querySelectorAll("[data-node]")) {
    const id = part.dataset.node;
    const count = areasOf(id);
    const out = leftOut(id);
    part.querySelector(".land")?.setAttribute("class", `land ${out ? "out" : `s${shade(Math.ceil(state.only.theme ? count : count / 2))}`}`);
    part.classList.toggle("chosen", id === state.chosen);
    part.classList.toggle("gone", !nodeShown(id));
    part.classList.toggle("faint", map.lit !== null && !map.lit.nodes.has(id));
    part.setAttribute("aria-pressed", String(id === state.chosen));
    writeName(part.querySelector(".name"), nameOf(id));
    part.querySelector(".figure").textContent = ` ${count}`;
    part.setAttribute("aria-label", `${nameOf(id)}: ${out ? word("left-out") : word("area-count", { n: count })}`);
  }
  chart.setAttribute("aria-label", word("county-label"));
}

const goAlong = (found, way) => goToNext(found, way);

// What the shades mean, for the legend.
function shadeKey() {
  const steps = state.only.theme ? [["0", 0], ["1", 1], ["2", 2], ["3", 3], ["4+", 4]] : [["0", 0], ["1–2", 1], ["3–4", 2], ["5–6", 3], ["7+", 4]];
  const row = (name, text) => make("div", { class: "row plainrow" }, make("span", { class: `swatch ${name}` }), make("span", { text }));
  const rows = steps.map(([text, s]) => row(`s${s}`, text));
  if ([...map.nodes.keys()].some(leftOut)) rows.push(row("out", word("left-out")));
  const title = state.only.theme ? word("shade-theme", { theme: nameOf(state.only.theme) }) : word("shade-all");
  return [make("fieldset", { class: "key" }, make("legend", { text: title }), ...rows)];
}

function drawing() {
  const [, , width, height] = chart.getAttribute("viewBox").split(" ").map(Number);
  return { parts: inked(chart), room: { left: 0, top: 0, right: width, bottom: height } };
}
