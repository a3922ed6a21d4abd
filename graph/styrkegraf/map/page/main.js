// What the reader does, and what follows from it.

function showAll({ sliding = false } = {}) {
  if (!sliding) showChoices();
  showPanel();
  showLegend();
  showStatus();
  showTables();
  remember(sliding ? "sliding" : null);
}

const viewWith = (id) => content.order.find((name) => content.views[name].nodes.some((node) => node.id === id));

// Choose a node, or nothing. One that the view does not hold, or the filters hide, is shown where it is.
function choose(id, movement) {
  state.chosen = id;
  state.bundle = null;
  query.value = "";
  stale();
  if (id && !map.nodes.has(id)) { setView(viewWith(id)); return; }
  if (id && !admitted(id)) { state.off.kind.delete(things.get(id).kind); if (!admitted(id)) state.only = {}; filtered(); }
  refresh();
  if (id) bringIntoView(id);
  showPanel();
  showStatus();
  if (state.steps) { showLegend(); showTables(); }
  remember(movement);
}

function chooseEdge(id) {
  state.chosen = null;
  state.bundle = id;
  query.value = "";
  refresh();
  showPanel();
  showStatus();
  remember();
}

function setView(name) {
  state.view = name;
  state.bundle = null;
  if (state.chosen && !view().nodes.some((node) => node.id === state.chosen)) state.chosen = null;
  showView();
}

function showView() {
  state.pointed = null;
  tip.hidden = true;
  build();
  refresh();
  if (state.chosen) bringIntoView(state.chosen);
  for (const button of document.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === state.view));
  byId("note").textContent = word(`${state.view}-note`);
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
  for (const button of document.querySelectorAll(".segments [data-lang]")) button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
  byId("note").textContent = word(`${state.view}-note`);
  tip.hidden = true;
  filtered();
}

function onPaper(on) {
  document.documentElement.toggleAttribute("data-paper", on);
  if (on) document.documentElement.style.setProperty("--shape", String(box.clientWidth / box.clientHeight));
  recolour();
}

// Listen to the buttons, the browser and the printer; once the map is drawn.
function attend() {
  for (const button of document.querySelectorAll("[data-view]")) button.addEventListener("click", () => setView(button.dataset.view));
  for (const button of document.querySelectorAll(".segments [data-lang]")) button.addEventListener("click", () => setLanguage(button.dataset.lang));
  for (const button of document.querySelectorAll("[data-export]")) button.addEventListener("click", () => SAVE[button.dataset.export]());
  byId("panel").addEventListener("keydown", (event) => { if (event.key === "Escape" && (state.chosen || state.bundle)) clear(); });
  narrowPage.addEventListener("change", foldChoices);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
  addEventListener("beforeprint", () => onPaper(true));
  addEventListener("afterprint", () => onPaper(false));
  addEventListener("hashchange", follow);
}

async function begin() {
  readColours();
  recall();
  foldChoices();
  await prepareSurface();
  showView();
  for (const element of document.querySelectorAll(".waiting")) element.classList.remove("waiting");
  attend();
  window.styrkegrafMap.ready = true;
}

// What a test or a curious reader may look at.
window.styrkegrafMap = {
  ready: false,
  state,
  shown: () => ({ nodes: [...map.nodes.keys()].filter(nodeShown), edges: [...map.edges.keys()].filter(shownEdge) }),
  drawn: () => held(),
  engine: () => map.engine.name,
  place: (id) => map.engine.toBox({ x: map.nodes.get(id).spot[0], y: map.nodes.get(id).spot[1] }),
  scale: () => map.engine.scale(),
};
begin();
