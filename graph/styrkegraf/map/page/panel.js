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

// The page of a thing, where it has one.
function pageLink(id) {
  const href = address(known(id)?.page);
  return href ? make("a", { class: "page", href, text: word("open-page") }) : null;
}

// How much of a measure, with the bounds of its interval where they are known.
const measureText = (values) => (!values ? "–" : values.length < 3 ? figure(values[0]) : word("interval", { v: figure(values[0]), low: figure(values[1]), high: figure(values[2]) }));

function measureRows(id) {
  return Object.entries(content.measures ?? {}).filter(([, one]) => one.of[id]).flatMap(([name, one]) => [make("dt", { text: word(`size-${name}`) }), make("dd", { text: measureText(one.of[id]) })]);
}

function groupRows(id) {
  return Object.entries(content.groupings ?? {}).filter(([, one]) => one.of[id] !== undefined).flatMap(([name, one]) => {
    const share = one.support?.[id];
    const text = inLang(one.groups[one.of[id]]) + (share === undefined ? "" : ` (${word("support", { p: Math.round(share * 100) })})`);
    return [make("dt", { text: word(`colour-${name}`) }), make("dd", { text })];
  });
}

// What our sources do not say: a region for which none of them documents a collaboration.
const isSilent = (id) => !linksOf.get(id).some((number) => links[number].standing === "documented");
const silenceOf = (id) => (content.least && isSilent(id) ? [make("p", { class: "told", text: word("silent-one", { name: nameOf(id) }) })] : []);

// How far around the chosen node the map goes.
function stepButtons() {
  const buttons = [0, 1, 2, 3].map((n) => make("button", { type: "button", "data-steps": String(n), "aria-pressed": String(state.steps === n), text: n ? String(n) : word("everything"), on: () => {
    state.steps = n;
    filtered();
    panelBody.querySelector(`[data-steps="${n}"]`).focus();
  } }));
  return make("div", { class: "steps" }, make("span", { id: "steps-label", text: word("around") }), make("div", { class: "segments", role: "group", "aria-labelledby": "steps-label" }, ...buttons));
}

// What is lost to the others when a node is gone, computed beforehand.
function removalParts(id) {
  const loss = content.removals?.[id];
  if (!loss) return [];
  const gone = state.removed === id;
  const button = make("button", { type: "button", class: "plain", "data-action": "remove", "aria-pressed": String(gone), text: word(gone ? "put-back" : "think-away"), on: () => {
    state.removed = gone ? null : id;
    filtered();
    panelBody.querySelector('[data-action="remove"]')?.focus();
  } });
  const parts = [make("p", { class: "told", text: word(loss.cut.length ? "cuts" : "cuts-none", { n: loss.cut.length, pairs: word("pair-count", { n: loss.pairs }) }) })];
  if (loss.efficiency !== null) parts.push(make("p", { class: "told", text: word("efficiency", { p: figure(loss.efficiency * 100) }) }));
  if (gone && loss.cut.length) parts.push(make("ul", { class: "rows", "data-list": "cut" }, ...[...loss.cut].sort(byName).map((one) => make("li", {}, goTo(one)))));
  return [make("h4", { text: word("without", { name: nameOf(id) }) }), ...(gone ? parts : []), make("div", { class: "actions" }, button)];
}

// The links of a node, grouped by what they say: read forwards from it, or backwards towards it.
const edgeOf = (link) => `${link.standing} ${link.from} ${link.to}`;
const inThisView = (link) => !link.standing || map.edges.has(edgeOf(link));

// Whether the choices leave a link that leads to another node; one between regions must be drawn, too.
function isLeft(number, other) {
  const link = links[number];
  return admitted(other) && (link.standing ? tiesLeft(map.edges.get(edgeOf(link))).includes(number) : passes(link));
}

function groupsOf(id) {
  const found = new Map();
  for (const number of linksOf.get(id)) {
    const link = links[number];
    const forward = link.from === id, other = forward ? link.to : link.from;
    if (!inThisView(link) || !isLeft(number, other)) continue;
    const text = (forward ? link.label : link.inverse)[state.lang];
    if (!found.has(text)) found.set(text, []);
    found.get(text).push({ link, other });
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
  if (thing.bridging) parts.push(make("p", { class: "kindline", text: word(thing.bridging) }));
  parts.push(...[pageLink(id)].filter(Boolean), stepButtons(), ...silenceOf(id), ...removalParts(id));
  if (facts.length) parts.push(make("dl", {}, ...facts));
  let shown = 0;
  for (const [text, rows] of groupsOf(id)) {
    shown += rows.length;
    const items = rows.map(({ link, other }) => make("li", {}, goTo(other), whereabouts(other, id), ...viaParts(link), ...(link.standing ? [] : grounds(link))));
    parts.push(make("h4", { text: `${text} (${rows.length})` }), make("ul", { class: "rows" }, ...items));
  }
  const place = [...measureRows(id), ...groupRows(id)];
  if (place.length) parts.push(make("h4", { text: word("place") }), make("dl", {}, ...place));
  const hidden = linksOf.get(id).filter((number) => inThisView(links[number])).length - shown;
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
  return [
    make("h3", { text: word("areas-within", { region: nameOf(region), theme: nameOf(theme) }) }),
    make("p", { class: "kindline", text: word("area-count", { n: items.length }) }), make("ul", { class: "rows" }, ...items),
    make("div", { class: "actions" }, goTo(region), goTo(theme)),
  ];
}

// What the ends of a link have in common, each with a link to its page.
function viaParts(link) {
  if (!link.via?.length) return [];
  const names = [...link.via].sort(byName).flatMap((id, i) => {
    const href = address(known(id)?.page);
    return [i ? ", " : "", href ? make("a", { href, text: nameOf(id) }) : nameOf(id)];
  });
  return [make("span", { class: "source" }, `${word("via")}: `, ...names)];
}

function linkPanel(edge) {
  const first = links[edge.ties[0]];
  const ends = make("div", { class: "actions" }, goTo(first.from), goTo(first.to));
  if (!first.standing) return [make("h3", { text: `${nameOf(first.from)} – ${inLang(first.label)} – ${nameOf(first.to)}` }), make("div", {}, ...grounds(first)), ends];
  const items = tiesShown(edge).map((number) => make("li", {}, make("strong", { text: inLang(links[number].label) }), ...viaParts(links[number]), ...grounds(links[number])));
  return [
    make("h3", { text: `${nameOf(first.from)} – ${nameOf(first.to)}` }), make("p", { class: "kindline" }, glyph(edge.standing), word(`standing-${edge.standing}`)),
    make("ul", { class: "rows" }, ...items), ends,
  ];
}

function startPanel() {
  const busiest = [...map.nodes.keys()].filter((id) => map.around.get(id).size && nodeShown(id))
    .sort((a, b) => map.around.get(b).size - map.around.get(a).size || byName(a, b)).slice(0, 5);
  if (!busiest.length) return [make("p", { class: "note", text: word("nothing-linked") })];
  return [make("p", { class: "note", text: word("nothing") }), make("div", { class: "starts" }, ...busiest.map(goTo))];
}

// Nothing is chosen any more, and the keyboard is on the map again.
function clear() {
  choose(null);
  (box.querySelector('[tabindex="0"]') ?? box).focus();
}

function showPanel() {
  const edge = state.bundle && map.edges.get(state.bundle);
  const actions = make("div", { class: "actions" });
  if (state.chosen && state.view === "overview" && content.views.full) actions.append(make("button", { type: "button", class: "plain", "data-action": "full", text: word("in-view"), on: () => setView("full") }));
  if (state.chosen || edge) actions.append(make("button", { type: "button", class: "plain", "data-action": "clear", text: word("clear"), on: clear }));
  const parts = edge ? (bundled() ? bundlePanel(edge) : linkPanel(edge)) : state.chosen ? nodePanel(state.chosen) : startPanel();
  panelBody.replaceChildren(...parts, ...(actions.childElementCount ? [actions] : []));
  byId("panel").scrollTop = 0;
}
