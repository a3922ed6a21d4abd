/* The page Ask: choose a question or write one, run it, read the answer; the address always says what is asked. */
"use strict";

(function (ask) {
  const at = (id) => document.getElementById(id);
  const [text, numbers, form, fields, status] = ["text", "numbers", "form", "fields", "status"].map((id) => at(`ask-${id}`));
  const opening = { heading: at("ask-heading").textContent, question: at("ask-question").textContent, sparql: text.value };
  const narrow = matchMedia("(max-width: 60rem)");
  let current = null;
  let asked = null;

  /* The library */

  function filter() {
    const wanted = ask.fold(at("ask-find").value).split(" ");
    let n = 0;
    for (const section of at("ask-list").querySelectorAll("section")) {
      for (const item of section.querySelectorAll("li")) {
        const name = item.firstElementChild.dataset.question;
        const known = ask.questions[name];
        const whole = ask.fold([name, ...["title", "question", "read"].flatMap((key) => Object.values(known[key]))].join(" "));
        item.hidden = !wanted.every((part) => whole.includes(part));
        n += item.hidden ? 0 : 1;
      }
      section.hidden = !section.querySelector("li:not([hidden])");
    }
    at("ask-list").hidden = n === 0; // an empty list is no stop for the keyboard
    at("ask-count").textContent = ask.word("ask-count", { n });
  }

  function mark(name) {
    const list = at("ask-list");
    for (const link of list.querySelectorAll("a")) {
      if (link.dataset.question !== name) {
        link.removeAttribute("aria-current");
        continue;
      }
      link.setAttribute("aria-current", "true");
      const above = link.getBoundingClientRect().top - list.getBoundingClientRect().top;
      if (above < 0 || above > list.clientHeight - 40) list.scrollTop += above - list.clientHeight / 3;
    }
  }

  /* The form */

  function choose(parameter, value) {
    const made = ask.element("select", { id: `ask-p-${parameter.name}`, name: parameter.name });
    const named = ask.choices[parameter.kind].map((one) => ({ ...one, name: ask.pick(one.names), group: one.group ? ask.pick(one.group)[0] : "" }));
    named.sort((a, b) => ask.collator.compare(a.group, b.group) || ask.collator.compare(a.name[0], b.name[0]));
    const groups = new Map();
    for (const { id, name, group } of named) {
      if (group && !groups.has(group)) groups.set(group, made.appendChild(ask.element("optgroup", { label: group })));
      const option = ask.element("option", { value: id }, name[0]);
      if (name[1] && name[1] !== ask.lang) option.lang = name[1];
      (groups.get(group) || made).append(option);
    }
    const meant = ask.resolve(parameter.kind, value);
    if (meant.length > 1) {
      const called = [...new Set(meant.map(({ names }) => ask.pick(names)[0]))];
      const all = called.length > 1 ? called.join(", ") : ask.word("ask-several", { name: called[0], n: meant.length });
      made.prepend(ask.element("option", { value }, all));
    }
    made.value = value;
    return made;
  }

  function write(parameter, value) {
    const number = parameter.kind === "number";
    const made = ask.element("input", { id: `ask-p-${parameter.name}`, name: parameter.name, type: "text", required: "", autocomplete: "off" });
    if (number) made.inputMode = "decimal";
    made.value = value;
    return made;
  }

  function field(parameter, value) {
    const control = ask.choices[parameter.kind] ? choose(parameter, value) : write(parameter, value);
    return ask.element("div", {}, ask.element("label", { for: control.id }, parameter.label[ask.lang]), control);
  }

  /** The values of the form by name of parameter. */
  function values() {
    return Object.fromEntries(ask.questions[current].parameters.map(({ name }) => [name, form.elements[name].value.trim()]));
  }

  /** Whether every value will do; the first that does not is told. */
  function fit() {
    for (const { name, kind } of ask.questions[current].parameters) {
      const control = form.elements[name];
      const value = control.value.trim();
      const wrong = { number: ask.isNumber(value) ? "" : "ask-no-number", thing: ask.resolve("thing", value).length ? "" : "ask-no-short" };
      const problem = value === "" ? "ask-no-value" : wrong[kind] || "";
      control.setAttribute("aria-invalid", String(problem !== ""));
      if (problem) {
        complain([ask.word(problem, { name: value })]);
        control.focus();
        return false;
      }
    }
    return true;
  }

  /* The editor */

  function edit(sparql) {
    text.value = sparql;
    number();
  }

  function number(wrong) {
    const lines = text.value.split("\n").length;
    numbers.replaceChildren();
    for (let line = 1; line <= lines; line += 1) {
      numbers.append(line === wrong ? ask.element("mark", {}, String(line)) : String(line), "\n");
    }
    text.rows = Math.min(24, Math.max(6, lines + 1));
    numbers.scrollTop = text.scrollTop;
  }

  function goTo(line, column) {
    const before = text.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    const start = Math.min(text.value.length, before + [...text.value.slice(before)].slice(0, column - 1).join("").length);
    at("ask-sparql").open = true;
    text.focus();
    text.setSelectionRange(start, Math.min(text.value.length, start + 1));
  }

  /* Errors and the answer */

  function clear() {
    at("ask-error").hidden = true;
    at("ask-error").replaceChildren();
    at("ask-answer").replaceChildren();
    status.textContent = "";
    number();
  }

  function complain(content) {
    clear();
    at("ask-error").append(...content);
    at("ask-error").hidden = false;
  }

  function excerpt(line, column) {
    const shown = (text.value.split("\n")[line - 1] || "").replace(/\t/g, " ");
    return ask.element("pre", { lang: "zxx" }, `${shown}\n${" ".repeat(column - 1)}^`);
  }

  function explain(reason) {
    const { line, column, problem, prefix, file } = reason;
    if (reason.type === "stopped") {
      clear();
      status.textContent = ask.word("ask-stopped");
    } else if (reason.type === "error" && line) {
      const go = ask.element("button", { type: "button" }, ask.word("ask-go-there"));
      go.addEventListener("click", () => goTo(line, column));
      const known = prefix ? [ask.element("p", { class: "quiet" }, Object.keys(ask.prefixes).sort().join(", "))] : [];
      complain([
        ask.element("p", {}, ask.word("ask-wrong-at", { line, column })),
        excerpt(line, column),
        prefix ? ask.element("p", {}, ask.word("ask-no-prefix", { prefix })) : ask.element("p", { lang: "en" }, problem),
        ...known,
        go,
      ]);
      number(line);
    } else {
      const key = { missing: "ask-missing", broken: "ask-broken", unable: "ask-unable" }[reason.type] || "ask-wrong";
      complain([ask.element("p", {}, ask.word(key, { file: file || "", problem: problem || "" }))]);
    }
  }

  function save(name, content) {
    const address = URL.createObjectURL(new Blob([content], { type: "text/csv;charset=utf-8" }));
    const link = ask.element("a", { href: address, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  /** A choice between the columns of things, for one end of the links. */
  function end(key, columns, chosen) {
    const options = columns.map((name) => ask.element("option", { value: name }, ask.column(name)));
    const made = ask.element("select", { id: `ask-network-${key}` }, ...options);
    made.value = chosen;
    return [ask.element("label", { for: made.id }, ask.word(`ask-network-${key}`)), made];
  }

  function network(answer, title) {
    const columns = ask.network.columns(answer);
    if (!columns) return [];
    const [from, to] = [end("from", columns, columns[0]), end("to", columns, columns[1])];
    const summary = ask.element("summary", {});
    const picture = ask.element("div", {});
    const draw = () => {
      const found = ask.network(answer, from[1].value, to[1].value);
      summary.textContent = ask.word("ask-network", { things: ask.word("ask-things", { n: found.size }), links: ask.word("ask-links", { n: found.links.length }) });
      picture.replaceChildren(found.size > ask.network.most
        ? ask.element("p", { class: "quiet" }, ask.word("ask-network-large"))
        : ask.element("div", { class: "picture", tabindex: "0", role: "region", "aria-label": ask.word("ask-network-title", { title }) }, ask.picture(found, answer.names, title)));
    };
    for (const [, select] of [from, to]) select.addEventListener("change", draw);
    draw();
    const ends = columns.length > 2 ? [ask.element("p", { class: "ends" }, ask.element("span", {}, ...from), ask.element("span", {}, ...to))] : [];
    return [ask.element("details", { class: "network" }, summary, ...ends, picture)];
  }

  function show(answer) {
    clear();
    const title = at("ask-heading").textContent;
    const n = answer.rows.length;
    if (answer.boolean !== undefined) {
      status.textContent = ask.word(answer.boolean ? "ask-yes" : "ask-no");
      return;
    }
    if (!n) {
      status.textContent = ask.word(current ? "ask-nothing" : "ask-nothing-own");
      return;
    }
    status.textContent = ask.word(answer.triples ? "ask-triples" : "ask-rows", { n });
    const csv = ask.element("button", { type: "button" }, ask.word("ask-csv"));
    csv.addEventListener("click", () => save(`styrkegraf-${current || "sparql"}.csv`, ask.csv(answer)));
    const more = n > ask.table.most ? [ask.element("p", { class: "quiet" }, ask.word("ask-more", { n, shown: ask.table.most }))] : [];
    const scroll = ask.element("div", { class: "wide", tabindex: "0", role: "region", "aria-label": ask.word("ask-table") }, ask.table(answer, title));
    at("ask-answer").append(ask.element("p", { class: "bar" }, csv), ...network(answer, title), scroll, ...more);
  }

  async function run() {
    clear();
    const stop = at("ask-stop");
    status.textContent = ask.word(ask.started() ? "ask-running" : "ask-starting");
    stop.hidden = false;
    const mine = (asked = {});
    const finish = (draw) => {
      if (asked !== mine) return;
      if (document.activeElement === stop) at("ask-heading").focus();
      stop.hidden = true;
      draw();
    };
    await ask.run(text.value).then((answer) => finish(() => show(answer)), (reason) => finish(() => explain(reason)));
  }

  /* What is asked, and its address */

  function tell(address) {
    if (location.hash !== address) history.pushState(null, "", address);
  }

  function head(heading, question, read) {
    at("ask-heading").textContent = heading[0];
    at("ask-question").textContent = question[0];
    at("ask-read").textContent = read ? `${ask.word("ask-read")} ${read[0]}` : "";
    at("ask-read").hidden = !read;
    mark(current);
  }

  /** The text of the editor is the reader's own, no longer that of a question. */
  function own() {
    current = null;
    head([opening.heading], [opening.question], null);
    form.hidden = true;
    at("ask-sparql").open = true;
  }

  function openOwn(sparql) {
    own();
    edit(sparql);
    clear();
  }

  /** Show a question with the values of an address in its form; the values that mean nothing are told. */
  function openQuestion(name, given) {
    current = name;
    const { title, question, read, parameters } = ask.questions[name];
    head(ask.pick(title), ask.pick(question), ask.pick(read));
    const unknown = [];
    const filled = Object.fromEntries(parameters.map((one) => {
      const value = given[one.name];
      if (value === undefined || !(one.kind === "thing" || ask.choices[one.kind])) return [one.name, value === undefined ? one.value : value];
      const ids = ask.resolve(one.kind, value).map(({ id }) => id).join(" ");
      if (!ids) unknown.push(ask.word(one.kind === "thing" ? "ask-no-short" : "ask-no-thing", { name: value, kind: one.label[ask.lang] }));
      return [one.name, ids || one.value];
    }));
    fields.replaceChildren(...parameters.map((one) => field(one, filled[one.name])));
    form.hidden = false;
    at("ask-sparql").open = false;
    edit(ask.bind(ask.questions[name], filled));
    clear();
    if (unknown.length) complain(unknown.map((sentence) => ask.element("p", {}, sentence)));
    return unknown.length === 0;
  }

  /** Open what the address asks. A question of the library is run at once; a query that came with a link is not. */
  function follow() {
    const state = ask.read(location.hash);
    if (!state) return;
    ask.stop();
    if (state.sparql !== undefined) {
      openOwn(state.sparql);
    } else if (!Object.hasOwn(ask.questions, state.question)) {
      openOwn(opening.sparql);
      complain([ask.element("p", {}, ask.word("ask-no-question", { name: state.question }))]);
    } else if (openQuestion(state.question, state.values) && fit()) {
      run();
    }
    if (narrow.matches) at("ask-library").open = false;
    at("ask-heading").focus({ preventScroll: !narrow.matches });
  }

  function submit(event) {
    event.preventDefault();
    if (!fit()) return;
    const found = values();
    edit(ask.bind(ask.questions[current], found));
    tell(ask.addressOf(current, found));
    run();
  }

  function runText() {
    if (current && text.value !== ask.bind(ask.questions[current], values())) own();
    if (!current) tell(ask.addressOfQuery(text.value));
    run();
  }

  at("ask-find").addEventListener("input", filter);
  at("ask-list").addEventListener("click", ({ target }) => {
    const link = target.closest("a");
    if (link && link.hash === location.hash) follow();
  });
  form.addEventListener("submit", submit);
  at("ask-run").addEventListener("click", runText);
  at("ask-stop").addEventListener("click", () => ask.stop());
  text.addEventListener("input", () => number());
  text.addEventListener("scroll", () => { numbers.scrollTop = text.scrollTop; });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    runText();
  });
  addEventListener("hashchange", follow);
  at("ask").classList.remove("waiting");
  number();
  follow();
})(styrkegraf.ask);
