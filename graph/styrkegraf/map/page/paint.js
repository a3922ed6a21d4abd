// How a node looks: a shape and a colour for each kind, its name beside it or, for a theme, in a pill.

const SIZE = { region: 9, macroregion: 11, theme: 8, area: 5.5, "joint-area": 6, actor: 5 };
const SIDES = { region: 6, macroregion: 5, theme: 4, actor: 4 };
const HUBS = new Set(["region", "macroregion", "theme"]);
const LINE = 14;
const READABLE = 5.6;

let colours = {};
function readColours() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["raised", "ink", "quiet", "edge", "edge-lit", "theme-fill", "sans", ...content.kinds]) {
    colours[name] = style.getPropertyValue(`--${name}`).trim();
  }
}

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
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "glyph");
  svg.setAttribute("viewBox", content.kinds.includes(kind) ? "-10 -10 20 20" : "-15 -8 30 16");
  svg.setAttribute("aria-hidden", "true");
  const points = content.kinds.includes(kind) && corners(kind, 0, 0, 9);
  const shape = document.createElementNS(svg.namespaceURI, points ? "polygon" : content.kinds.includes(kind) ? "circle" : "line");
  if (points) shape.setAttribute("points", points.map((p) => p.map((v) => v.toFixed(2)).join(",")).join(" "));
  else if (shape.tagName === "circle") shape.setAttribute("r", kind === "joint-area" ? "6" : "7");
  else { shape.setAttribute("x1", "-14"); shape.setAttribute("x2", "14"); }
  shape.setAttribute("class", kind);
  svg.append(shape);
  return svg;
}

const fontOf = (kind, strong) =>
  `${strong || kind === "region" || kind === "macroregion" ? 600 : 400} ${HUBS.has(kind) && kind !== "theme" ? 15 : kind === "theme" ? 13.5 : 12.5}px ${colours.sans}`;

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
  const radius = SIZE[node.kind];
  const lines = node.lines[state.lang];
  const width = textWidth(ctx, fontOf(node.kind, false), lines);
  const half = Math.max(radius + 3, (lines.length * LINE) / 2 + (side === "inside" ? 4 : 0));
  if (side === "inside") return { left: x - width / 2 - 22, right: x + width / 2 + (map.counts ? 34 : 10), top: y - half, bottom: y + half };
  const reach = radius + 7 + width + (map.counts ? 22 : 0);
  return side === "left"
    ? { left: x - reach, right: x + radius + 3, top: y - half, bottom: y + half }
    : { left: x - radius - 3, right: x + reach, top: y - half, bottom: y + half };
}

function writeLines(ctx, lines, x, y, halo) {
  const first = y - ((lines.length - 1) * LINE) / 2;
  lines.forEach((line, i) => {
    if (halo) ctx.strokeText(line, x, first + i * LINE);
    ctx.fillText(line, x, first + i * LINE);
  });
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
  const [x, y] = node.spot;
  ctx.beginPath();
  ctx.roundRect(box.left, box.top, box.right - box.left, box.bottom - box.top, 9);
  paintOver(ctx);
  ctx.fillStyle = colours["theme-fill"];
  ctx.fill();
  ctx.lineWidth = ring ? 3 : 1;
  ctx.strokeStyle = ring ? colours["edge-lit"] : colours.theme;
  ctx.stroke();
  trace(ctx, "theme", box.left + 11, y, 5);
  ctx.fillStyle = colours.theme;
  ctx.fill();
  ctx.font = fontOf("theme", false);
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.fillStyle = colours.ink;
  writeLines(ctx, node.lines[state.lang], box.left + 20, y, false);
  if (!map.counts) return;
  ctx.textAlign = "right";
  ctx.fillStyle = colours.theme;
  ctx.font = fontOf("theme", true);
  ctx.fillText(String(map.counts.get(node.id) ?? 0), box.right - 9, y);
}

function paintShape(ctx, node, ring) {
  const [x, y] = node.spot;
  const radius = SIZE[node.kind];
  trace(ctx, node.kind, x, y, radius);
  paintOver(ctx);
  ctx.fillStyle = node.kind === "joint-area" ? colours.raised : colours[node.kind];
  ctx.fill();
  ctx.lineWidth = node.kind === "joint-area" ? 3 : 1.5;
  ctx.strokeStyle = node.kind === "joint-area" ? colours["joint-area"] : colours.raised;
  ctx.stroke();
  if (!ring) return;
  trace(ctx, node.kind, x, y, radius + 4);
  ctx.lineWidth = 3;
  ctx.strokeStyle = colours["edge-lit"];
  ctx.stroke();
}

function paintName(ctx, node, strong) {
  const [x, y, side] = node.spot;
  const offset = SIZE[node.kind] + 6;
  ctx.font = fontOf(node.kind, strong);
  ctx.textAlign = side;
  if (side === "left") ctx.textAlign = "right";
  if (side === "right") ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.lineWidth = 4;
  ctx.strokeStyle = colours.raised;
  ctx.fillStyle = colours.ink;
  writeLines(ctx, node.lines[state.lang], side === "left" ? x - offset : x + offset, y, true);
  if (!map.counts) return;
  const after = offset + textWidth(ctx, fontOf(node.kind, strong), node.lines[state.lang]) + 8;
  ctx.fillStyle = colours.quiet;
  ctx.font = fontOf("theme", false);
  ctx.fillText(String(map.counts.get(node.id) ?? 0), side === "left" ? x - after : x + after, y);
}

// The renderer that vis-network calls for each node; `look` tells how it stands just now.
function renderer(nodes, look) {
  return ({ ctx, id }) => {
    const node = nodes.get(id);
    const { lit, ring, scale } = look(id);
    const box = boxOf(ctx, node);
    const inside = node.spot[2] === "inside";
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
        : { width: 2 * SIZE[node.kind], height: 2 * SIZE[node.kind] },
    };
  };
}
