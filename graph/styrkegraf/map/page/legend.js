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
  return make("label", {}, input, sign, name, make("span", { class: "count", text: String(count) }));
}

function showLegend() {
  const order = { kind: content.kinds, layer: content.layers, confidence: [...content.confidences, "none"] };
  const keys = Object.entries(order).map(([of, values]) => {
    const counts = tally(of);
    const rows = values.filter((value) => counts.has(value)).map((value) => entry(of, value, counts.get(value)));
    return make("fieldset", { class: "key", "data-key": of }, make("legend", { text: word(of) }), ...rows);
  });
  const reset = make("button", { type: "button", class: "plain", "data-action": "reset", text: word("reset"), on: () => {
    Object.values(state.off).forEach((off) => off.clear());
    filtered();
  } });
  const any = Object.values(state.off).some((off) => off.size);
  byId("legend").replaceChildren(...keys, ...(any ? [make("div", { class: "actions" }, reset)] : []));
}

function showStatus() {
  const nodes = [...map.nodes.keys()].filter(nodeShown).length;
  const edges = [...map.edges.keys()].filter(shownEdge).length;
  const said = [word("shown", { nodes, edges })];
  if (state.chosen) said.push(word("selected", { name: nameOf(state.chosen) }));
  byId("status").textContent = said.join(" ");
  box.setAttribute("aria-label", word("map-label", { nodes, edges }));
}
