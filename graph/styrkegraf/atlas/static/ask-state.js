/* What is asked: the library, the values of a question's parameters, and both as an address that can be shared. */
"use strict";

window.styrkegraf = window.styrkegraf || {};
styrkegraf.ask = styrkegraf.ask || {};

(function (ask) {
  const root = document.getElementById("ask");
  const words = JSON.parse(root.dataset.words);
  const LOCAL = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?$/;

  ask.lang = document.documentElement.lang;
  ask.collator = new Intl.Collator(ask.lang, { numeric: true });

  /** A wording of the interface with its {places} filled; the form for one where n is 1 and there is one. */
  ask.word = function (key, values = {}) {
    const text = values.n === 1 && words[`${key}-1`] ? words[`${key}-1`] : words[key];
    return text.replace(/\{(\w+)\}/g, (place, name) => (name in values ? values[name].toLocaleString(ask.lang) : place));
  };

  /** The best of the names of a thing, by language: [text, language]. */
  ask.pick = function (names) {
    const other = ask.lang === "sv" ? "en" : "sv";
    const lang = [ask.lang, other, "", ...Object.keys(names).sort()].find((tag) => names[tag]);
    return lang === undefined ? null : [names[lang], lang];
  };

  /** The name of a column in words: those of the interface where it has any, else the variable taken apart. */
  ask.column = function (name) {
    const key = `ask-column-${name}`;
    if (Object.hasOwn(words, key)) return words[key];
    return name.replace(/_+/g, " ").replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").trim().toLowerCase();
  };

  /** A name without case, accents and punctuation. */
  ask.fold = function (text) {
    const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    return (plain.match(/[\p{L}\p{N}_]+/gu) || []).join(" ");
  };

  /** Called by data/questions.js. */
  ask.library = function ({ questions, choices, prefixes }) {
    ask.questions = questions;
    ask.choices = choices;
    ask.prefixes = prefixes;
    ask.namespaces = Object.entries(prefixes).sort(([, a], [, b]) => b.length - a.length);
    ask.whole = new Set(Object.values(choices).flat().map(({ id }) => id).filter((id) => id.startsWith("<")));
  };

  /** The short form of an IRI; in full where the choices have it so, or where no prefix fits. */
  ask.shorten = function (iri) {
    if (ask.whole.has(`<${iri}>`)) return `<${iri}>`;
    const found = ask.namespaces.find(([, namespace]) => iri.startsWith(namespace));
    if (!found) return `<${iri}>`;
    const local = iri.slice(found[1].length);
    return LOCAL.test(local) || (found[0] === "source" && local.includes("#")) ? `${found[0]}:${local}` : `<${iri}>`;
  };

  function expand(short) {
    if (short.startsWith("<")) return short.slice(1, -1);
    const colon = short.indexOf(":");
    return ask.prefixes[short.slice(0, colon)] + short.slice(colon + 1);
  }

  /** Whether a text is the short form of an IRI, or an IRI in angle brackets, and nothing that could be more than that. */
  function written(short) {
    if (/^<[^<>"{}|\\^`\s\0-\x20]+>$/.test(short)) return true;
    const [, prefix, local] = /^([a-z-]+):([^<>"{}|\\^`\s\0-\x20]+)$/.exec(short) || [];
    return prefix !== undefined && Object.hasOwn(ask.prefixes, prefix) && local !== "";
  }

  /** The things of a kind that a value of the address means: by short form, by IRI, or by name in either language. */
  ask.resolve = function (kind, value) {
    const short = /^https?:\/\//.test(value) ? ask.shorten(value) : value.trim();
    if (kind === "thing") return written(short) ? [{ id: short }] : [];
    const known = ask.choices[kind] || [];
    const exact = known.filter(({ id }) => short.split(" ").includes(id));
    if (exact.length) return exact;
    const wanted = ask.fold(value);
    return known.filter(({ names, also = [] }) => [...Object.values(names), ...also].some((name) => ask.fold(name) === wanted));
  };

  /** Whether a text is a number, with a point or a comma; 1,000 is not, which is one in Swedish and a thousand in English. */
  ask.isNumber = (text) => /^(?!-?[1-9]\d{0,2},\d{3}$)-?\d+([.,]\d+)?$/.test(text);

  function term(kind, value, sparql) {
    if (kind === "number") return value.replace(",", ".");
    if (kind === "text") return `"${value.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n").replace(/\r/g, "\\r")}"`;
    const spelt = (short) => {
      const prefix = short.slice(0, short.indexOf(":"));
      const plain = sparql.includes(`PREFIX ${prefix}: `) && LOCAL.test(short.slice(prefix.length + 1));
      return plain || short.startsWith("<") ? short : `<${expand(short)}>`;
    };
    return value.split(" ").map(spelt).join(" ");
  }

  /** The SPARQL text of a question with values in place of the defaults of its parameters. */
  ask.bind = function (question, values) {
    return question.parameters.reduce((sparql, { name, kind, value }) => {
      const given = values[name];
      if (given === undefined || given === value) return sparql;
      const block = `VALUES ?${name} { ${term(kind, given, sparql)} }`;
      return sparql.replace(new RegExp(`VALUES\\s+\\?${name}\\s*\\{[^}]*\\}`, "g"), () => block);
    }, question.sparql);
  };

  /** The address of a question with its values; those that are the defaults are named too, so that a link says what it asks. */
  ask.addressOf = function (name, values) {
    return "#" + new URLSearchParams({ question: name, ...values });
  };

  ask.addressOfQuery = function (sparql) {
    return "#query=" + encodeURIComponent(sparql);
  };

  /** What an address asks: {question, values}, {sparql}, or null. */
  ask.read = function (hash) {
    const state = new URLSearchParams(hash.replace(/^#/, ""));
    if (state.has("query")) return { sparql: state.get("query") };
    if (!state.has("question")) return null;
    const values = Object.fromEntries([...state].filter(([name]) => name !== "question"));
    return { question: state.get("question"), values };
  };
})(styrkegraf.ask);
