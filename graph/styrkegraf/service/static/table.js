/* Tables of answers: a press on a heading sorts the rows that are shown. */
"use strict";

var styrkegraf = globalThis.styrkegraf ?? {};

styrkegraf.sortable = (within) => {
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });

  const text = (row, column) => row.cells[column].textContent.trim();

  function compare(a, b, number) {
    if (!a || !b) return Number(!a) - Number(!b);
    return number ? Number(a) - Number(b) : collator.compare(a, b);
  }

  function sort(table, head, column) {
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const number = rows.some((row) => row.cells[column].classList.contains("number"));
    const sign = down ? -1 : 1;
    rows.sort((a, b) => {
      const [one, two] = [text(a, column), text(b, column)];
      return one && two ? sign * compare(one, two, number) : compare(one, two, number);
    });
    body.append(...rows);
  }

  for (const table of within.querySelectorAll("table[data-sort]")) {
    for (const head of table.tHead.rows[0].cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.title = table.dataset.sort;
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, head, head.cellIndex));
      head.append(button);
    }
    table.removeAttribute("data-sort");
  }
};

styrkegraf.sortable(document);
