// What is on the map as two tables, under the same filters: the way in without a pointer or a canvas.

const sheets = byId("tables");

function sheet(caption, heads, rows) {
  const head = make("tr", {}, ...heads.map((text) => make("th", { scope: "col", text })));
  return make("div", { class: "sheet", tabindex: "0", role: "region", "aria-label": caption },
    make("table", {}, make("caption", { text: `${caption} (${word("row-count", { n: rows.length })})` }), make("thead", {}, head), make("tbody", {}, ...rows)));
}

// A cell: its text, for a file, and what stands in the page.
const plain = (text) => ({ text, shown: () => [text] });
const thing = (id) => ({ text: nameOf(id) + whereabouts(id, null), shown: () => [goTo(id), whereabouts(id, null)] });

// The columns of nodes: name, kind, links; then group and measure, where the reader asked for them.
function nodeTable() {
  const ids = [...shownNodes()].sort((a, b) => content.kinds.indexOf(things.get(a).kind) - content.kinds.indexOf(things.get(b).kind) || byName(a, b));
  const more = [];
  if (grouping()) more.push([word(`colour-${state.colour}`), (id) => plain(groupOf(id) === null ? "–" : inLang(grouping().groups[groupOf(id)]))]);
  const measured = measure() ? [[state.size, measure()]] : Object.entries(content.measures ?? {}).slice(0, 1);
  for (const [name, one] of measured) more.push([word(`size-${name}`), (id) => plain(measureText(one.of[id]))]);
  const heads = [word("name"), word("kind"), word("link-count"), ...more.map(([head]) => head)];
  const rows = ids.map((id) => [thing(id), plain(word(`kind-${things.get(id).kind}`)), plain(String([...map.around.get(id)].filter(shownEdge).length)), ...more.map(([, cell]) => cell(id))]);
  return { heads, rows };
}

// The columns of links: ends, what the link says, what it goes via, and who says so. A bundle has a row for each area.
// With a standing, the links of that standing only.
function linkTable(standing) {
  const rows = [];
  const weighed = content.links.some((link) => link.standing);
  const edges = [...map.edges.values()].filter((edge) => !standing || edge.standing === standing);
  edges.sort((a, b) => (a.standing ?? "").localeCompare(b.standing ?? ""));
  for (const edge of edges) {
    for (const number of tiesShown(edge)) {
      const link = links[number];
      const ends = bundled() ? [edge.from, edge.to] : [link.from, link.to];
      const via = bundled() ? [thing(link.from)] : weighed ? [plain(word(`standing-${link.standing}`)), plain(figure(link.weight ?? 1)), plain(viaText(link))] : [];
      const home = bundled() ? homeOf(link.from, edge.from) : null;
      const who = { text: [home && groundsText(home), groundsText(link)].filter(Boolean).join("; "), shown: () => [...(home ? grounds(home) : []), ...grounds(link)] };
      rows.push([thing(ends[0]), plain(bundled() ? word("has-areas") : inLang(link.label)), thing(ends[1]), ...via, plain(word(`layer-${link.layer}`)), plain(word(`confidence-${certainty(link)}`)), who]);
    }
  }
  const middle = bundled() ? [word("kind-area")] : weighed ? [word("standing"), word("weight"), word("via")] : [];
  return { heads: [word("from"), word("relation"), word("to"), ...middle, word("layer"), word("confidence"), word("says-who")], rows };
}

const rowOf = (row) => make("tr", {}, ...row.map((cell) => make("td", {}, ...cell.shown())));

// Filled when it is open. On paper the tables stand where the reader has opened them, not where the printer has.
function showTables() {
  if (!document.documentElement.hasAttribute("data-paper")) sheets.toggleAttribute("data-read", sheets.open);
  if (!sheets.open) { byId("tables-body").replaceChildren(); return; }
  const nodes = nodeTable();
  const standings = [...new Set([...map.edges.values()].map((edge) => edge.standing))].sort();
  const ties = standings.map((standing) => {
    const { heads, rows } = linkTable(standing);
    return sheet(word(standing ? `standing-${standing}` : "links"), heads, rows.map(rowOf));
  });
  byId("tables-body").replaceChildren(sheet(word("nodes"), nodes.heads, nodes.rows.map(rowOf)), ...ties);
}

sheets.addEventListener("toggle", showTables);
