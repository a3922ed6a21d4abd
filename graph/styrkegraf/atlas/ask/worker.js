/* The engine's side of Ask, run in a worker after Oxigraph: holds the graph, evaluates queries, names what they give. */
"use strict";

const NAMES = `
SELECT ?thing ?label ?rank WHERE {
  { ?thing skos:prefLabel ?label BIND(0 AS ?rank) }
  UNION { ?thing rdfs:label ?label BIND(1 AS ?rank) }
  UNION { ?thing skos:altLabel ?label BIND(2 AS ?rank) }
}`;

let store;
let prologue = "";
const names = new Map();

/** Load the graph; its union, each statement once, becomes the default graph, as in the program's own store. */
function start({ trig, prefixes }) {
  prologue = Object.entries(prefixes).map(([prefix, iri]) => `PREFIX ${prefix}: <${iri}>`).join(" ") + "\n";
  store = new oxigraph.Store();
  store.load(trig, { format: "application/trig", no_transaction: true });
  store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }");
  for (const { thing, label, rank } of select(NAMES).rows) {
    if (thing.type === "uri") note(thing.value, label["xml:lang"] || "", [Number(rank.value), label.value]);
  }
}

function note(iri, lang, entry) {
  if (!names.has(iri)) names.set(iri, {});
  const found = names.get(iri);
  const old = found[lang];
  if (!old || entry[0] < old[0] || (entry[0] === old[0] && entry[1] < old[1])) found[lang] = entry;
}

function select(sparql) {
  const { head, results, boolean } = JSON.parse(store.query(prologue + sparql, { results_format: "json" }));
  if (boolean !== undefined) return { boolean, columns: [], rows: [] };
  return { columns: inOrder(head.vars, sparql), rows: results.bindings };
}

/** The engine gives the columns of SELECT * by alphabet; a reader expects them as the query names them. */
function inOrder(columns, sparql) {
  if (!/\bSELECT\s+(DISTINCT\s+|REDUCED\s+)?\*/i.test(sparql)) return columns;
  const place = (name) => {
    const at = sparql.search(new RegExp(`[?$]${name}(?![\\p{L}\\p{N}_])`, "u"));
    return at < 0 ? sparql.length : at;
  };
  return [...columns].sort((a, b) => place(a) - place(b));
}

function construct(sparql) {
  const triples = store.query(prologue + sparql).map((quad) => [quad.toString(), quad]);
  triples.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const rows = triples.map(([, quad]) => ({
    subject: binding(quad.subject),
    predicate: binding(quad.predicate),
    object: binding(quad.object),
  }));
  return { columns: ["subject", "predicate", "object"], rows, triples: true };
}

function binding(term) {
  const value = term.value;
  if (term.termType === "NamedNode") return { type: "uri", value };
  if (term.termType === "BlankNode") return { type: "bnode", value };
  if (term.termType === "Quad") return { type: "literal", value: term.toString() };
  if (term.language) return { type: "literal", value, "xml:lang": term.language };
  return { type: "literal", value, datatype: term.datatype.value };
}

/** The query without what may hold any text: quoted strings, IRIs and comments. */
function quiet(sparql) {
  return sparql.replace(/"""[^]*?"""|'''[^]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|<[^>\s]*>|#[^\n]*/g, " ");
}

/** CONSTRUCT and DESCRIBE give triples, SELECT and ASK rows; the first of the four words outside quotes decides. */
function givesTriples(sparql) {
  const form = /(?<![\w?$:-])(SELECT|ASK|CONSTRUCT|DESCRIBE)\b(?![\w-]*:)/i.exec(quiet(sparql));
  return form !== null && /^[CD]/i.test(form[1]);
}

function named(rows) {
  const found = {};
  for (const row of rows) {
    for (const { type, value } of Object.values(row)) {
      if (type === "uri" && names.has(value) && !found[value]) found[value] = texts(names.get(value));
    }
  }
  return found;
}

function texts(labels) {
  return Object.fromEntries(Object.entries(labels).map(([lang, [, text]]) => [lang, text]));
}

function answer(sparql) {
  const found = givesTriples(sparql) ? construct(sparql) : select(sparql);
  return { type: "answer", ...found, names: named(found.rows) };
}

/** The first prefix in the query that is neither declared nor known. */
function unknownPrefix(sparql) {
  const declared = new Set([...(prologue + sparql).matchAll(/\bPREFIX\s+([\w-]*):/gi)].map(([, prefix]) => prefix));
  const used = [...quiet(sparql).matchAll(/(?<![\w<:/?$@.-])([A-Za-z][\w-]*):(?=\w)/g)].map(([, prefix]) => prefix);
  return used.find((prefix) => !declared.has(prefix));
}

/** An error in the words of the engine, with its place in the query as the reader wrote it. */
function failure(error, sparql) {
  if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) return { type: "broken" };
  const message = String(error.message || error);
  const place = /(?:error )?at (\d+):(\d+):? ?([^]*)/.exec(message);
  if (!place) return { type: "error", problem: message };
  const [, line, column, problem] = place;
  const prefix = sparql === undefined ? undefined : unknownPrefix(sparql);
  return { type: "error", line: Math.max(1, line - 1), column: Number(column), problem: problem.trim(), prefix };
}

self.onmessage = ({ data }) => {
  try {
    if (data.trig !== undefined) {
      start(data);
      self.postMessage({ type: "ready" });
    } else {
      self.postMessage(answer(data.sparql));
    }
  } catch (error) {
    self.postMessage(failure(error, data.sparql));
  }
};
