// The choices above the map: what to keep of it, how to colour and size it, and how strong a link must be.

const SMALLEST = 2; // a choice between fewer values is none

function option(value, text, chosen) {
  const element = make("option", { value, text });
  element.selected = chosen;
  return element;
}

function select(name, label, rows, chosen, change) {
  const list = make("select", { "data-choice": name }, ...rows.map(([value, text]) => option(value, text, value === chosen)));
  list.addEventListener("change", () => {
    change(list.value);
    byId("choices").querySelector(`[data-choice="${name}"]`)?.focus();
  });
  return make("label", chosen && chosen !== rows[0][0] ? { "data-set": "" } : {}, label, list);
}

function facetChoice([facet, values]) {
  const texts = values.map(({ value, label }) => [value, inLang(label)]).sort((a, b) => a[1].localeCompare(b[1], state.lang));
  return select(facet, word(`only-${facet}`), [["", word("all")], ...texts], state.only[facet] ?? "", (value) => {
    if (value) state.only[facet] = value; else delete state.only[facet];
    filtered();
  });
}

function colourChoice() {
  const names = ["kind", ...Object.keys(content.groupings)];
  return select("colour", word("colour"), names.map((name) => [name, word(`colour-${name}`)]), state.colour, (value) => { state.colour = value; filtered(); });
}

function sizeChoice() {
  const names = ["same", ...Object.keys(content.measures)];
  return select("size", word("size"), names.map((name) => [name, word(`size-${name}`)]), state.size, (value) => { state.size = value; filtered(); });
}

function leastChoice() {
  const input = make("input", { type: "range", min: "1", max: String(content.least.most), step: "1", "data-choice": "least" });
  input.value = String(state.least);
  const text = make("span", { text: word("least", { n: state.least }) });
  input.addEventListener("input", () => {
    state.least = Number(input.value);
    text.textContent = word("least", { n: state.least });
    refresh();
    showAll({ sliding: true });
  });
  return make("label", {}, text, input);
}

function showChoices() {
  const rows = FACETS.map((facet) => [facet, content.facets?.[facet] ?? []]).filter(([, values]) => values.length >= SMALLEST).map(facetChoice);
  if (content.groupings && !bundled()) rows.push(colourChoice());
  if (content.measures && !bundled()) rows.push(sizeChoice());
  if (content.least?.most > 1 && !content.apart && state.view !== "stated") rows.push(leastChoice());
  byId("choices").replaceChildren(...rows);
}

// In words, what the map is narrowed to, for the title of a drawing.
function filterText() {
  const kept = Object.entries(state.only).map(([facet, value]) => `${word(`only-${facet}`)}: ${inLang(content.facets[facet].find((one) => one.value === value)?.label)}`);
  if (state.steps && state.chosen) kept.push(`${nameOf(state.chosen)}: ${word("steps", { n: state.steps })}`);
  if (content.least && state.view !== "stated") kept.push(word("least", { n: state.least }));
  return kept.join("; ");
}

// On a narrow screen the choices are folded up, so that the map is seen first; unless some are made already.
const narrowPage = matchMedia("(max-width: 34rem)");
function foldChoices() {
  byId("filters").open = !narrowPage.matches || Object.keys(state.only).length > 0;
}

const viewText = () => (content.order.length > 1 ? word(state.view) : "");
