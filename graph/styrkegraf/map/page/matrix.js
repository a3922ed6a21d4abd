// Regions by themes, as a table whose order shows the nesting.

const cells = new Map();

function head(id, scope) {
  const near = map.lit?.nodes.has(id) || id === state.chosen ? " near" : "";
  return make("th", { scope }, make("button", { type: "button", class: `goto${near}`, "data-node": id, tabindex: "-1", "aria-pressed": String(id === state.chosen), text: nameOf(id) }));
}

function prepare() {
  const rows = view().nodes.filter((node) => node.kind !== "theme").map((node) => node.id);
  const columns = view().nodes.filter((node) => node.kind === "theme").map((node) => node.id);
  Object.assign(map, { rows, columns });
  cells.clear();
  for (const edge of map.edges.values()) cells.set(`${edge.from} ${edge.to}`, edge);
}

function cell(row, column) {
  const edge = cells.get(`${row} ${column}`);
  const count = edge ? tiesShown(edge).length : 0;
  if (!count) return make("td");
  const label = `${nameOf(row)}, ${nameOf(column)}: ${word("area-count", { n: count })}`;
  const colour = map.lit && !map.lit.edges.has(edge.id) ? "faint" : `s${shade(count)}`;
  const button = make("button", { type: "button", class: `${colour}${edge.id === state.bundle ? " chosen" : ""}`, "data-edge": edge.id, tabindex: "-1", "aria-label": label, text: String(count) });
  return make("td", {}, button);
}

// The table of now: drawn anew, since it is small, with the keyboard kept where it was.
function paint() {
  const held = foundAt(document.activeElement);
  const rows = map.rows.filter(nodeShown), columns = map.columns.filter(nodeShown);
  const sum = (id) => String([...map.around.get(id)].filter(shownEdge).length);
  const top = make("tr", {}, make("td", { class: "sum" }), ...columns.map((id) => head(id, "col")), make("th", { scope: "col", class: "sum" }, make("span", { text: word("theme-sum") })));
  const body = rows.map((row) => make("tr", {}, head(row, "row"), ...columns.map((column) => cell(row, column)), make("td", { class: "sum", text: sum(row) })));
  const foot = make("tr", {}, make("th", { scope: "row", class: "sum", text: word("region-sum") }), ...columns.map((id) => make("td", { class: "sum", text: sum(id) })), make("td", { class: "sum" }));
  const caption = make("caption", { class: "unseen", text: word("matrix-label") });
  box.replaceChildren(make("table", { class: "matrix" }, caption, make("thead", {}, top), make("tbody", {}, ...body, foot)));
  const stop = (held && partFor(held)) ?? box.querySelector("[data-edge], [data-node]");
  makeStop(stop);
  if (held) stop?.focus({ preventScroll: true });
}

const partFor = ({ node, edge }) => box.querySelector(edge ? `[data-edge="${CSS.escape(edge)}"]` : `[data-node="${CSS.escape(node)}"]`);

// The next button in a direction, over the empty cells.
function goAlong(found, [dx, dy]) {
  const from = partFor(found).closest("th, td");
  let row = from.parentElement.rowIndex, column = from.cellIndex;
  const table = box.querySelector("table");
  for (;;) {
    row += dy; column += dx;
    const next = table.rows[row]?.cells[column];
    if (!next) return;
    const button = next.querySelector("button");
    if (button) { makeStop(button); button.focus(); return; }
  }
}

const shadeKey = () => [make("fieldset", { class: "key" }, make("legend", { text: word("shade-cell") }),
  ...[["1", 1], ["2", 2], ["3", 3], ["4+", 4]].map(([text, s]) => make("div", { class: "row plainrow" }, make("span", { class: `swatch s${s}` }), make("span", { text }))))];

// The matrix as a drawing.
function drawing() {
  const rows = map.rows.filter(nodeShown), columns = map.columns.filter(nodeShown);
  const size = 26, parts = [], text = { "font-family": "sans-serif", "font-size": 13, fill: colourNow("ink") };
  rows.forEach((row, r) => {
    parts.push(draw("text", { ...text, x: -8, y: r * size + 18, "text-anchor": "end", text: nameOf(row) }));
    columns.forEach((column, c) => {
      const edge = cells.get(`${row} ${column}`);
      const count = edge ? tiesShown(edge).length : 0;
      parts.push(draw("rect", { x: c * size, y: r * size, width: size - 2, height: size - 2, fill: colourNow(`shade${shade(count)}`) }));
      if (count) parts.push(draw("text", { ...text, x: c * size + size / 2 - 1, y: r * size + 17, "text-anchor": "middle", fill: getComputedStyle(partFor({ edge: edge.id })).color, text: String(count) }));
    });
  });
  columns.forEach((column, c) => parts.push(draw("text", { ...text, transform: `translate(${c * size + 17} -8) rotate(-90)`, text: nameOf(column) })));
  return { parts, room: { left: -170, top: -260, right: columns.length * size + 10, bottom: rows.length * size + 10 } };
}
