// The counties of Sweden: shades for strength areas, arcs for the links between regions.

const chart = box.querySelector("svg");
const arcs = chart?.querySelector(".arcs");

// The part of a count that a choice of theme leaves: the areas of the county in that theme, or all it has.
const areasOf = (id) => (state.only.theme ? content.areas[id]?.[state.only.theme] ?? 0 : content.areas[id]?.all ?? 0);

function prepare() {
  arcs.replaceChildren();
  makeStop(chart.querySelector("[data-node]"));
}

// A long name in two lines, so that it fits beside the country on a narrow screen.
function writeName(text, name) {
  const [label, more] = text.querySelectorAll(".label");
  const [, first, second] = (name.length > 14 && name.match(/^(.+?[\s-])(.+)$/)) || [null, name, ""];
  label.textContent = first;
  more.textContent = second;
  more.setAttribute("dy", second ? ".95em" : "0");
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
    part.querySelector(".land")?.setAttribute("class", `land s${nodeShown(id) ? shade(Math.ceil(state.only.theme ? count : count / 2)) : 0}`);
    part.classList.toggle("chosen", id === state.chosen);
    part.classList.toggle("faint", !nodeShown(id) || (map.lit !== null && !map.lit.nodes.has(id)));
    writeName(part.querySelector(".name"), nameOf(id));
    part.querySelector(".figure").textContent = ` ${count}`;
    part.setAttribute("aria-label", `${nameOf(id)}: ${count === 1 ? word("area-count-1") : word("area-count", { n: count })}`);
  }
  chart.setAttribute("aria-label", word("county-label"));
}

function goAlong(found, way) {
  state.chosen = found.node ?? state.chosen;
  const next = step(way);
  if (!next) return;
  choose(next);
  makeStop(partOf(next));
  partOf(next).focus();
}

// What the shades mean, for the legend.
function shadeKey() {
  const steps = state.only.theme ? [["0", 0], ["1", 1], ["2", 2], ["3", 3], ["4+", 4]] : [["0", 0], ["1–2", 1], ["3–4", 2], ["5–6", 3], ["7+", 4]];
  const rows = steps.map(([text, s]) => make("div", { class: "row plainrow" }, make("span", { class: `swatch s${s}` }), make("span", { text })));
  const title = state.only.theme ? word("shade-theme", { theme: nameOf(state.only.theme) }) : word("shade-all");
  return [make("fieldset", { class: "key" }, make("legend", { text: title }), ...rows)];
}

// The map as it stands, with the colours of now written into it.
function drawing() {
  const copy = chart.cloneNode(true);
  const from = chart.querySelectorAll("*"), to = copy.querySelectorAll("*");
  from.forEach((part, i) => {
    const style = getComputedStyle(part);
    for (const name of ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-family", "font-size", "font-weight"]) to[i].setAttribute(name, style.getPropertyValue(name));
    for (const name of ["class", "tabindex", "role", "aria-label", "data-node", "data-edge"]) to[i].removeAttribute(name);
  });
  for (const hit of [...to].filter((part) => part.getAttribute("stroke") === "rgba(0, 0, 0, 0)" && part.tagName === "path")) hit.remove();
  const [, , width, height] = chart.getAttribute("viewBox").split(" ").map(Number);
  return { parts: [...copy.childNodes], room: { left: 0, top: 0, right: width, bottom: height } };
}
