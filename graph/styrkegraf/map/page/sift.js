// What the filters, the threshold, the focus and a removal leave of the network in view.

const map = { nodes: new Map(), edges: new Map(), around: new Map(), lit: null, counts: null, levels: null, reach: null };
let visible = null;

const view = () => content.views[state.view];
const bundled = () => view().bundled === true;

// A link or a thing fits a choice when it is one of those that it names; what says nothing of it always fits.
const fitsOnly = (one) => Object.entries(state.only).every(([facet, value]) => !one.in?.[facet] || one.in[facet].includes(value));
const passes = (link) => !state.off.layer.has(link.layer) && !state.off.confidence.has(certainty(link)) && fitsOnly(link);
const admitted = (id) => !state.off.kind.has(things.get(id).kind) && fitsOnly(things.get(id));

// The facets that things say something of; by any other, such as the source, they stay when a link of theirs does. So
// they do where lines stand for areas: a theme of joint areas alone has no place among those of one region.
const ofThings = new Set(content.things.flatMap((thing) => Object.keys(thing.in ?? {})));

const weightOf = (numbers) => numbers.reduce((sum, number) => sum + (links[number].weight ?? 1), 0);

// The ties of a drawn edge that the filters let through, were both its ends there.
function tiesLeft(edge) {
  if (state.removed && (edge.from === state.removed || edge.to === state.removed)) return [];
  const left = edge.ties.filter((number) => passes(links[number]));
  return edge.standing === "potential" && weightOf(left) < state.least ? [] : left;
}

// Whether the choices leave possible links, but all below the threshold.
function belowLeast() {
  const possible = [...map.edges.values()].filter((edge) => edge.standing === "potential" && admitted(edge.from) && admitted(edge.to));
  return possible.some((edge) => edge.ties.some((number) => passes(links[number]))) && !possible.some((edge) => tiesLeft(edge).length);
}

// Every node within so many steps of one, with the number of steps; along links of one standing only, if one is given.
function within(start, steps, there, standing) {
  const found = new Map([[start, 0]]);
  let edge = [start];
  for (let step = 1; step <= steps; step += 1) {
    const next = [];
    for (const id of edge) {
      for (const number of map.around.get(id)) {
        const drawn = map.edges.get(number);
        const other = drawn.from === id ? drawn.to : drawn.from;
        if (drawn.standing !== standing || found.has(other) || !there.has(other) || !tiesLeft(drawn).length) continue;
        found.set(other, step);
        next.push(other);
      }
    }
    edge = next;
  }
  return found;
}

function sift() {
  let there = new Set([...map.nodes.keys()].filter(admitted));
  const facets = Object.keys(state.only);
  if (facets.length && (bundled() || facets.some((facet) => !ofThings.has(facet)))) {
    const touched = new Set(Object.values(state.only).filter((value) => there.has(value)));
    for (const edge of map.edges.values()) {
      if (there.has(edge.from) && there.has(edge.to) && tiesLeft(edge).length) { touched.add(edge.from); touched.add(edge.to); }
    }
    there = touched;
  }
  surround(there);
  return map.levels ? new Set(map.levels.keys()) : there;
}

// The neighbourhood in focus. Possible and documented links are never mixed: each standing has a reach of its own.
function surround(there) {
  map.levels = map.reach = null;
  if (!state.steps || !there.has(state.chosen)) return;
  const standings = [...new Set([...map.edges.values()].map((edge) => edge.standing))];
  map.reach = new Map(standings.map((standing) => [standing, within(state.chosen, state.steps, there, standing)]));
  map.levels = new Map([[state.chosen, 0]]);
  for (const found of map.reach.values()) {
    for (const [id, step] of found) map.levels.set(id, Math.min(step, map.levels.get(id) ?? step));
  }
}

function shownNodes() { visible ??= sift(); return visible; }
const nodeShown = (id) => shownNodes().has(id);
const stale = () => { visible = null; };

// Whether a node is shown among the links of a standing.
const nodeShownAmong = (id, standing) => nodeShown(id) && (!map.reach || map.reach.get(standing)?.has(id) === true);

// The ties of a drawn edge that are shown; none when one of its ends is hidden.
const tiesShown = (edge) => (nodeShownAmong(edge.from, edge.standing) && nodeShownAmong(edge.to, edge.standing) ? tiesLeft(edge) : []);
const shownEdge = (id) => tiesShown(map.edges.get(id)).length > 0;

// Take the nodes and edges of the view as what there is to draw.
function takeView(nodeOf) {
  stale();
  map.nodes = new Map(view().nodes.map((node) => [node.id, nodeOf(node)]));
  map.edges = new Map(view().edges.map((edge) => [edge.id, edge]));
  map.around = new Map(view().nodes.map((node) => [node.id, new Set()]));
  for (const edge of map.edges.values()) { map.around.get(edge.from).add(edge.id); map.around.get(edge.to).add(edge.id); }
}

// What is lit: everything, or the node or link under the pointer or chosen, with its neighbours.
function litNow() {
  const bundle = state.pointed?.edge ?? (state.pointed?.node ? null : state.bundle);
  if (bundle && map.edges.has(bundle)) {
    const edge = map.edges.get(bundle);
    return { nodes: new Set([edge.from, edge.to]), edges: new Set([bundle]) };
  }
  const centre = state.pointed?.node ?? (state.steps ? null : state.chosen);
  if (!centre || !map.nodes.has(centre) || centre === state.removed) return null;
  const edges = new Set([...map.around.get(centre)].filter(shownEdge));
  const nodes = new Set([centre]);
  for (const id of edges) { nodes.add(map.edges.get(id).from); nodes.add(map.edges.get(id).to); }
  return { nodes, edges };
}

// How many strength areas stand behind each node of a network of regions and themes.
function areaCounts() {
  const areas = new Map([...map.nodes.keys()].map((id) => [id, new Set()]));
  for (const edge of map.edges.values()) {
    for (const number of tiesShown(edge)) { areas.get(edge.from).add(links[number].from); areas.get(edge.to).add(links[number].from); }
  }
  return new Map([...areas].map(([id, found]) => [id, found.size]));
}

// Colour by group: the groups that the content names, the group of each thing, and the letter that stands for it.
const grouping = () => content.groupings?.[state.colour] ?? null;
const groupOf = (id) => grouping()?.of[id] ?? null;
const letterOf = (group) => (group === grouping().groups.length - 1 && grouping().rest ? "–" : "ABCDEFGH"[group]);
const shadeOf = (group) => (grouping().rest && group === grouping().groups.length - 1 ? 7 : group);

const measure = () => content.measures?.[state.size] ?? null;
const growth = (id) => (measure() ? Math.sqrt(Math.max(0, measure().of[id]?.[0] ?? 0) / measure().most) : null);
