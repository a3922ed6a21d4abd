// The legend is the filter: each entry shows its sign, its name and how many there are, and can be switched off.

const DEGREES = { high: "●●●", medium: "●●○", low: "●○○", none: "–" };

function tally(of) {
  const counts = new Map();
  const count = (key) => counts.set(key, (counts.get(key) ?? 0) + 1);
  if (of === "kind") { for (const id of map.nodes.keys()) count(things.get(id).kind); return counts; }
  const numbers = new Set([...map.edges.values()].flatMap((edge) => edge.ties));
  for (const number of numbers) count(of === "layer" ? links[number].layer : certainty(links[number]));
  return counts;
}

function entry(of, value, count) {
  const off = state.off[of];
  const input = make("input", { type: "checkbox", "data-filter": of, value });
  input.checked = !off.has(value);
  input.addEventListener("change", () => {
    if (input.checked) off.delete(value); else off.add(value);
    filtered();
    byId("legend").querySelector(`[data-filter="${of}"][value="${value}"]`).focus();
  });
  const sign = of === "confidence" ? make("span", { class: "degree", "aria-hidden": "true", text: DEGREES[value] }) : glyph(value);
  const name = make("span", { class: off.has(value) ? "off" : "", text: word(`${of}-${value}`) });
  return make("label", { class: "row" }, input, sign, name, make("span", { class: "count", text: String(count) }));
}

// The groups that colours stand for, each with its letter.
function groupKey() {
  const counts = new Map();
  for (const id of shownNodes()) { const group = groupOf(id); if (group !== null) counts.set(group, (counts.get(group) ?? 0) + 1); }
  const rows = grouping().groups.map((label, group) => counts.has(group) && make("div", { class: "row plainrow" },
    make("span", { class: `swatch g${shadeOf(group)}`, text: letterOf(group) }), make("span", { text: inLang(label) }), make("span", { class: "count", text: String(counts.get(group)) })));
  return make("fieldset", { class: "key", "data-key": "group" }, make("legend", { text: word(`colour-${state.colour}`) }), ...rows.filter(Boolean));
}

// The two kinds of links between regions, which are never mixed.
function standingKey() {
  const rows = ["documented", "potential"].flatMap((standing) => {
    const edges = [...map.edges.values()].filter((edge) => edge.standing === standing);
    if (!edges.length) return [];
    const count = edges.filter((edge) => tiesShown(edge).length).length;
    return make("div", { class: "row plainrow", "data-standing": standing }, glyph(standing), make("span", { text: word(`standing-${standing}`) }), make("span", { class: "count", text: String(count) }));
  });
  return make("fieldset", { class: "key", "data-key": "standing" }, make("legend", { text: word("standing") }), ...rows);
}

function showLegend() {
  const order = { kind: content.kinds, layer: content.layers, confidence: [...content.confidences, "none"] };
  const keys = Object.entries(order).map(([of, values]) => {
    const counts = tally(of);
    const rows = values.filter((value) => counts.has(value)).map((value) => entry(of, value, counts.get(value)));
    return make("fieldset", { class: "key", "data-key": of }, make("legend", { text: word(of) }), ...rows);
  });
  if (grouping()) keys.splice(1, 0, groupKey());
  if ([...map.edges.values()].some((edge) => edge.standing)) keys.unshift(standingKey());
  if (typeof shadeKey === "function") keys.unshift(...shadeKey());
  const reset = make("button", { type: "button", class: "plain", "data-action": "reset", text: word("reset"), on: () => { showEverything(); filtered(); } });
  byId("legend").replaceChildren(...keys, ...(narrowed() ? [make("div", { class: "actions" }, reset)] : []));
}

const narrowed = () => Object.values(state.off).some((off) => off.size) || Object.keys(state.only).length > 0 || state.removed !== null || (state.steps > 0 && state.chosen !== null);

function showEverything() {
  Object.values(state.off).forEach((off) => off.clear());
  Object.assign(state, { only: {}, removed: null, steps: 0 });
}

function showStatus() {
  const nodes = shownNodes().size;
  const edges = [...map.edges.keys()].filter(shownEdge).length;
  const said = [word("shown", { nodes, edges })];
  if (state.chosen) said.push(word("selected", { name: nameOf(state.chosen) }));
  if (!nodes || (!edges && map.edges.size)) said.push(word("none-left"));
  if (map.nodes.size > MANY) said.push(word("crowded"));
  byId("status").textContent = said.join(" ");
  if (box.getAttribute("role") === "application") box.setAttribute("aria-label", word("map-label", { nodes, edges }));
}
