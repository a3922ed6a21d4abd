// The side panel: what is chosen, its facts, and each of its links with those who say so.

const panelBody = byId("panel-body");

// A name to press: it chooses its node and takes the reader, and the keyboard, to the panel.
function goTo(id) {
  const press = () => { choose(id); byId("panel").focus(); };
  return make("button", { type: "button", class: "goto", "data-goto": id, text: nameOf(id), on: press });
}

function kindLine(kind) {
  return make("p", { class: "kindline" }, glyph(kind), word(`kind-${kind}`));
}

// The links of a node, grouped by what they say: read forwards from it, or backwards towards it.
function groupsOf(id) {
  const found = new Map();
  for (const number of linksOf.get(id)) {
    const link = links[number];
    if (!passes(link)) continue;
    const forward = link.from === id;
    const text = (forward ? link.label : link.inverse)[state.lang];
    if (!found.has(text)) found.set(text, []);
    found.get(text).push({ link, other: forward ? link.to : link.from });
  }
  for (const rows of found.values()) rows.sort((a, b) => byName(a.other, b.other));
  return found;
}

// Where an area lies: the region beside its name, for two regions may have areas of the same name.
function whereabouts(id, here) {
  const { kind, group } = things.get(id);
  return kind.endsWith("area") && group && group !== here && things.has(group) ? ` (${nameOf(group)})` : "";
}

function nodePanel(id) {
  const thing = things.get(id);
  const facts = thing.facts.flatMap((fact) => [
    make("dt", { text: fact.term[state.lang] ?? fact.term.sv }), make("dd", { text: fact.value[state.lang] ?? fact.value.sv }),
  ]);
  const parts = [make("h3", { text: nameOf(id) }), kindLine(thing.kind)];
  if (facts.length) parts.push(make("dl", {}, ...facts));
  let shown = 0;
  for (const [text, rows] of groupsOf(id)) {
    shown += rows.length;
    const items = rows.map(({ link, other }) => make("li", {}, goTo(other), whereabouts(other, id), ...grounds(link)));
    parts.push(make("h4", { text: `${text} (${rows.length})` }), make("ul", { class: "rows" }, ...items));
  }
  const hidden = linksOf.get(id).length - shown;
  if (hidden) parts.push(make("p", { class: "note", text: word("hidden-links", { n: hidden }) }));
  return parts;
}

// A link of the overview: the areas behind it, each with what states it and what ties it to the theme.
function bundlePanel(edge) {
  const region = edge.from, theme = edge.to;
  const items = tiesShown(edge).map((number) => {
    const tie = links[number];
    return make("li", {}, goTo(tie.from), ...grounds(homeOf(tie.from, region)), ...grounds(tie));
  });
  const count = items.length === 1 ? word("area-count-1") : word("area-count", { n: items.length });
  return [
    make("h3", { text: word("areas-within", { region: nameOf(region), theme: nameOf(theme) }) }),
    make("p", { class: "kindline", text: count }), make("ul", { class: "rows" }, ...items),
    make("div", { class: "actions" }, goTo(region), goTo(theme)),
  ];
}

function linkPanel(edge) {
  const link = links[edge.ties[0]];
  return [
    make("h3", { text: `${nameOf(link.from)} – ${link.label[state.lang]} – ${nameOf(link.to)}` }),
    make("div", {}, ...grounds(link)), make("div", { class: "actions" }, goTo(link.from), goTo(link.to)),
  ];
}

function startPanel() {
  const busiest = [...map.nodes.keys()].filter((id) => map.around.get(id).size && nodeShown(id))
    .sort((a, b) => map.around.get(b).size - map.around.get(a).size || byName(a, b)).slice(0, 5);
  return [make("p", { class: "note", text: word("nothing") }), make("div", { class: "starts" }, ...busiest.map(goTo))];
}

function showPanel() {
  const edge = state.bundle && map.edges.get(state.bundle);
  const actions = make("div", { class: "actions" });
  if (state.chosen && state.view === "overview") actions.append(make("button", { type: "button", class: "plain", "data-action": "full", text: word("in-view"), on: () => setView("full") }));
  if (state.chosen || edge) actions.append(make("button", { type: "button", class: "plain", "data-action": "clear", text: word("clear"), on: () => { choose(null); box.focus(); } }));
  const parts = edge ? (state.view === "overview" ? bundlePanel(edge) : linkPanel(edge)) : state.chosen ? nodePanel(state.chosen) : startPanel();
  panelBody.replaceChildren(...parts, ...(actions.childElementCount ? [actions] : []));
  byId("panel").scrollTop = 0;
}
