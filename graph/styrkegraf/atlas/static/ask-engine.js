/* The engine: Oxigraph in a worker, fetched when the first query is run, and ended when its reader has waited enough. */
"use strict";

(function (ask) {
  const root = document.body.dataset.root;
  let graph = null;
  let program = null;
  let worker = null;
  let waiting = null;

  /** Called by data/graph.js. */
  ask.graph = (found) => { graph = found; };

  /** Called by data/engine.js. The worker runs the text of the function: from disk a worker may not read a file. */
  ask.program = (found) => {
    program = URL.createObjectURL(new Blob([`(${found})();`], { type: "text/javascript" }));
  };

  /** The page of a thing, from this page; undefined where it has none. */
  ask.pageOf = (iri) => graph.pages[ask.shorten(iri)];

  function script(name) {
    return new Promise((done, failed) => {
      const element = document.createElement("script");
      element.src = `${root}/data/${name}`;
      element.onload = () => { element.remove(); done(); };
      element.onerror = () => { element.remove(); failed({ type: "missing", file: `data/${name}` }); };
      document.head.append(element);
    });
  }

  async function load() {
    await Promise.all([graph || script("graph.js"), program || script("engine.js")]);
  }

  function begin() {
    worker = new Worker(program);
    worker.onmessage = ({ data }) => hear(data);
    worker.onerror = (event) => {
      event.preventDefault();
      end({ type: "unable", problem: event.message || "" });
    };
    worker.postMessage({ trig: graph.trig, prefixes: ask.prefixes });
  }

  function hear(message) {
    if (message.type === "ready") return;
    if (message.type === "broken") return end(message);
    const { done, failed } = waiting;
    waiting = null;
    (message.type === "answer" ? done : failed)(message);
  }

  function end(reason) {
    if (worker) worker.terminate();
    worker = null;
    const left = waiting;
    waiting = null;
    if (left) left.failed(reason);
  }

  /** Whether the engine has been started, so that a query is answered without waiting for it. */
  ask.started = () => worker !== null;

  /** Run a query; fails with {type: "error" | "broken" | "stopped" | "missing" | "unable"}. One query runs at a time. */
  ask.run = function (sparql) {
    ask.stop();
    return new Promise((done, failed) => {
      const mine = { done, failed };
      waiting = mine;
      load().then(
        () => {
          if (waiting !== mine) return;
          try {
            if (!worker) begin();
            worker.postMessage({ sparql });
          } catch (error) {
            end({ type: "unable", problem: error.message });
          }
        },
        (reason) => { if (waiting === mine) end(reason); },
      );
    });
  };

  /** End the running query, if there is one; the next starts a new engine. */
  ask.stop = () => { if (waiting) end({ type: "stopped" }); };
})(styrkegraf.ask);
