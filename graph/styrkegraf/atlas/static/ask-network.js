/* The answer as a network, where two columns or more hold things: two columns of names with lines between them, or, where
   the same things stand in both, one column with arcs. Everything has a fixed place; the table beside it says the same. */
"use strict";

(function (ask) {
  const MOST = 160;
  const ROW = 24;
  const LONGEST = 64;
  const SPACE = "http://www.w3.org/2000/svg";

  function draw(name, attributes = {}, ...content) {
    const made = document.createElementNS(SPACE, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...content);
    return made;
  }

  /** A thing in its own right, which the site has a page for; kinds and properties are none. */
  const isThing = (term) => term?.type === "uri" && ask.pageOf(term.value) !== undefined;

  const joined = (row, from, to) => isThing(row[from]) && isThing(row[to]) && row[from].value !== row[to].value;

  /** Nodes and links between two columns of an answer: {left, right, links, same, size}. */
  ask.network = function ({ rows }, from, to) {
    const links = new Map();
    for (const row of rows) {
      const [a, b] = [row[from]?.value, row[to]?.value];
      if (joined(row, from, to)) links.set(`${a} ${b}`, [a, b]);
    }
    const found = [...links.values()];
    const left = [...new Set(found.map(([a]) => a))];
    const right = [...new Set(found.map(([, b]) => b))];
    const same = right.some((iri) => left.includes(iri));
    const size = new Set([...left, ...right]).size;
    return { left, right, links: found, same, size };
  };
  ask.network.most = MOST;

  /** The columns that may be joined, those of a first pair with links before the others; null where there is no such pair. */
  ask.network.columns = function ({ columns, rows, triples }) {
    const things = triples ? ["subject", "object"] : columns.filter((name) => rows.some((row) => isThing(row[name])));
    for (const [at, from] of things.entries()) {
      const to = things.slice(at + 1).find((name) => rows.some((row) => joined(row, from, name)));
      if (to) return [from, to, ...things.filter((name) => name !== from && name !== to)];
    }
    return null;
  };

  const texts = (iris, names) =>
    new Map(iris.map((iri) => {
      const text = ask.shown({ type: "uri", value: iri }, names)[0];
      return [iri, text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text];
    }));

  const width = (labels) => Math.max(60, ...[...labels.values()].map((text) => text.length * 7.2 + 14));

  /** Order the right side by the middle of what each is joined to, so that fewer lines cross. */
  function nearTheirs(right, links, place) {
    const middle = new Map(right.map((iri) => {
      const at = links.filter(([, b]) => b === iri).map(([a]) => place.get(a));
      return [iri, at.reduce((sum, y) => sum + y, 0) / at.length];
    }));
    return [...right].sort((a, b) => middle.get(a) - middle.get(b));
  }

  const places = (iris, height) =>
    new Map(iris.map((iri, i) => [iri, ((i + 0.5) * height) / iris.length]));

  function label(iri, text, names, x, y, anchor) {
    const full = ask.shown({ type: "uri", value: iri }, names);
    const words = draw("text", { x, y: y + 4.5, "text-anchor": anchor }, text);
    if (full[1] && full[1] !== ask.lang) words.setAttribute("lang", full[1]);
    if (text !== full[0]) words.append(draw("title", {}, full[0]));
    return draw("a", { href: ask.pageOf(iri), "data-iri": iri }, words);
  }

  function curve(iris, path) {
    return draw("path", { d: path, "data-from": iris[0], "data-to": iris[1] });
  }

  function sides({ left, right, links }, names) {
    const height = Math.max(left.length, right.length) * ROW + ROW;
    const [one, two] = [texts(left, names), texts(right, names)];
    const x1 = width(one);
    const x2 = x1 + (innerWidth < 600 ? 60 : 180);
    const from = places(left, height);
    const to = places(nearTheirs(right, links, from), height);
    const middle = (x1 + x2) / 2;
    const lines = links.map(([a, b]) => {
      const [y1, y2] = [from.get(a), to.get(b)];
      return curve([a, b], `M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`);
    });
    const nodes = [
      ...left.map((iri) => label(iri, one.get(iri), names, x1 - 8, from.get(iri), "end")),
      ...right.map((iri) => label(iri, two.get(iri), names, x2 + 8, to.get(iri), "start")),
    ];
    return { lines, nodes, width: x2 + width(two), height };
  }

  function arcs({ left, right, links }, names) {
    const all = [...new Set([...left, ...right])];
    const written = texts(all, names);
    all.sort((a, b) => ask.collator.compare(written.get(a), written.get(b)));
    const height = all.length * ROW + ROW;
    const at = places(all, height);
    const reach = Math.min(320, Math.max(60, height / 2));
    const lines = links.map(([a, b]) => {
      const [y1, y2] = [at.get(a), at.get(b)];
      const x = reach - (Math.abs(y1 - y2) / height) * reach * 1.25;
      return curve([a, b], `M${reach} ${y1} C${x} ${y1} ${x} ${y2} ${reach} ${y2}`);
    });
    const nodes = all.map((iri) => label(iri, written.get(iri), names, reach + 10, at.get(iri), "start"));
    return { lines, nodes, width: reach + width(written), height };
  }

  /** Light up the lines of the name under the pointer or the focus. */
  function light(picture, event) {
    const node = event.type === "pointerleave" || event.type === "focusout" ? null : event.target.closest("[data-iri]");
    const iri = node && node.dataset.iri;
    picture.classList.toggle("chosen", Boolean(iri));
    for (const line of picture.querySelectorAll("path")) {
      line.classList.toggle("lit", Boolean(iri) && (line.dataset.from === iri || line.dataset.to === iri));
    }
  }

  /** The network as a picture. */
  ask.picture = function (network, names, title) {
    const { lines, nodes, width, height } = (network.same ? arcs : sides)(network, names);
    const picture = draw(
      "svg",
      { viewBox: `0 0 ${Math.ceil(width)} ${height}`, width: Math.ceil(width), height, role: "group", "aria-label": title },
      draw("g", { class: "lines", "aria-hidden": "true" }, ...lines),
      ...nodes,
    );
    for (const type of ["pointerover", "pointerleave", "focusin", "focusout"]) {
      picture.addEventListener(type, (event) => light(picture, event));
    }
    return picture;
  };
})(styrkegraf.ask);
