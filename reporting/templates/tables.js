"use strict";
// Tables sort by a click on a column's head, and long ones can be filtered; without this script
// every row is there all the same.
const makeSortable = (table) => {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const key = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.order === undefined ? cell.textContent.trim() : Number(cell.dataset.order);
  };
  const absent = (value) => value === "" || value === "–" || Number.isNaN(value);
  const compare = (a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
  const sort = (head, column) => {
    const numeric = head.classList.contains("number");
    const current = head.getAttribute("aria-sort");
    const next = current ? (current === "ascending" ? "descending" : "ascending")
      : numeric ? "descending" : "ascending";
    const sign = next === "ascending" ? 1 : -1;
    const rows = [...body.rows].sort((a, b) => {
      const [x, y] = [key(a, column), key(b, column)];
      if (absent(x) || absent(y)) return absent(x) - absent(y);
      return sign * compare(x, y);
    });
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", next);
    body.append(...rows);
  };
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(head, column));
  });
};

const makeFilter = (table) => {
  const rows = [...table.tBodies[0].rows];
  const label = document.createElement("label");
  const input = document.createElement("input");
  const count = document.createElement("span");
  label.className = "filter";
  input.type = "search";
  input.setAttribute("aria-label", `Filter the rows of: ${table.caption.textContent}`);
  count.setAttribute("role", "status");
  label.append("Filter rows", input, count);
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
    const shown = rows.filter((row) => !row.hidden).length;
    count.textContent = words.length ? `${shown} of ${rows.length} rows` : "";
  });
  table.closest(".table").prepend(label);
};

for (const table of document.querySelectorAll("table")) {
  const rows = table.tBodies[0].rows.length;
  if (rows > 1) makeSortable(table);
  if (rows > 8) makeFilter(table);
}
