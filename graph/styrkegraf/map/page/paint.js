// How a node looks: a shape and a colour for each kind, its name beside it or, for a theme, in a pill.

const SIZE = { region: 9, macroregion: 11, theme: 8, area: 5.5, "joint-area": 6, actor: 5 };
const SIDES = { region: 6, macroregion: 5, theme: 4, actor: 4 };
const HUBS = new Set(["region", "macroregion", "theme"]);
const NAMED = new Set(["region", "macroregion"]);
const LINE = 14;
const MANY = content.crowd; // above so many nodes, links are drawn for the selection only
const READABLE = 5.6;

let colours = {};
function readColours() {
  const style = getComputedStyle(document.documentElement);
  const groups = Array.from({ length: 8 }, (_, i) => `g${i}`);
  for (const name of ["raised", "ink", "quiet", "edge", "edge-lit", "theme-fill", "potential", "documented", "cut", "sans", ...groups, ...content.kinds]) {
    colours[name] = style.getPropertyValue(`--${name}`).trim();
  }
}

// The colour of a node: that of its kind, or of its group where the reader asked for it.
const colourOf = (node) => (grouping() ? colours[`g${shadeOf(groupOf(node.id) ?? grouping().groups.length - 1)}`] : colours[node.kind]);
const ownRadius = (node) => (measure() ? 3.5 + 9 * growth(node.id) : SIZE[node.kind]);
const radiusOf = (node) => Math.max(ownRadius(node), atLeast(node.kind, 4, 1.2));

// In a crowd seen from afar, shapes and the names of regions keep a size that can be seen.
const fromAfar = () => ((map.levels ?? map.nodes).size > MANY && map.engine ? 1 / map.engine.scale() : 0);
const atLeast = (kind, hub, other) => fromAfar() * (NAMED.has(kind) ? hub : other);
const isCut = (id) => state.removed && content.removals[state.removed]?.cut.includes(id);

// Corners of the shape of a kind around (x, y); a kind without corners is round.
function corners(kind, x, y, radius) {
  const count = SIDES[kind];
  if (!count) return null;
  const turn = kind === "actor" ? Math.PI / 4 : kind === "region" ? 0 : -Math.PI / 2;
  return Array.from({ length: count }, (_, i) => {
    const angle = turn + (2 * Math.PI * i) / count;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
}

function trace(ctx, kind, x, y, radius) {
  ctx.beginPath();
  const points = corners(kind, x, y, radius);
  if (points) {
    points.forEach(([px, py], i) => (i ? ctx.lineTo(px, py) : ctx.moveTo(px, py)));
    ctx.closePath();
  } else ctx.arc(x, y, radius, 0, 2 * Math.PI);
}

// The same shape for the legend, as SVG.
function glyph(kind) {
  const svg = draw("svg", { class: "glyph", viewBox: content.kinds.includes(kind) ? "-10 -10 20 20" : "-15 -8 30 16", "aria-hidden": "true" });
  const points = content.kinds.includes(kind) && corners(kind, 0, 0, 9);
  const shape = draw(points ? "polygon" : content.kinds.includes(kind) ? "circle" : "line");
  if (points) shape.setAttribute("points", points.map((p) => p.map((v) => v.toFixed(2)).join(",")).join(" "));
  else if (shape.tagName === "circle") shape.setAttribute("r", kind === "joint-area" ? "6" : "7");
  else { shape.setAttribute("x1", "-14"); shape.setAttribute("x2", "14"); }
  shape.setAttribute("class", kind);
  svg.append(shape);
  return svg;
}

const sizeOf = (kind) => (NAMED.has(kind) ? Math.max(15, Math.round(atLeast(kind, 11, 0))) : kind === "theme" ? 13.5 : 12.5);
const fontOf = (kind, strong) => `${strong || NAMED.has(kind) ? 600 : 400} ${sizeOf(kind)}px ${colours.sans}`;
const lineOfText = (kind) => (NAMED.has(kind) ? (LINE * sizeOf(kind)) / 15 : LINE);

// A name in lines; from afar only the first.
const linesOf = (node) => (sizeOf(node.kind) > 15 ? node.lines[state.lang].slice(0, 1) : node.lines[state.lang]);

// Room that the name takes: measured once for a node, language and weight.
const widths = new Map();
function textWidth(ctx, font, lines) {
  const key = `${font}\n${lines.join("\n")}`;
  if (!widths.has(key)) {
    ctx.font = font;
    widths.set(key, Math.max(...lines.map((line) => ctx.measureText(line).width)));
  }
  return widths.get(key);
}

// The box of a node with its name, on the map: what a pointer hits, and what must fit in view.
function boxOf(ctx, node) {
  const [x, y, side] = node.spot;
  const radius = radiusOf(node);
  const lines = linesOf(node);
  const width = textWidth(ctx, fontOf(node.kind, false), lines);
  const half = Math.max(radius + 3, (lines.length * lineOfText(node.kind)) / 2 + (side === "inside" ? 4 : 0));
  if (side === "inside") return { left: x - width / 2 - 22, right: x + width / 2 + (aside(node) ? 34 : 10), top: y - half, bottom: y + half };
  const reach = radius + 7 + width + (aside(node) ? 22 : 0);
  return side === "left"
    ? { left: x - reach, right: x + radius + 3, top: y - half, bottom: y + half }
    : { left: x - radius - 3, right: x + reach, top: y - half, bottom: y + half };
}

function writeLines(ctx, lines, x, y, height = LINE) {
  const first = y - ((lines.length - 1) * height) / 2;
  lines.forEach((line, i) => ctx.fillText(line, x, first + i * height));
}

// Cover what lies beneath the path before it is painted, so that no line shines through what is faded.
function paintOver(ctx) {
  const alpha = ctx.globalAlpha;
  ctx.globalAlpha = 1;
  ctx.fillStyle = colours.raised;
  ctx.fill();
  ctx.globalAlpha = alpha;
}

function paintPill(ctx, node, box, ring) {
  const colour = colourOf(node);
  const [x, y] = node.spot;
  ctx.beginPath();
  ctx.roundRect(box.left, box.top, box.right - box.left, box.bottom - box.top, 9);
  paintOver(ctx);
  ctx.fillStyle = colours["theme-fill"];
  ctx.fill();
  ctx.lineWidth = ring ? 3 : things.get(node.id).bridging ? 2 : 1;
  ctx.strokeStyle = ring ? colours["edge-lit"] : colour;
  ctx.stroke();
  trace(ctx, node.kind, box.left + 11, y, measure() ? 3 + 5 * growth(node.id) : 5);
  ctx.fillStyle = colour;
  ctx.fill();
  ctx.font = fontOf(node.kind, false);
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.fillStyle = colours.ink;
  writeLines(ctx, linesOf(node), box.left + 20, y);
  if (!aside(node)) return;
  ctx.textAlign = "right";
  ctx.fillStyle = colour;
  ctx.font = fontOf("theme", true);
  ctx.fillText(aside(node), box.right - 9, y);
}

function paintShape(ctx, node, ring) {
  const [x, y] = node.spot;
  const radius = radiusOf(node);
  trace(ctx, node.kind, x, y, radius);
  paintOver(ctx);
  const open = node.kind === "joint-area" || node.id === state.removed;
  ctx.fillStyle = open ? colours.raised : colourOf(node);
  ctx.fill();
  ctx.lineWidth = node.kind === "joint-area" ? 3 : 1.5;
  ctx.strokeStyle = open ? colourOf(node) : colours.raised;
  ctx.stroke();
  paintMark(ctx, node, radius);
  if (!ring) return;
  trace(ctx, node.kind, x, y, radius + 4);
  ctx.lineWidth = 3;
  ctx.strokeStyle = colours["edge-lit"];
  ctx.stroke();
}

// A second outline for one that bridges, a cross for one thought away, a dashed ring for one that it cuts off.
function paintMark(ctx, node, radius) {
  const [x, y] = node.spot;
  if (node.id === state.removed) {
    ctx.beginPath();
    for (const sign of [1, -1]) { ctx.moveTo(x - radius - 4, y - sign * (radius + 4)); ctx.lineTo(x + radius + 4, y + sign * (radius + 4)); }
    ctx.lineWidth = 2.5;
    ctx.strokeStyle = colours.cut;
    ctx.stroke();
  } else if (isCut(node.id) || things.get(node.id).bridging) {
    trace(ctx, node.kind, x, y, radius + 3.5);
    ctx.setLineDash(isCut(node.id) ? [3, 3] : []);
    ctx.lineWidth = isCut(node.id) ? 2.5 : 1.5;
    ctx.strokeStyle = isCut(node.id) ? colours.cut : colourOf(node);
    ctx.stroke();
    ctx.setLineDash([]);
  }
}

// What stands after a name: the number of areas behind the node, or the letter of its group.
function aside(node) {
  if (map.counts) return String(map.counts.get(node.id) ?? 0);
  return grouping() && groupOf(node.id) !== null ? letterOf(groupOf(node.id)) : "";
}

function paintName(ctx, node, strong) {
  const [x, y, side] = node.spot;
  const offset = radiusOf(node) + (things.get(node.id).bridging ? 9 : 6);
  const font = fontOf(node.kind, strong);
  const lines = linesOf(node), height = lineOfText(node.kind), width = textWidth(ctx, font, lines);
  ctx.fillStyle = colours.raised; // no link runs through a name
  ctx.fillRect((side === "left" ? x - offset - width : x + offset) - 2, y - (lines.length * height) / 2, width + 4, lines.length * height);
  ctx.font = font;
  ctx.textAlign = side === "left" ? "right" : "left";
  ctx.textBaseline = "middle";
  ctx.fillStyle = colours.ink;
  writeLines(ctx, lines, side === "left" ? x - offset : x + offset, y, height);
  if (!aside(node)) return;
  const after = offset + width + 8;
  ctx.fillStyle = colours.quiet;
  ctx.font = fontOf("theme", false);
  ctx.fillText(aside(node), side === "left" ? x - after : x + after, y);
}

// The brush that an engine calls for each node; `look` tells how it stands just now.
function renderer(nodes, look) {
  return ({ ctx, id }) => {
    const node = nodes.get(id);
    const { lit, ring, scale } = look(id);
    const inside = node.spot[2] === "inside";
    const box = inside ? boxOf(ctx, node) : null;
    const readable = 12.5 * scale >= READABLE || HUBS.has(node.kind) || ring;
    return {
      drawNode() {
        ctx.globalAlpha = lit ? 1 : 0.22;
        if (inside) paintPill(ctx, node, box, ring); else paintShape(ctx, node, ring);
        ctx.globalAlpha = 1;
      },
      drawExternalLabel() {
        if (inside || !readable) return;
        ctx.globalAlpha = lit ? 1 : 0.3;
        paintName(ctx, node, ring);
        ctx.globalAlpha = 1;
      },
      nodeDimensions: inside
        ? { width: box.right - box.left, height: box.bottom - box.top }
        : { width: 2 * radiusOf(node), height: 2 * radiusOf(node) },
    };
  };
}
