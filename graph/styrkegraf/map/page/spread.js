// A neighbourhood set out afresh: its neighbours to both sides of the chosen node (few of them: to the right), theirs
// further out.

const ROWS = 24, TYPICAL = 24; // rows that a column has at least, and the usual height of one
const NEAR = 250, APART = 290;

function rowHeight(id) {
  const node = map.nodes.get(id);
  return LINE * node.lines[state.lang].length + 9;
}

const inOrder = (ids) => ids.sort((a, b) => content.kinds.indexOf(things.get(a).kind) - content.kinds.indexOf(things.get(b).kind)
  || (things.get(a).group > things.get(b).group) - (things.get(a).group < things.get(b).group) || byName(a, b));

// Stack nodes at x, centred on the chosen one.
function stack(ids, x, side, spots) {
  let y = -ids.reduce((sum, id) => sum + rowHeight(id), 0) / 2;
  for (const id of ids) {
    spots.set(id, [x, y + rowHeight(id) / 2, side]);
    y += rowHeight(id);
  }
}

// Columns so tall that a large neighbourhood takes the shape of the map.
function chunks(ids) {
  const rows = Math.max(ROWS, Math.round(Math.sqrt((map.levels.size * APART * box.clientHeight) / (TYPICAL * box.clientWidth))));
  const count = Math.max(1, Math.ceil(ids.length / rows));
  const size = Math.ceil(ids.length / count);
  return Array.from({ length: count }, (_, i) => ids.slice(i * size, (i + 1) * size));
}

// On a narrow screen a list, each step further in.
function listed(levels) {
  const spots = new Map([[state.chosen, [0, 0, "right"]]]);
  let y = rowHeight(state.chosen);
  for (let step = 1; step <= state.steps; step += 1) {
    for (const id of inOrder([...levels.keys()].filter((one) => levels.get(one) === step))) {
      spots.set(id, [step * 34, y + rowHeight(id) / 2, "right"]);
      y += rowHeight(id);
    }
  }
  return spots;
}

// Where each node of the neighbourhood stands; null when the map is shown whole.
function spread() {
  shownNodes();
  const { levels } = map;
  if (!levels) return null;
  if (map.narrow) return listed(levels);
  const spots = new Map([[state.chosen, [0, 0, "inside"]]]);
  const reach = { left: NEAR, right: NEAR };
  const first = [...levels.values()].filter((step) => step === 1).length;
  for (let step = 1; step <= state.steps; step += 1) {
    const ids = inOrder([...levels.keys()].filter((id) => levels.get(id) === step));
    const half = first < 8 ? 0 : Math.ceil(ids.length / 2);
    for (const [side, members] of [["left", ids.slice(0, half)], ["right", ids.slice(half)]]) {
      if (!members.length) continue;
      for (const column of chunks(members)) {
        stack(column, side === "left" ? -reach[side] : reach[side], side, spots);
        reach[side] += APART;
      }
    }
  }
  return spots;
}
