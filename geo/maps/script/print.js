/* Paper: the map as wide as the sheet, the legend beneath, and the whole table in parts that fit. */

const PAPER = { a4: { wide: 1037, high: 708 }, a3: { wide: 1502, high: 1037 } }; // pixels inside margins
const HEAD = 126; // pixels: markings, title and what it is of

function paper() {
  return document.documentElement.dataset.paper;
}

/** Whether the ground is larger on a sheet set upright. */
function isUpright() {
  const [from, to] = page.sheetBounds.map((corner) => map.project(corner, 10));
  return Math.abs(to.y - from.y) > 0.85 * Math.abs(to.x - from.x);
}

/** Pixels across and down inside the margins. */
function sheetSize() {
  const { wide, high } = PAPER[paper()];
  return isUpright() ? { wide: high, high: wide } : { wide, high };
}

/** Pixels across of the places' names and of each column, as measured. */
function measured() {
  const probe = printed(shown, "");
  probe.classList.add("probe");
  document.body.append(probe);
  const wide = (head) => Math.ceil(head.getBoundingClientRect().width) + 1;
  const [over, under] = probe.tHead.rows;
  const found = { names: wide(over.cells[0]), columns: [...under.cells].map(wide) };
  probe.remove();
  return found;
}

/** What stays together: a group of columns that fits, else each column by itself. */
function pieces(wide, room) {
  const found = [];
  shown.forEach((column, at) => {
    if (at && column.group && column.group === shown[at - 1].group) found[found.length - 1].push(at);
    else found.push([at]);
  });
  const fits = (piece) => piece.reduce((sum, at) => sum + wide[at], 0) <= room;
  return found.flatMap((piece) => (fits(piece) ? [piece] : piece.map((at) => [at])));
}

/** The columns in runs that fit a width. */
function runsWithin(wide, room, together) {
  const found = [];
  let used = room + 1;
  for (const piece of together) {
    const need = piece.reduce((sum, at) => sum + wide[at], 0);
    if (used + need > room) {
      found.push([]);
      used = 0;
    }
    found[found.length - 1].push(...piece);
    used += need;
  }
  return found;
}

/** As few runs as fit the sheet, about as wide as one another, each after the places' names. */
function runs() {
  const { names, columns } = measured();
  const room = sheetSize().wide - names;
  const together = pieces(columns, room);
  const fewest = runsWithin(columns, room, together).length;
  for (let share = 0.5; share < 1; share += 0.05) {
    const found = runsWithin(columns, share * room, together);
    if (found.length === fewest) return found.map((run) => run.map((at) => shown[at]));
  }
  return runsWithin(columns, room, together).map((run) => run.map((at) => shown[at]));
}

/** What a table is; of a part also what it is about. */
function caption(columns, part, parts) {
  const step = page.steps[view.step];
  const called = `${page.table}${step ? `, ${step}` : ""}`;
  if (parts === 1) return called;
  const groups = [...new Set(columns.map((column) => column.group).filter(Boolean))];
  const last = groups.pop();
  const about = last ? `: ${groups.length ? `${groups.join(", ")} and ` : ""}${last}` : "";
  return `${called} (${part + 1} of ${parts})${about}`;
}

function printed(columns, called) {
  const table = element("table", "", "printed");
  table.append(element("caption", called));
  const head = element("thead");
  const over = element("tr");
  const under = element("tr");
  const first = element("th", page.first);
  first.scope = "col";
  first.rowSpan = 2;
  over.append(first);
  columns.forEach((column, at) => {
    if (at === 0 || column.group !== columns[at - 1].group) {
      const cells = columns.slice(at).findIndex((next) => next.group !== column.group);
      const group = element("th", column.group, "over");
      group.colSpan = cells < 0 ? columns.length - at : cells;
      group.scope = "colgroup";
      over.append(group);
    }
    const named = cell("th", column.name, column.kind);
    named.scope = "col";
    under.append(named);
  });
  head.append(over, under);
  const filled = element("tbody");
  const lineOf = (called, say) => {
    const line = element("tr");
    const th = element("th", called);
    th.scope = "row";
    if (called.length > 34) th.className = "words";
    line.append(th, ...columns.map((column) => cell("td", say(column), column.kind)));
    return line;
  };
  filled.append(...rows.map((number) => lineOf(title(number), (column) => says(column, number))));
  if (page.total.length && !isFiltered()) {
    filled.append(lineOf(totalTitle(), (column) =>
      (column.total.empty ? "" : text(column, column.total.at(view.step, 0)))));
  }
  table.append(head, filled);
  return table;
}

/** How high the map may be to stand on one sheet with its legends, reckoned from their words. */
function mapHeight() {
  const { wide, high } = sheetSize();
  const lines = (letters, each) => Math.ceil((letters * each) / wide);
  let left = high - HEAD;
  for (const box of document.querySelectorAll(".legend")) {
    const note = box.querySelector("p");
    const items = [...box.querySelectorAll("li")].reduce((sum, item) => sum + item.textContent.length + 11, 0);
    left -= 34 + 24 * lines(items, 7.2) + (note ? 17 * lines(note.textContent.length, 6.4) : 0);
  }
  return Math.max(200, left);
}

/** Leaflet draws for the window's size: give the map the sheet's while the browser prints. */
function startPrint() {
  const sheets = document.querySelector(".sheets");
  const select = document.getElementById("paper");
  const choose = () => {
    document.documentElement.dataset.paper = select.value;
    document.getElementById("sheet").textContent = `@page { size: ${select.value.toUpperCase()} ${isUpright() ? "portrait" : "landscape"}; margin: 11mm; }`;
  };
  let before = null;
  const resize = (printing) => {
    document.documentElement.classList.toggle("printing", printing);
    const box = map.getContainer();
    box.style.width = printing ? `${sheetSize().wide}px` : "";
    box.style.height = printing ? `${mapHeight()}px` : "";
    map.invalidateSize({ animate: false, pan: false });
  };
  addEventListener("beforeprint", () => {
    if (before) return;
    map.closePopup();
    closeTips();
    before = { centre: map.getCenter(), zoom: map.getZoom(), bounds: map.getBounds() };
    // whoever hasn't gone nearer wants all of it, wherever a card has pushed the map
    const whole = before.zoom <= map.getBoundsZoom(page.bounds) + 0.5;
    resize(true);
    const { zoomSnap } = map.options;
    map.options.zoomSnap = 0; // as near as the sheet lets it be
    map.fitBounds(whole ? page.sheetBounds : before.bounds, { animate: false, padding: whole ? [14, 14] : [0, 0] });
    map.options.zoomSnap = zoomSnap;
    const parts = runs();
    sheets.replaceChildren(...parts.map((columns, part) => printed(columns, caption(columns, part, parts.length))));
  });
  addEventListener("afterprint", () => {
    if (!before) return;
    resize(false);
    map.setView(before.centre, before.zoom, { animate: false });
    before = null;
    sheets.replaceChildren();
  });
  select.addEventListener("change", choose);
  document.getElementById("print").addEventListener("click", () => print());
  choose();
}
