// On every page: a language switch that keeps the place, and the search.
"use strict";

// The other language's page at the same place: the query and the hash go along, but for the language that the link names.
for (const link of document.querySelectorAll("a.switch")) {
  const plain = link.href;
  const keep = () => {
    const there = new URL(plain), lang = there.searchParams.get("lang");
    if (location.search) there.search = location.search;
    if (lang) there.searchParams.set("lang", lang);
    there.hash = location.hash;
    link.href = there.href;
  };
  for (const event of ["pointerdown", "focus", "mouseenter", "click"]) link.addEventListener(event, keep);
}

// A part that the address names may stand behind a press: open what it is in.
function openTarget() {
  let target = null;
  try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { return; }
  for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  if (target) target.querySelector(":scope > details")?.setAttribute("open", "");
}
addEventListener("hashchange", openTarget);
openTarget();

// Everything said is on paper too.
addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("main details:not([open])")) { part.open = true; part.dataset.shut = ""; }
});
addEventListener("afterprint", () => {
  for (const part of document.querySelectorAll("main details[data-shut]")) { part.open = false; delete part.dataset.shut; }
});

(() => {
  const form = document.querySelector("form.find");
  if (!form) return;
  const field = form.querySelector("input");
  const list = form.querySelector("[role=listbox]");
  const status = form.querySelector("[role=status]");
  const root = document.body.dataset.root, lang = document.body.dataset.lang;
  const MOST = 12;
  let index = null, loading = null, hits = [], marked = -1;

  const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/ø/g, "o").replace(/æ/g, "ae").replace(/ß/g, "ss")
    .replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const pairs = (text) => { const found = new Set(); for (let i = 0; i + 1 < text.length; i += 1) found.add(text.slice(i, i + 2)); return found; };
  const likeness = (a, b) => {
    if (!a.size || !b.size) return 0;
    let both = 0;
    for (const pair of a) if (b.has(pair)) both += 1;
    return (2 * both) / (a.size + b.size);
  };

  function take(data) {
    const name = (entry) => entry[lang === "sv" ? 2 : 3];
    index = data.entries.map((entry, rank) => ({
      address: entry[0], kind: data.classes[entry[1]][lang === "sv" ? 0 : 1], label: name(entry), rank,
      place: entry[4] < 0 ? "" : name(data.entries[entry[4]]),
      names: [entry[2], entry[3], ...entry[5]].map(fold).map((text, i) => ({ text, own: i < 2, words: text.split(" ") })),
    }));
  }

  // The index is a script, because a page that opens from disk may read no other file. Where it does not come, the next
  // key tries again.
  function load() {
    loading ??= new Promise((done) => {
      window.styrkegrafSearch = (data) => { take(data); done(); };
      const script = document.createElement("script");
      script.src = `${root}/data/search.js`;
      script.onerror = () => { loading = null; script.remove(); done(); };
      document.head.append(script);
    });
    return loading;
  }

  // How well a name answers: it is that, it begins so, its words do, it holds them all; 0 is no answer.
  function fits(name, wanted, parts) {
    if (name.text === wanted) return 5;
    if (name.text.startsWith(wanted)) return 4;
    if (parts.every((part) => name.words.some((own) => own.startsWith(part)))) return 3;
    return parts.every((part) => name.text.includes(part)) ? 2 : 0;
  }

  function near(name, whole, parts) {
    const all = likeness(pairs(name.text), whole);
    const each = parts.reduce((sum, part) => sum + Math.max(...name.words.map((own) => likeness(pairs(own), part))), 0) / parts.length;
    return Math.max(all, each);
  }

  function ranked(score) {
    return index.map((entry) => ({ entry, score: Math.max(...entry.names.map((name) => score(name) + (name.own ? 0.01 : 0) * (score(name) > 0))) }))
      .filter((hit) => hit.score > 0).sort((a, b) => b.score - a.score || a.entry.rank - b.entry.rank).map((hit) => hit.entry);
  }

  function search(text) {
    const wanted = fold(text);
    if (!wanted) return [];
    const parts = wanted.split(" ");
    const exact = ranked((name) => fits(name, wanted, parts));
    if (exact.length) return exact;
    const whole = pairs(wanted), split = parts.map(pairs);
    return ranked((name) => { const found = near(name, whole, split); return found >= 0.55 ? found : 0; });
  }

  function mark(place) {
    marked = hits.length && place !== null ? (place + hits.length) % hits.length : -1;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === marked)));
    if (marked < 0) { field.removeAttribute("aria-activedescendant"); return; }
    field.setAttribute("aria-activedescendant", list.children[marked].id);
    list.children[marked].scrollIntoView({ block: "nearest" });
  }

  function close() {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    hits = []; mark(null);
    status.textContent = "";
  }

  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  function go(entry) { location.href = `${root}/${lang}/${entry.address}`; }

  async function show() {
    if (!field.value.trim()) { close(); return; }
    await load();
    if (document.activeElement !== field) return; // the reader has gone on meanwhile
    const found = index ? search(field.value) : [];
    hits = found.slice(0, MOST);
    list.replaceChildren(...hits.map((entry, i) => {
      const name = element("bdi", {}, entry.label);
      const about = element("small", {}, [entry.kind, entry.place].filter(Boolean).join(", "));
      const item = element("li", { role: "option", id: `found-${i}`, "aria-selected": "false" }, name, " ", about);
      item.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the keyboard, and the list stays
      item.addEventListener("click", () => go(entry));
      return item;
    }));
    list.hidden = !hits.length;
    field.setAttribute("aria-expanded", String(hits.length > 0));
    const { lost, none, one, some, first } = form.dataset;
    const told = !index ? lost : hits.length === 0 ? none : hits.length === 1 ? one : hits.length < found.length ? first : some;
    status.textContent = told.replace("{n}", String(hits.length)).replace("{all}", found.length.toLocaleString(lang));
    form.toggleAttribute("data-empty", !hits.length);
    mark(null);
  }

  field.addEventListener("focus", load);
  field.addEventListener("input", show);
  field.addEventListener("blur", () => setTimeout(close, 100));
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!hits.length) show(); else mark(marked < 0 ? (event.key === "ArrowDown" ? 0 : hits.length - 1) : marked + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Escape") { if (hits.length) { event.preventDefault(); close(); } }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!hits.length) await show();
    if (hits.length) go(hits[Math.max(0, marked)]);
  });
  addEventListener("keydown", (event) => {
    const busy = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !busy && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); field.focus(); }
  });
})();
