// What is shown, to take away: a picture, a drawing, or a table.

const titleText = () => inLang(content.title);
const fileName = (kind) => `styrkegraf-${content.name ?? "map"}.${kind}`;

// The drawing of now with its title, what it is filtered by, and where it comes from.
function svgText() {
  const { parts, room } = drawing();
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const pad = 24, left = room.left - pad, top = room.top - pad - 56;
  const width = Math.max(room.right - room.left, 420) + 2 * pad, height = room.bottom - room.top + 2 * pad + 56 + 28;
  const style = { "font-family": "sans-serif", fill: colour("ink") };
  const svg = draw("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: [left, top, width, height].map((v) => v.toFixed(1)).join(" "), width: Math.round(width), height: Math.round(height) },
    draw("title", { text: titleText() }),
    draw("rect", { x: left, y: top, width, height, fill: colour("raised") }),
    draw("text", { ...style, x: left + pad, y: top + pad + 12, "font-size": 20, "font-weight": 600, text: titleText() }),
    draw("text", { ...style, x: left + pad, y: top + pad + 34, "font-size": 13, text: [viewText(), filterText()].filter(Boolean).join(". ") }),
    ...parts,
    draw("text", { ...style, x: left + pad, y: top + height - 14, "font-size": 12, text: word("credit") }));
  return new XMLSerializer().serializeToString(svg);
}

function save(blob, name) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// The drawing as a picture at twice its size, or less where it would be too large for a canvas.
async function savePicture() {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText())}`;
  await picture.decode();
  const scale = Math.min(2, 12000 / picture.width, 12000 / picture.height);
  const canvas = make("canvas", { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => save(blob, fileName("png")), "image/png");
}

// A cell of a table file; a leading sign that a spreadsheet would take for a formula is held back by an apostrophe.
function csvCell(value) {
  const text = /^[=+@\t\r-]/.test(value) && !/^-?[\d.,]+$/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function csvText() {
  const { heads, rows } = linkTable();
  return [heads, ...rows.map((row) => row.map((one) => one.text))].map((row) => row.map(csvCell).join(",")).join("\r\n") + "\r\n";
}

const SAVE = {
  svg: () => save(new Blob([svgText()], { type: "image/svg+xml" }), fileName("svg")),
  png: savePicture,
  csv: () => save(new Blob(["\ufeff", csvText()], { type: "text/csv;charset=utf-8" }), fileName("csv")),
};
