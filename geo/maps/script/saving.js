/* The rows in the table as a CSV file: every figure of the step shown, the marking in each row. */

/** A cell of a spreadsheet: text that would run as a formula is kept from it. */
function csvCell(text, isText) {
  const safe = isText && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

function csv() {
  const heads = ["Ref", "Name", "Months", ...page.columns.map((column) => column.title), "Marking"];
  const cells = rows.map((number) => [
    csvCell(page.ids[number], true),
    csvCell(page.names[number], true),
    csvCell(page.months[view.step], true),
    ...page.columns.map((column) =>
      csvCell(plain(column, column.values.at(view.step, number)), column.kind === "word")),
    csvCell(page.marking, true),
  ].join(","));
  return [heads.map((head) => csvCell(head, true)).join(","), ...cells, ""].join("\r\n");
}

function startSaving() {
  document.getElementById("save").addEventListener("click", () => {
    const file = new Blob(["\ufeff", csv()], { type: "text/csv;charset=utf-8" });
    const link = element("a");
    link.href = URL.createObjectURL(file);
    const about = `${page.table} ${page.months[view.step]}`.toLowerCase();
    link.download = `${about.replace(/[^a-z0-9.]+/g, "-").replace(/^-|-$/g, "")}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
}
