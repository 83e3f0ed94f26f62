/* The page's values, and how its figures read. */

const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const motion = { zoomAnimation: !still, fadeAnimation: !still, inertia: !still };

const page = JSON.parse(document.getElementById("page-values").textContent);
for (const column of page.columns) {
  column.title = column.group ? `${column.group}: ${column.name}` : column.name;
  column.values = new Rows(column.values);
  column.total = new Rows(column.total);
}
for (const layer of page.layers) layer.classes = new Rows(layer.classes);
page.there = new Rows(page.there);

/* What is looked at: changed by the slider and the switch of layers, drawn by `refresh`. */
const view = { step: page.opening, layer: page.opensOn };
const refreshed = []; // what follows a change of the view, in order

/** Whether a place is there at the step shown; one that isn't is nowhere on the page. */
function isThere(number) {
  return page.there.empty || page.there.at(view.step, number) === 1;
}

const drawnAnew = new Map(); // number of a place -> the outlines it had, the oldest first
for (const one of page.was) drawnAnew.set(one.number, [...(drawnAnew.get(one.number) || []), one]);

/** A place's outline at the step shown, and a point in it. */
function outlineOf(number) {
  return drawnAnew.get(number)?.find((one) => view.step <= one.until)
    || { shape: page.shapes[number], at: page.at[number] };
}

/** The numbers of the places that are there at the step shown. */
function numbersThere() {
  return page.ids.map((_, number) => number).filter(isThere);
}

function refresh() {
  for (const follow of refreshed) follow();
}

function element(tag, text, className) {
  const node = document.createElement(tag);
  if (text) node.textContent = text;
  if (className) node.className = className;
  return node;
}

function title(number) {
  return `${page.ids[number]} ${page.names[number]}`.trim();
}

/** A whole number in units of its last decimal, as it reads: 1234567 to 2 places is 12,345.67. */
function digits(value, places) {
  const plain = String(Math.abs(value)).padStart(places + 1, "0");
  const whole = plain.slice(0, plain.length - places).replace(/\B(?=(\d{3})+$)/g, ",");
  const rest = places ? `.${plain.slice(-places)}` : "";
  return `${value < 0 ? "-" : ""}${whole}${rest}`;
}

function text(column, value) {
  if (value === null) return "–";
  if (column.kind === "word") return column.words[value][0];
  return digits(value, column.places) + (column.kind === "percent" ? "%" : "");
}

/** As a program reads it: no separators, empty where it isn't known. */
function plain(column, value) {
  if (value === null) return "";
  if (column.kind === "word") return column.words[value][1];
  return digits(value, column.places).replace(/,/g, "");
}

function says(column, number) {
  return text(column, column.values.at(view.step, number));
}

/** The band of a place on the layer and at the step that are shown. */
function bandOf(number) {
  const layer = page.layers[view.layer];
  return page.bands[legendOf(layer)[layer.classes.at(view.step, number)]];
}

function legendOf(layer) {
  return layer.legends[layer.legends.length > 1 ? view.step : 0];
}

/** What the layer shown says of a place: each of its columns, and the class. */
function lines(number) {
  const layer = page.layers[view.layer];
  const told = layer.says.map((at) => {
    const column = page.columns[at];
    return `${column.title} ${says(column, number)}`;
  });
  return [...told, bandOf(number).text];
}
