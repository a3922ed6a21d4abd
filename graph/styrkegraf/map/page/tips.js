// What the pointer rests on, told beside it; and where the arrow keys lead.

const box = byId("net");
const tip = byId("tip");
const MOVE = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function tell(found, point) {
  const same = (found?.node ?? found?.edge) === (state.pointed?.node ?? state.pointed?.edge);
  if (!same) {
    state.pointed = found;
    tip.replaceChildren(...(found ? tipLines(found) : []));
    for (const link of tip.querySelectorAll("a")) link.replaceWith(...link.childNodes); // nobody can press what goes with the pointer
    tip.hidden = !found;
    box.style.cursor = found ? "pointer" : "";
    relight();
  }
  if (!found) return;
  const x = Math.min(point.x + 16, box.clientWidth - tip.offsetWidth - 6);
  const y = point.y + 18 + tip.offsetHeight > box.clientHeight ? point.y - tip.offsetHeight - 12 : point.y + 18;
  tip.style.transform = `translate(${Math.max(4, x)}px, ${Math.max(4, y)}px)`;
}

// Hover text: what it is, and the passage that it rests on.
function tipLines({ node, edge }) {
  const line = (text) => make("span", { text });
  if (edge) {
    const drawn = map.edges.get(edge);
    const shown = tiesShown(drawn);
    const heading = make("strong", { text: `${nameOf(drawn.from)} – ${nameOf(drawn.to)}` });
    if (bundled()) {
      const homes = shown.flatMap((n) => homeOf(links[n].from, drawn.from).sources.slice(0, 1));
      return [heading, ...shown.map((n) => line(nameOf(links[n].from))), ...[...new Set(homes)].map(passage)];
    }
    const said = (link) => (link.standing ? [line(viaText(link)), ...(link.layer === "stated" ? grounds(link).slice(0, 1) : [])] : grounds(link).slice(0, 2));
    return [heading, ...shown.flatMap((n) => [line(inLang(links[n].label)), ...said(links[n])])].slice(0, 9);
  }
  const { kind } = things.get(node);
  if (kind === "theme") return [make("strong", { text: nameOf(node) }), line(`${word("kind-theme")} – ${word("layer-curated")}`)];
  const first = linksOf.get(node).map((n) => links[n]).find((link) => link.sources.length && !link.standing && (link.from === node || kind === "region" || kind === "macroregion"));
  return [make("strong", { text: nameOf(node) }), line(word(`kind-${kind}`)), ...(first ? [passage(first.sources[0])] : [])];
}

// What the ends of a link have in common, by name.
const viaText = (link) => (link.via ?? []).map(nameOf).sort((a, b) => a.localeCompare(b, state.lang)).join(", ");

function pointOf(event) {
  const frame = box.getBoundingClientRect();
  return { x: event.clientX - frame.left, y: event.clientY - frame.top };
}

// The next node in a direction from the chosen one: near, and not too far aside.
function step([dx, dy]) {
  const shown = [...map.nodes.values()].filter((node) => nodeShown(node.id));
  const here = map.nodes.get(state.chosen);
  if (!here) return shown.sort((a, b) => a.spot[1] - b.spot[1] || a.spot[0] - b.spot[0])[0]?.id;
  const cost = (node) => {
    const x = node.spot[0] - here.spot[0], y = node.spot[1] - here.spot[1];
    const ahead = x * dx + y * dy, aside = Math.abs(x * dy) + Math.abs(y * dx);
    return ahead > 1 && ahead >= 0.25 * aside ? ahead + 2 * aside : Infinity;
  };
  const best = shown.map((node) => [cost(node), node.id]).sort((a, b) => a[0] - b[0])[0];
  return best && best[0] < Infinity ? best[1] : null;
}
