// The legend is the filter: each entry shows its sign, its name and how many there are, and can be switched off.

const DEGREES = { high: "●●●", medium: "●●○", low: "●○○", none: "–" };

// How many there are of each value, and how many of them are shown.
function tallied(all, shown, valueOf) {
  const counts = new Map();
  for (const one of all) {
    const count = counts.get(valueOf(one)) ?? { all: 0, shown: 0 };
    count.all += 1;
    if (shown.has(one)) count.shown += 1;
    counts.set(valueOf(one), count);
  }
  return counts;
}

const countCell = ({ shown, all }) => make("span", { class: "count", text: shown === all ? String(all) : word("part", { shown, all }) });

function tally(of) {
  if (of === "kind") return tallied(map.nodes.keys(), shownNodes(), (id) => things.get(id).kind);
  const edges = [...map.edges.values()];
  return tallied(new Set(edges.flatMap((edge) => edge.ties)), new Set(edges.flatMap(tiesShown)), (number) => (of === "layer" ? links[number].layer : certainty(links[number])));
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
  return make("label", { class: "row" }, input, sign, name, countCell(count));
}

// The groups that colours stand for, each with its letter.
function groupKey() {
  const counts = tallied(map.nodes.keys(), shownNodes(), groupOf);
  const rows = grouping().groups.map((label, group) => counts.get(group)?.shown && make("div", { class: "row plainrow" },
    make("span", { class: `swatch g${shadeOf(group)}`, text: letterOf(group) }), make("span", { text: inLang(label) }), countCell(counts.get(group))));
  return make("fieldset", { class: "key", "data-key": "group" }, make("legend", { text: word(`colour-${state.colour}`) }), ...rows.filter(Boolean));
}

// The two kinds of links between regions, which are never mixed.
function standingKey() {
  const counts = tallied(map.edges.keys(), new Set([...map.edges.keys()].filter(shownEdge)), (id) => map.edges.get(id).standing);
  const rows = ["documented", "potential"].filter((standing) => counts.has(standing)).map((standing) => make("div", { class: "row plainrow", "data-standing": standing },
    glyph(standing), make("span", { text: word(`standing-${standing}`) }), countCell(counts.get(standing))));
  return make("fieldset", { class: "key", "data-key": "standing" }, make("legend", { text: word("standing") }), ...rows);
}

function showLegend() {
  const order = { kind: content.kinds, layer: content.layers, confidence: [...content.confidences, "none"] };
  const keys = Object.entries(order).map(([of, values]) => {
    const counts = tally(of);
    const rows = values.filter((value) => counts.has(value)).map((value) => entry(of, value, counts.get(value)));
    return rows.length && make("fieldset", { class: "key", "data-key": of }, make("legend", { text: word(of) }), ...rows);
  }).filter(Boolean);
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
  const counts = { nodes: word("node-count", { n: nodes }), edges: word("edge-count", { n: edges }) };
  const said = [word("shown", counts)];
  if (state.chosen) said.push(word("selected", { name: nameOf(state.chosen) }));
  if (!nodes || (!edges && map.edges.size)) said.push(word(belowLeast() ? "below-least" : nodes ? "no-link-left" : "none-left"));
  if (nodes) delete box.parentElement.dataset.empty; else box.parentElement.dataset.empty = word("none-left");
  if (map.nodes.size > MANY) said.push(word("crowded"));
  byId("status").textContent = said.join(" ");
  if (box.getAttribute("role") === "application") box.setAttribute("aria-label", word("map-label", counts));
}
