// Everything in view as two tables, under the same filters: the way in without a pointer or a canvas.

const sheets = byId("tables");

function sheet(caption, heads, rows) {
  const head = make("tr", {}, ...heads.map((text) => make("th", { scope: "col", text })));
  return make("div", { class: "sheet" }, make("table", {}, make("caption", { text: `${caption} (${rows.length})` }), make("thead", {}, head), make("tbody", {}, ...rows)));
}

function nodeRow(id) {
  const count = linksOf.get(id).filter((number) => passes(links[number])).length;
  return make("tr", {}, make("td", {}, goTo(id), whereabouts(id, null)), make("td", { text: word(`kind-${things.get(id).kind}`) }), make("td", { class: "number", text: String(count) }));
}

function linkRow(link) {
  return make("tr", {}, make("td", {}, goTo(link.from), whereabouts(link.from, null)), make("td", { text: link.label[state.lang] }),
    make("td", {}, goTo(link.to), whereabouts(link.to, null)), make("td", {}, ...grounds(link)));
}

// Filled when it is open; every node and link, whichever view is drawn.
function showTables() {
  if (!sheets.open) { byId("tables-body").replaceChildren(); return; }
  const nodes = [...things.keys()].filter(nodeShown)
    .sort((a, b) => content.kinds.indexOf(things.get(a).kind) - content.kinds.indexOf(things.get(b).kind) || byName(a, b));
  const shown = links.filter((link) => passes(link) && nodeShown(link.from) && nodeShown(link.to));
  byId("tables-body").replaceChildren(
    sheet(word("nodes"), [word("name"), word("kind"), word("link-count")], nodes.map(nodeRow)),
    sheet(word("links"), [word("from"), word("relation"), word("to"), word("says-who")], shown.map(linkRow)),
  );
}

sheets.addEventListener("toggle", showTables);
