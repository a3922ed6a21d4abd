/* The SPARQL page: the editor in place of the text field, questions put into it, and answers without leaving the page.

   The server draws everything, with JavaScript or without: an answer, a fault or a form is taken out of the page that
   it would have shown. So there is one table, one wording and one place where labels come from. */
"use strict";

(() => {
  const LONGEST = 6000; // characters of an address; longer queries are posted
  const at = (id) => document.getElementById(id);
  const form = at("query-form"), plain = at("query"), place = at("editor"), status = at("status");
  const { Yasqe } = globalThis.Yasgui;
  const prefixes = JSON.parse(place.dataset.prefixes);
  let running = null, wrong = null;

  /* The editor */

  styrkegraf.complete(Yasqe, place.dataset.terms, prefixes);

  function draw() {
    const keys = { "Ctrl-Enter": run, "Cmd-Enter": run, "Ctrl-S": run, Tab: false, "Shift-Tab": false };
    const made = new Yasqe(place, {
      value: plain.value, persistenceId: null, consumeShareLink: null, createShareableLink: null, showQueryButton: false,
      resizeable: false, editorHeight: "auto", autofocus: false, viewportMargin: Infinity, extraKeys: keys,
      screenReaderLabel: place.dataset.label, hintConfig: { container: at("main") },
    });
    made.showNotification = () => {};
    know(made);
    const field = made.getInputField();
    field.setAttribute("aria-label", place.dataset.label);
    field.setAttribute("aria-describedby", "keys");
    field.id = "query-editor";
    document.querySelector("label[for=query]").htmlFor = field.id;
    plain.hidden = true;
    at("keys").hidden = false;
    made.on("change", () => { plain.value = made.getValue(); unmark(); });
    made.on("autocompletionShown", () => name(field));
    made.on("autocompletionClose", () => field.removeAttribute("aria-controls"));
    return made;
  }

  /** The server knows our prefixes: the check takes them as declared. Completion declares them still, for other servers. */
  function know(made) {
    const mode = made.getMode();
    const { startState } = mode;
    mode.startState = () => ({ ...startState(), prefixes: Object.create(prefixes) });
    made.getPrefixesFromQuery = () => ({ ...Yasqe.prototype.getPrefixesFromQuery.call(made) });
    made.setValue(made.getValue()); // checked anew
    made.clearHistory();
  }

  /** Tell assistive technology that the list of suggestions belongs to the field. */
  function name(field) {
    const list = document.querySelector(".CodeMirror-hints");
    if (!list) return;
    list.setAttribute("aria-label", place.dataset.hint);
    if (list.id) field.setAttribute("aria-controls", list.id);
  }

  function unmark() {
    if (wrong) editor.removeLineClass(wrong, "background", "wrong-line");
    wrong = null;
  }

  /** Mark the line of the fault that is shown, and offer to go there. */
  function mark() {
    unmark();
    const fault = document.querySelector("#answer [data-line]");
    if (!fault) return;
    const [line, column] = [Number(fault.dataset.line) - 1, Number(fault.dataset.column) - 1];
    wrong = editor.addLineClass(line, "background", "wrong-line");
    const go = at("go-there");
    go.hidden = false;
    go.addEventListener("click", () => { editor.focus(); editor.setCursor({ line, ch: column }); });
  }

  /* What the server draws */

  async function fetched(address, options = {}) {
    const response = await fetch(address, { headers: { Accept: "text/html" }, ...options });
    return new DOMParser().parseFromString(await response.text(), "text/html");
  }

  function swap(id, page) {
    const fresh = page.getElementById(id);
    if (!fresh) throw new Error(id);
    at(id).replaceWith(document.adoptNode(fresh));
    return at(id);
  }

  function asked() {
    plain.value = editor.getValue();
    const state = new URLSearchParams(new FormData(form));
    if (state.get("format") === "html") state.delete("format");
    if (at("timeout").selectedIndex === 0) state.delete("timeout");
    return state;
  }

  async function run() {
    if (at("format").value !== "html") {
      plain.value = editor.getValue();
      plain.hidden = false;
      form.submit();
      plain.hidden = true;
      return;
    }
    running?.abort();
    const mine = (running = new AbortController());
    const state = asked();
    const address = `${form.action}?${state}`;
    const long = address.length > LONGEST;
    status.textContent = status.dataset.running;
    at("stop").hidden = false;
    try {
      const page = await fetched(long ? form.action : address, { signal: mine.signal, ...(long ? { method: "POST", body: state } : {}) });
      if (running !== mine) return;
      styrkegraf.sortable(swap("answer", page));
      if (!long && address !== location.href) history.pushState(null, "", address);
      status.textContent = at("answer").querySelector(".fault") ? "" : status.dataset.ready;
      mark();
    } catch (problem) {
      if (running === mine) status.textContent = problem.name === "AbortError" ? status.dataset.stopped : status.dataset.lost;
    }
    if (running === mine) { at("stop").hidden = true; running = null; }
  }

  /** Put a question of the library into the editor; what was there comes back with undo. */
  async function insert(address) {
    try {
      const page = await fetched(address);
      swap("example", page);
      editor.setValue(page.getElementById("query").value.replace(/^\n/, ""));
      const fault = page.querySelector("#answer .fault");
      if (fault) swap("answer", page); else at("answer").hidden = true;
      status.textContent = fault ? "" : status.dataset.inserted;
      history.pushState(null, "", address);
    } catch {
      location.href = address;
    }
  }

  /* The menu of questions */

  const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");

  function filter() {
    const parts = fold(at("examples-find").value).split(/\s+/).filter(Boolean);
    let n = 0;
    for (const section of at("examples").querySelectorAll("section")) {
      for (const item of section.querySelectorAll("li")) {
        const link = item.firstElementChild;
        const whole = fold(`${link.textContent} ${link.dataset.about} ${link.search}`);
        item.hidden = !parts.every((part) => whole.includes(part));
        n += item.hidden ? 0 : 1;
      }
      section.hidden = !section.querySelector("li:not([hidden])");
    }
    at("examples-count").textContent = n ? "" : at("examples-count").dataset.none;
  }

  const editor = draw();
  at("examples-search").hidden = false;
  at("examples-find").addEventListener("input", filter);
  at("examples").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    at("examples").open = false;
    insert(link.href).then(() => at("example-title")?.focus());
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id === "query-form") { event.preventDefault(); run(); }
    if (event.target.id === "example-form") { event.preventDefault(); insert(`${event.target.action}?${new URLSearchParams(new FormData(event.target))}`); }
  });
  at("stop").addEventListener("click", () => running?.abort());
  addEventListener("popstate", () => location.reload());
  mark();
})();
