"use strict";
/* What the table of all hotspots does beyond being read: rows sorted by any column, and narrowed
   to those that hold what is typed. Without this file the table stands in order of need. */
addEventListener("DOMContentLoaded", () => {
  const table = document.querySelector(".sorted table");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = [...body.rows].filter((row) => !row.classList.contains("total"));
  const total = body.querySelector(".total");
  const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells];

  /** A cell's number, or its text; null where nothing is known. */
  function valueOf(row, column) {
    const text = row.cells[column].textContent.trim();
    if (text === "\u2013" || text === "") return null;
    const number = /^[\u2212-]?[\d,.]+%?$/.test(text)
      ? Number(text.replace(/[,%]/g, "").replace("\u2212", "-"))
      : NaN;
    return Number.isNaN(number) ? text : number;
  }

  function compare(one, other) {
    if (typeof one === "number" && typeof other === "number") return one - other;
    return String(one).localeCompare(String(other), "en-GB", { numeric: true });
  }

  /** Rows by a column; what isn't known stands last either way, and even rows keep their order. */
  function sort(column, way) {
    const sorted = way === "none" ? [...rows] : [...rows].sort((a, b) => {
      const [one, other] = [valueOf(a, column), valueOf(b, column)];
      if (one === null || other === null) return (one === null) - (other === null);
      return way === "ascending" ? compare(one, other) : compare(other, one);
    });
    body.append(...sorted, ...(total ? [total] : []));
    heads.forEach((head, at) => {
      if (at === column && way !== "none") head.setAttribute("aria-sort", way);
      else head.removeAttribute("aria-sort");
    });
  }

  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    const ways = head.classList.contains("figure")
      ? ["descending", "ascending", "none"]
      : ["ascending", "descending", "none"];
    button.addEventListener("click", () => {
      const at = ways.indexOf(head.getAttribute("aria-sort") || "none");
      sort(column, ways[(at + 1) % ways.length]);
    });
  });

  const form = document.querySelector(".narrow");
  const input = form.querySelector("input");
  const output = form.querySelector("output");
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLocaleLowerCase("en-GB");
    let shown = 0;
    for (const row of rows) {
      row.hidden = !row.textContent.toLocaleLowerCase("en-GB").includes(wanted);
      shown += row.hidden ? 0 : 1;
    }
    output.textContent = wanted ? `${shown} of ${rows.length} shown` : "";
  });
});
