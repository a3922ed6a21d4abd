/* Completion from our own vocabulary: prefixes, classes and properties, found by their short forms and by their labels. */
"use strict";

styrkegraf.complete = (Yasqe, address, prefixes) => {
  const MOST = 60;
  const LONG = 4;
  let loaded = null;

  const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");

  /** The answer to the query for terms, as lists of classes and properties. */
  function take({ results }) {
    const found = { class: [], property: [] };
    for (const { term, kind, label } of results.bindings) {
      const name = label ? label.value : "";
      found[kind.value].push({ iri: term.value, label: name, short: shorten(term.value), folded: fold(name) });
    }
    return found;
  }

  /** The IRI with the prefix whose namespace fits it best. */
  function shorten(iri) {
    const fitting = Object.entries(prefixes).filter(([, namespace]) => iri.startsWith(namespace));
    const best = fitting.sort((a, b) => b[1].length - a[1].length)[0];
    return best ? `${best[0]}:${iri.slice(best[1].length)}` : `<${iri}>`;
  }

  /** Our terms, asked for once; where that fails there are no suggestions, and the next key tries again. */
  function vocabulary() {
    loaded ??= fetch(address, { headers: { Accept: "application/sparql-results+json" } })
      .then((response) => { if (!response.ok) throw new Error(String(response.status)); return response.json(); })
      .then(take)
      .catch(() => { loaded = null; return { class: [], property: [] }; });
    return loaded;
  }

  /** How well a term fits what was typed: its IRI, name or label begins so, a word of its label does, or it is in one of them. */
  function fits(term, typed, iri) {
    const local = fold(term.short.slice(term.short.indexOf(":") + 1));
    if (term.iri.startsWith(iri) || local.startsWith(typed)) return 4;
    if (term.folded.startsWith(typed)) return 3;
    if (term.folded.split(/\s+/).some((word) => word.startsWith(typed))) return 2;
    return typed.length >= LONG && (local.includes(typed) || term.folded.includes(typed)) ? 1 : 0;
  }

  function find(terms, token) {
    const written = token.string.trim().replace(/[<>]/g, "");
    const iri = token.autocompletionString || written;
    const typed = fold(written.slice(written.indexOf(":") + 1));
    const qualified = written.includes(":");
    return terms.map((term) => ({ term, score: qualified ? 3 * term.iri.startsWith(iri) : fits(term, typed, iri) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || a.term.short.localeCompare(b.term.short))
      .slice(0, MOST).map(({ term }) => term.iri);
  }

  function render(item, label) {
    return (place) => {
      place.append(item);
      if (!label) return;
      const small = document.createElement("small");
      small.textContent = label;
      place.append(" ", small);
    };
  }

  function terms(kind) {
    let known = [];
    const completer = Yasqe.Autocompleters[kind];
    completer.get = async (_, token) => {
      known = (await vocabulary())[kind];
      return token ? find(known, token) : [];
    };
    completer.postProcessSuggestion = (_yasqe, _token, iri) => shorten(iri);
    completer.postprocessHints = (_yasqe, hints) => hints.map((hint) => {
      const term = known.find(({ short }) => short === hint.text);
      return { ...hint, render: render(hint.text, term ? term.label : "") };
    });
    completer.autoShow = true;
  }

  Yasqe.Autocompleters.prefixes.get = () => Object.entries(prefixes).map(([name, iri]) => `${name}: <${iri}>`).sort();
  Yasqe.Autocompleters.prefixes.persistenceId = null;
  terms("class");
  terms("property");
};
