// Two or three regions side by side. The choice stands in the address: #regions=vastmanland,gotland.
"use strict";
window.styrkegraf = window.styrkegraf || {};

styrkegraf.compare = ({ regions, things, rules }) => {
  const form = document.getElementById("compare");
  if (!form) return;
  const lang = document.body.dataset.lang, base = `${document.body.dataset.root}/${lang}/`;
  const words = JSON.parse(form.dataset.words);
  const place = document.getElementById("comparison"), status = document.getElementById("compared");
  const selects = [...form.querySelectorAll("select")];
  const order = new Intl.Collator(lang, { numeric: true }).compare;

  const say = (key, values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), words[`compare-${key}`]);
  const nameOf = (iri) => things[iri][lang][0];
  const byName = (iris) => [...new Set(iris)].sort((a, b) => order(nameOf(a), nameOf(b)) || (a < b ? -1 : 1));

  function make(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }
  function thing(iri) {
    const { at, [lang]: [text, spoken] } = things[iri];
    const name = make("bdi", spoken && spoken !== lang ? { lang: spoken } : {}, text);
    return at ? make("a", { href: base + at }, name) : name;
  }
  const shorts = (chosen) => chosen.map((region) => region.short).join(" ");
  const quiet = (text) => make("span", { class: "quiet" }, text);
  const list = (items) => make("ul", {}, ...items.map((item) => make("li", {}, ...item)));

  // The query that gives the rows of a table.
  function behind(key, question, values) {
    const address = `${base}ask.html#${new URLSearchParams({ question, ...values })}`;
    const about = make("span", { class: "unseen" }, `: ${say(key)}`);
    return make("p", { class: "behind" }, make("a", { href: address }, say("query"), about));
  }

  // A section with its table: heads are nodes or texts, rows are row elements; without rows a sentence stands there.
  function section(key, heads, rows, query) {
    const id = `compare-${key}`;
    const parts = [make("h2", { id }, say(key))];
    if (words[`compare-${key}-note`]) parts.push(make("p", { class: "note" }, say(`${key}-note`)));
    if (rows.length) {
      for (const row of rows) [...row.cells].forEach((cell, at) => { if (cell.tagName === "TD") cell.dataset.head = heads[at].textContent ?? heads[at]; });
      const head = make("tr", {}, ...heads.map((one) => make("th", { scope: "col" }, one)));
      const table = make("table", { class: "wide-table" }, make("thead", {}, head), make("tbody", {}, ...rows));
      parts.push(make("div", { class: "sheet", tabindex: "0", role: "group", "aria-labelledby": id }, table), behind(key, ...query));
    } else parts.push(make("p", {}, say(`${key}-none`)));
    return make("section", { "aria-labelledby": id }, ...parts);
  }

  function areas(chosen) {
    const cells = chosen.map((region) => {
      const own = byName(region.areas.map((row) => row.area));
      return make("td", {}, own.length ? list(own.map((iri) => [thing(iri)])) : quiet(say("none")));
    });
    return section("areas", chosen.map((region) => thing(region.iri)), [make("tr", {}, ...cells)], ["compared-areas", { region: shorts(chosen) }]);
  }

  // One row for each of what regions may share; those that most have come first, and the row says how many have it.
  function shared(key, head, chosen, of, cell) {
    const all = byName(chosen.flatMap(of));
    const count = (iri) => chosen.filter((region) => of(region).includes(iri)).length;
    const rows = all.sort((a, b) => count(b) - count(a)).map((iri) => {
      const having = count(iri), many = having > 1;
      const row = make("th", { scope: "row" }, thing(iri));
      if (many) row.append(make("span", { class: "shares" }, having === chosen.length ? say("by-all") : say("by-some", { n: having })));
      return make("tr", many ? { class: "shared" } : {}, row, ...chosen.map((region) => make("td", {}, ...(of(region).includes(iri) ? cell(region, iri) : [quiet("–")]))));
    });
    return section(key, [head, ...chosen.map((region) => thing(region.iri))], rows, [`compared-${key}`, { region: shorts(chosen) }]);
  }
  const themesOf = (region) => region.areas.flatMap((row) => row.themes.map(([theme]) => theme));
  function themeCell(region, theme) {
    const rows = region.areas.filter((row) => row.themes.some(([one]) => one === theme));
    return [list(rows.map((row) => {
      const sure = row.themes.find(([one]) => one === theme)[1];
      const level = sure ? [" ", make("span", { class: "level" }, say("confidence", { level: say(`level-${sure}`) }))] : [];
      return [thing(row.area), ...level];
    }))];
  }

  function links(key, chosen, documented) {
    const rows = chosen.flatMap((one, at) => chosen.slice(at + 1).flatMap((other) =>
      one.links.filter((link) => link.to === other.iri && link.documented === documented).map((link) => make("tr", {},
        make("th", { scope: "row" }, thing(one.iri), " – ", thing(other.iri)),
        make("td", {}, make("a", { href: `${base}about.html#rule-${link.rule}` }, rules[link.rule][lang])),
        make("td", {}, list(byName(link.evidence).map((iri) => [thing(iri)])))))));
    const both = shorts(chosen);
    return section(key, [say("regions"), say("reason"), say("evidence")], rows, ["compared-links", { region: both, other: both, standing: key }]);
  }

  function draw(keys) {
    const chosen = keys.map((key) => regions[key]);
    place.replaceChildren(
      areas(chosen),
      shared("themes", say("theme"), chosen, themesOf, themeCell),
      shared("macroregions", say("macroregion"), chosen, (region) => region.macroregions, () => [say("within")]),
      links("documented", chosen, true),
      links("potential", chosen, false));
    status.textContent = say("shown", { names: chosen.map((region) => nameOf(region.iri)).join(", ") });
  }

  // What the address names and the graph knows, at most three; filled up to two by those that come first.
  function chosenKeys() {
    let named = "";
    try { named = decodeURIComponent(new URLSearchParams(location.hash.slice(1)).get("regions") || ""); } catch { /* a broken address chooses nothing */ }
    const known = [...new Set(named.split(","))].filter((key) => Object.hasOwn(regions, key)).slice(0, 3);
    for (const { value } of selects[0].options) if (known.length < 2 && !known.includes(value)) known.push(value);
    return known;
  }
  function show() {
    const keys = chosenKeys();
    selects.forEach((select, at) => {
      select.value = keys[at] || "";
      for (const option of select.options) option.disabled = option.value !== "" && option.value !== select.value && keys.includes(option.value);
    });
    draw(keys);
  }
  form.addEventListener("change", () => { location.hash = `regions=${selects.map((select) => select.value).filter(Boolean).join(",")}`; });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", show);
  form.hidden = false;
  show();
};
