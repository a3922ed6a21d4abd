// What the reader does, and what follows from it.

function showAll() {
  showPanel();
  showLegend();
  showStatus();
  showTables();
}

// Choose a node, or nothing. A node that the overview does not hold is shown in the full graph.
function choose(id) {
  state.chosen = id;
  state.bundle = null;
  query.value = "";
  if (id && state.off.kind.delete(things.get(id).kind)) filtered();
  if (id && !map.nodes.has(id)) { setView("full"); return; }
  refresh();
  if (id) bringIntoView(id);
  showPanel();
  showStatus();
}

function chooseEdge(id) {
  state.chosen = null;
  state.bundle = id;
  query.value = "";
  refresh();
  showPanel();
  showStatus();
}

function setView(view) {
  state.view = view;
  state.bundle = null;
  state.pointed = null;
  tip.hidden = true;
  if (view === "overview" && state.chosen && !content.views.overview.nodes.some((node) => node.id === state.chosen)) state.chosen = null;
  build();
  refresh();
  if (state.chosen) bringIntoView(state.chosen);
  byId("note").textContent = word(`${view}-note`);
  for (const button of document.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === view));
  showAll();
}

function filtered() {
  refresh();
  showAll();
}

// Another language keeps the view, the place and the choice.
function setLanguage(lang) {
  state.lang = lang;
  document.documentElement.lang = lang;
  document.title = `${content.title[lang]} – Styrkegraf`;
  byId("title").textContent = content.title[lang];
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll("[data-word-label]")) element.setAttribute("aria-label", word(element.dataset.wordLabel));
  for (const element of document.querySelectorAll("[data-word-placeholder]")) element.setAttribute("placeholder", word(element.dataset.wordPlaceholder));
  for (const button of document.querySelectorAll("[data-lang]")) button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
  byId("note").textContent = word(`${state.view}-note`);
  tip.hidden = true;
  refresh();
  showAll();
}

function recolour() {
  readColours();
  refresh();
}

function onPaper(on) {
  document.documentElement.toggleAttribute("data-paper", on);
  recolour();
}

readColours();
build();
listen();
refresh();
showAll();
for (const button of document.querySelectorAll("[data-view]")) button.addEventListener("click", () => setView(button.dataset.view));
for (const button of document.querySelectorAll("[data-lang]")) button.addEventListener("click", () => setLanguage(button.dataset.lang));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
addEventListener("beforeprint", () => { sheets.open = true; onPaper(true); });
addEventListener("afterprint", () => onPaper(false));

// What a test or a curious reader may look at.
window.styrkegrafMap = {
  ready: true,
  state,
  shown: () => ({ nodes: [...map.nodes.keys()].filter(nodeShown), edges: [...map.edges.keys()].filter(shownEdge) }),
  place: (id) => map.network.canvasToDOM({ x: map.nodes.get(id).spot[0], y: map.nodes.get(id).spot[1] }),
  scale: () => map.network.getScale(),
};
