// The engine of most maps: vis-network, which draws on a canvas. What an engine offers:
// load(nodes, options) a network; place(nodes) that have moved; show(nodes) that were hidden or are to be; draw(ids) the
// edges held; forget() how they look; redraw(); move(position, scale, smoothly); scale(); toMap(point) and toBox(point)
// between page and map; edgeAt(point); leave() for another engine. It tells `press` where the reader
// pressed, and `steer` that the reader moved the map.

function canvasEngine() {
  const drawn = new Map();
  const given = ({ id, spot, hidden }) => ({ id, x: spot[0], y: spot[1], hidden });
  let network = null, data = null;

  function load(nodes, options) {
    const ctxRenderer = renderer(nodes, look);
    data = { nodes: new vis.DataSet([...nodes.values()].map((node) => ({ ...given(node), ctxRenderer }))), edges: new vis.DataSet() };
    drawn.clear();
    if (network) { network.setOptions(options); network.setData(data); return; }
    network = new vis.Network(box, data, options);
    network.on("click", ({ pointer }) => press(pointer.DOM));
    for (const name of ["zoom", "dragStart"]) network.on(name, steer);
    box.querySelector(".vis-network").tabIndex = -1; // one stop for the keyboard, not two
  }

  function forget() {
    drawn.clear();
    data.edges.clear();
  }

  function draw(ids) {
    const changed = [], now = new Set(ids);
    for (const id of now) {
      const edge = map.edges.get(id);
      const style = styleOf(edge, map.lit);
      const key = JSON.stringify(style);
      if (drawn.get(id) === key) continue;
      changed.push(drawn.has(id) ? style : { from: edge.from, to: edge.to, smooth: bendOf(edge), ...style });
      drawn.set(id, key);
    }
    const gone = [...drawn.keys()].filter((id) => !now.has(id));
    for (const id of gone) drawn.delete(id);
    if (gone.length) data.edges.remove(gone);
    if (changed.length) data.edges.update(changed);
  }

  return {
    name: "canvas", load, forget, draw,
    place(nodes) { data.nodes.update([...nodes.values()].map(given)); forget(); },
    show(nodes) { data.nodes.update(nodes.map(({ id, hidden }) => ({ id, hidden }))); },
    redraw: () => network.redraw(),
    move(position, scale, smoothly = false) {
      network.moveTo({ position, scale, animation: smoothly && { duration: 350, easingFunction: "easeInOutQuad" } });
    },
    scale: () => network?.getScale() ?? 1,
    toMap: (point) => network.DOMtoCanvas(point),
    toBox: (point) => network.canvasToDOM(point),
    edgeAt: (point) => network.getEdgeAt(point),
    leave: () => network.destroy(),
  };
}
