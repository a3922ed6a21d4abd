/* The answer: a table with names and links, and the same as CSV. */
"use strict";

(function (ask) {
  const SHOWN = 500;
  const NUMBER = /#(?:integer|decimal|double|float|int|long|nonNegativeInteger|positiveInteger)$/;

  /** Make an element; strings become text, never markup. */
  ask.element = function (name, attributes = {}, ...content) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...content);
    return made;
  };

  /** What to show a reader for a term: [text, language]. */
  ask.shown = function (term, names) {
    if (!term) return ["", ""];
    if (term.type === "uri") return ask.pick(names[term.value] || {}) || [ask.shorten(term.value), ""];
    if (term.type === "bnode") return [`_:${term.value}`, ""];
    return [term.value, term["xml:lang"] || ""];
  };

  /** Where a term leads: a page of the site, an address of the web, or nowhere, such as a term of the ontology. */
  ask.leadsTo = function (term) {
    if (!term || term.type !== "uri") return null;
    const outside = /^https?:\/\//.test(term.value) && !term.value.startsWith(ask.prefixes.sg);
    return ask.pageOf(term.value) || (outside ? term.value : null);
  };

  function told(text, lang) {
    const made = ask.element("bdi", {}, text);
    if (lang && lang !== ask.lang) made.lang = lang;
    return made;
  }

  function link(term, names) {
    const text = told(...ask.shown(term, names));
    const target = ask.leadsTo(term);
    if (!target) return text;
    const made = ask.element("a", { href: target, title: ask.shorten(term.value) }, text);
    if (!ask.pageOf(term.value)) {
      made.className = "outside";
      made.rel = "noreferrer";
    }
    return made;
  }

  const isNumber = (term) => Boolean(term) && NUMBER.test(term.datatype || "");
  const isDate = (term) => /#date(?:Time)?$/.test(term.datatype || "");

  /** The heading of a column, which a narrow screen shows beside each of its values. */
  function title(name) {
    const text = ask.column(name);
    return text.charAt(0).toUpperCase() + text.slice(1);
  }

  function cell(name, term, names) {
    if (!term) return ask.element("td");
    const kind = isNumber(term) ? { class: "number" } : isDate(term) ? { class: "date" } : {};
    const attributes = { "data-head": title(name), ...kind };
    return ask.element("td", attributes, link(term, names));
  }

  function heading(name, rows) {
    const numbers = rows.length > 0 && rows.every((row) => isNumber(row[name]));
    const attributes = { scope: "col", title: `?${name}`, "data-name": name, ...(numbers ? { class: "number" } : {}) };
    return ask.element("th", attributes, title(name));
  }

  /** The first rows as a table; the rest is in the CSV. */
  ask.table = function ({ columns, rows, names }, caption) {
    const head = ask.element("tr", {}, ...columns.map((name) => heading(name, rows)));
    const lines = rows
      .slice(0, SHOWN)
      .map((row) => ask.element("tr", {}, ...columns.map((name) => cell(name, row[name], names))));
    return ask.element(
      "table",
      { class: columns.length > 2 ? "answer wide-table" : "answer" },
      ask.element("caption", { class: "unseen" }, caption),
      ask.element("thead", {}, head),
      ask.element("tbody", {}, ...lines),
    );
  };
  ask.table.most = SHOWN;

  /** One cell of CSV. A text that a spreadsheet would take for a formula gets an apostrophe before it. */
  function quoted(text, number) {
    const safe = !number && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  }

  /** All rows as CSV: names in the language of the page, and beside every column of things one with their IRIs. */
  ask.csv = function ({ columns, rows, names }) {
    const things = new Set(columns.filter((name) => rows.some((row) => row[name] && row[name].type === "uri")));
    const lines = rows.map((row) =>
      columns.flatMap((name) => {
        const term = row[name];
        const text = quoted(ask.shown(term, names)[0], isNumber(term));
        return things.has(name) ? [text, term && term.type === "uri" ? quoted(term.value, false) : ""] : [text];
      }),
    );
    const head = columns.flatMap((name) => (things.has(name) ? [name, `${name}_iri`] : [name]));
    return "\ufeff" + [head, ...lines].map((line) => line.join(",") + "\r\n").join("");
  };
})(styrkegraf.ask);
