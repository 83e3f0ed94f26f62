/* The table under the map: sorted, filtered, and of a long one only the rows in sight. */

const shown = page.columns.filter((column) => column.inTable);
const sorting = { column: -1, down: false }; // -1: as given
const filter = { words: "", band: "" };
let rows = []; // the numbers of the places that are wanted, in order
let rowHeight = 36;

const scroll = document.querySelector(".scroll");
const body = document.querySelector("#figures tbody");
const isLong = page.ids.length > page.many;

function wantedRows() {
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean);
  const worded = shown.filter((column) => column.kind === "word");
  const wanted = [];
  numbersThere().forEach((number) => {
    if (filter.band && bandOf(number).text !== filter.band) return;
    if (words.length) {
      const said = [title(number), ...worded.map((column) => says(column, number))].join(" ").toLowerCase();
      if (!words.every((word) => said.includes(word))) return;
    }
    wanted.push(number);
  });
  if (sorting.column < 0) return sorting.down ? wanted.reverse() : wanted;
  const { values } = shown[sorting.column];
  const way = sorting.down ? -1 : 1;
  // what isn't known comes last, whichever way
  return wanted.map((number) => [values.at(view.step, number), number]).sort(([a, x], [b, y]) =>
    (a === null) - (b === null) || way * (a - b) || x - y).map(([, number]) => number);
}

function cell(tag, text, kind) {
  const node = element(tag, text);
  if (kind !== "word") node.className = "number";
  else if (text.length > 28) node.className = "words";
  return node;
}

function rowOf(number, place) {
  const row = element("tr");
  const head = element("th");
  head.scope = "row";
  if (places.has(number)) {
    row.dataset.feature = number;
    const button = element("button", title(number));
    button.type = "button";
    button.title = "Show on the map";
    head.append(button);
  } else head.textContent = title(number);
  row.append(head, ...shown.map((column) => cell("td", says(column, number), column.kind)));
  if (isLong) row.setAttribute("aria-rowindex", String(place + 3));
  row.classList.toggle("is-open", number === opened);
  return row;
}

function totalTitle() {
  return page.total[page.total.length > 1 ? view.step : 0];
}

function totalRow() {
  const row = element("tr", "", "total");
  const head = element("th", totalTitle());
  head.scope = "row";
  row.append(head, ...shown.map((column) => cell(
    "td", column.total.empty ? "" : text(column, column.total.at(view.step, 0)), column.kind)));
  return row;
}

function spacer(count) {
  const row = element("tr", "", "spacer");
  row.setAttribute("aria-hidden", "true");
  const space = element("td");
  space.colSpan = shown.length + 1;
  space.style.height = `${count * rowHeight}px`;
  row.append(space);
  return row;
}

function isFiltered() {
  return Boolean(filter.words || filter.band);
}

function drawRows() {
  const ends = isFiltered() || !page.total.length ? [] : [totalRow()];
  if (!isLong || document.documentElement.classList.contains("printing")) {
    body.replaceChildren(...rows.map(rowOf), ...ends);
    return;
  }
  const first = Math.max(0, Math.floor(scroll.scrollTop / rowHeight) - 15);
  const last = Math.min(rows.length, first + Math.ceil(scroll.clientHeight / rowHeight) + 30);
  const held = document.activeElement?.closest("tr[data-feature]")?.dataset.feature;
  body.replaceChildren(
    ...(first ? [spacer(first)] : []),
    ...rows.slice(first, last).map((number, at) => rowOf(number, first + at)),
    ...(last < rows.length ? [spacer(rows.length - last)] : []),
    ...ends,
  );
  if (held !== undefined) body.querySelector(`tr[data-feature="${held}"] button`)?.focus({ preventScroll: true });
}

function drawTable() {
  rows = wantedRows();
  const step = page.steps[view.step];
  document.querySelector(".caption-step").textContent = step ? `, ${step}` : "";
  const found = isFiltered() ? `${digits(rows.length, 0)} of ${digits(numbersThere().length, 0)} shown` : "";
  document.querySelector(".found").textContent = found;
  document.querySelectorAll("#figures th[data-column]").forEach((head) => {
    const at = Number(head.dataset.column);
    const way = sorting.down ? "descending" : "ascending";
    head.setAttribute("aria-sort", at === sorting.column ? way : "none");
  });
  drawRows();
}

function showOpenRow() {
  for (const row of body.querySelectorAll("tr[data-feature]")) {
    row.classList.toggle("is-open", Number(row.dataset.feature) === opened);
  }
}

/** The classes of the layer shown, to look at one of them. */
function drawBandFilter() {
  const select = document.getElementById("band-filter");
  const layer = page.layers[view.layer];
  const texts = layer ? legendOf(layer).map((number) => page.bands[number].text) : [];
  if (!texts.includes(filter.band)) filter.band = "";
  select.replaceChildren(new Option(`Every class of ${layer ? layer.name : "the map"}`, ""),
    ...texts.map((text) => new Option(text, text, false, text === filter.band)));
}

function startTable() {
  document.querySelector(".table-tools").hidden = false;
  document.querySelectorAll("#figures th[data-column]").forEach((head) => {
    const button = element("button", head.textContent);
    button.type = "button";
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const at = Number(head.dataset.column);
      const figures = at >= 0 && shown[at].kind !== "word";
      // a figure is sorted from the greatest first; another click turns it round
      sorting.down = at === sorting.column ? !sorting.down : figures;
      sorting.column = at;
      scroll.scrollTop = 0;
      drawTable();
    });
  });
  document.getElementById("table-filter").addEventListener("input", (event) => {
    filter.words = event.target.value;
    scroll.scrollTop = 0;
    drawTable();
  });
  document.getElementById("band-filter").addEventListener("change", (event) => {
    filter.band = event.target.value;
    scroll.scrollTop = 0;
    drawTable();
  });
  if (isLong) {
    scroll.classList.add("is-long");
    scroll.querySelector("table").setAttribute("aria-rowcount", String(page.ids.length + 2));
    scroll.addEventListener("scroll", () => requestAnimationFrame(drawRows), { passive: true });
  }
  body.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-feature]");
    const selecting = !event.target.closest("button") && String(getSelection());
    if (row && !selecting) reveal(Number(row.dataset.feature), row.querySelector("button"));
  });
  refreshed.push(drawBandFilter, drawTable);
}
