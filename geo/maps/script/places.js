/* The places on the map: one shape each, coloured anew for every layer and step. A shape too small
   to hit is drawn as a disc until the map is near enough. */

const LEAST = 24; // pixels across: what a finger hits
const DOT = 8; // pixels across, where thousands would cover one another
const onCanvas = page.shapes.filter(Boolean).length > page.many;
const places = new Map(); // number of a place -> its shape
let map = null;
let group = null;

/** How wide a disc is at this zoom: thousands of places share half of the ground they lie on. */
const widths = new Map();

function discWidth() {
  if (!onCanvas) return LEAST;
  const zoom = map.getZoom();
  if (!widths.has(zoom)) {
    const [from, to] = page.bounds.map((corner) => map.project(corner, zoom));
    const ground = Math.abs((to.x - from.x) * (to.y - from.y));
    const width = 2 * Math.sqrt(ground / 2 / Math.PI / places.size);
    widths.set(zoom, Math.round(Math.max(DOT, Math.min(LEAST, width))));
  }
  return widths.get(zoom);
}

function ringsOf(outline) {
  return outline.shape.map((paths) => paths.map((path) => decode(path, 1e6)));
}

const Shape = L.Polygon.extend({
  initialize(number, options) {
    this.number = number;
    this.outline = outlineOf(number);
    L.Polygon.prototype.initialize.call(this, ringsOf(this.outline), options);
  },
  /** As it was drawn at the step shown. */
  redrawn() {
    const outline = outlineOf(this.number);
    if (outline.shape === this.outline.shape) return;
    this.outline = outline;
    this.setLatLngs(ringsOf(outline));
  },
  _updateBounds() {
    L.Polygon.prototype._updateBounds.call(this);
    if (!this._rawPxBounds) return;
    const { x, y } = this._rawPxBounds.getSize();
    const width = discWidth();
    this.isDisc = Math.min(x, y) < width && Math.max(x, y) < 3 * width;
    if (!this.isDisc) return;
    this._point = this._map.latLngToLayerPoint(this.outline.at);
    this._radius = width / 2;
    this._radiusY = width / 2;
    const reach = L.point(width / 2 + 2, width / 2 + 2);
    this._pxBounds = L.bounds(this._point.subtract(reach), this._point.add(reach));
  },
  _empty() {
    return !this._renderer._bounds.intersects(this._pxBounds);
  },
  _updatePath() {
    if (onCanvas && !isThere(this.number)) return;
    if (this.isDisc && onCanvas && this !== marked) stamp(this._renderer._ctx, this);
    else if (this.isDisc) this._renderer._updateCircle(this);
    else L.Polygon.prototype._updatePath.call(this);
  },
  _containsPoint(point) {
    if (!isThere(this.number)) return false;
    if (this.isDisc) return point.distanceTo(this._point) <= this._radius + 1;
    return L.Polygon.prototype._containsPoint.call(this, point);
  },
});

/* ---- how they look ---- */

const tiles = new Map(); // band -> its pattern as a canvas paints it

function pattern(band) {
  if (!tiles.has(band)) {
    const tile = document.createElement("canvas");
    tile.width = 8;
    tile.height = 8;
    const pen = tile.getContext("2d");
    pen.fillStyle = band.fill;
    pen.fillRect(0, 0, 8, 8);
    pen.fillStyle = band.ink;
    pen.strokeStyle = band.ink;
    pen.lineWidth = 1.1;
    if (band.pattern === "dots") {
      for (const at of [2, 6]) { pen.beginPath(); pen.arc(at, at, 1.1, 0, 7); pen.fill(); }
    } else {
      const strokes = "M-2 2l4 -4M0 8l8 -8M6 10l4 -4";
      pen.stroke(new Path2D(strokes + (band.pattern === "cross" ? "M-2 6l4 4M0 0l8 8M6 -2l4 4" : "")));
    }
    tiles.set(band, pen.createPattern(tile, "repeat"));
  }
  return tiles.get(band);
}

const discs = new Map(); // band and width -> a disc, drawn once and put down wherever it stands

function disc(band, width) {
  const kind = `${page.bands.indexOf(band)} ${width}`;
  if (!discs.has(kind)) {
    const side = width + 6;
    const tile = document.createElement("canvas");
    tile.width = 2 * side;
    tile.height = 2 * side;
    const pen = tile.getContext("2d");
    pen.scale(2, 2);
    pen.beginPath();
    pen.arc(side / 2, side / 2, width / 2, 0, 2 * Math.PI);
    pen.globalAlpha = band.opacity;
    pen.fillStyle = fillOf(band);
    pen.fill();
    pen.globalAlpha = 1;
    pen.strokeStyle = band.ink;
    pen.lineWidth = width < LEAST / 2 ? 1 : band.weight;
    pen.lineCap = "round";
    if (band.dash) pen.setLineDash(band.dash.split(" ").map((part) => (part * width) / LEAST));
    pen.stroke();
    discs.set(kind, { tile, side });
  }
  return discs.get(kind);
}

function stamp(pen, shape) {
  if (!pen || shape._empty()) return;
  const { tile, side } = disc(bandOf(shape.number), 2 * shape._radius);
  const { x, y } = shape._point;
  pen.globalAlpha = 1;
  pen.drawImage(tile, x - side / 2, y - side / 2, side, side);
}

function fillOf(band) {
  if (band.pattern === "plain") return band.fill;
  return onCanvas ? pattern(band) : `url(#paint-${page.bands.indexOf(band)})`;
}

function style(band) {
  return {
    fillColor: fillOf(band),
    fillOpacity: band.opacity,
    color: band.ink,
    weight: band.weight,
    dashArray: band.dash || null,
  };
}

function restyle() {
  for (const number of drawnAnew.keys()) places.get(number).redrawn();
  const looks = new Map(page.bands.map((band) => [band, style(band)]));
  for (const [number, shape] of places) {
    if (onCanvas) {
      // one drawing for all: Leaflet would ask for one for each
      Object.assign(shape.options, looks.get(bandOf(number)));
      shape._renderer._updateDashArray(shape);
    } else {
      shape.setStyle(looks.get(bandOf(number)));
      name(shape);
      shape.getElement().style.display = isThere(number) ? "" : "none";
    }
  }
  if (onCanvas) {
    const [shape] = places.values();
    shape._renderer._redrawBounds = null;
    shape._renderer._redraw();
  }
  if (current !== null) mark(current);
}

function name(shape) {
  shape.getElement().setAttribute("aria-label", [title(shape.number), ...lines(shape.number)].join(". "));
}

/* ---- the place that has the pointer, the keyboard or the popup ---- */

let current = null;
let marked = null; // its shape

function mark(number) {
  if (current !== null && current !== number && places.has(current)) {
    places.get(current).setStyle(style(bandOf(current)));
    places.get(current).getElement()?.classList.remove("is-open");
  }
  current = number;
  const shape = places.get(number);
  marked = shape || null;
  if (!shape) return;
  if (onCanvas) shape.setStyle({ color: "#1559c7", weight: 5, dashArray: null }).bringToFront();
  else shape.getElement()?.classList.add("is-open");
}

function tip(shape) {
  const box = element("div");
  box.append(element("span", title(shape.number), "tip-title"));
  for (const line of lines(shape.number)) box.append(element("span", line));
  return box;
}

/* ---- the keyboard ---- */

/** Leaflet's shapes answer to the mouse alone: make this one a button on the keyboard's round. */
function makeFocusable(shape) {
  const node = shape.getElement();
  node.setAttribute("tabindex", "0");
  node.setAttribute("role", "button");
  node.setAttribute("aria-haspopup", "dialog");
  name(shape);
  node.style.display = isThere(shape.number) ? "" : "none";
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    openCard(shape.number, node);
  });
  node.addEventListener("focus", () => {
    if (node.matches(":focus-visible")) {
      map.panInside(shape.outline.at, { padding: [50, 50], animate: false });
    }
  });
}

/** A canvas has nothing to tab to: a list beside it goes from place to place. */
function addList(stage) {
  const list = element("div", "", "place-list");
  list.tabIndex = 0;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Places on the map. Arrow keys go on, Enter opens one.");
  const option = element("div");
  option.id = "place-option";
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "true");
  list.setAttribute("aria-activedescendant", option.id);
  list.append(option);
  let numbers = [];
  let at = 0;
  const go = (to) => {
    numbers = [...places.keys()].filter(isThere);
    if (!numbers.length) return;
    at = to >= numbers.length && at >= numbers.length ? 0 : (to + numbers.length) % numbers.length;
    option.textContent = [title(numbers[at]), ...lines(numbers[at])].join(". ");
    mark(numbers[at]);
    map.panInside(places.get(numbers[at]).outline.at, { padding: [50, 50], animate: false });
  };
  const keys = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, PageDown: 20, PageUp: -20 };
  list.addEventListener("focus", () => go(at));
  list.addEventListener("keydown", (event) => {
    if (event.key in keys) go(at + keys[event.key]);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(-1);
    else if (event.key === "Enter" || event.key === " ") {
      if (isThere(numbers[at])) openCard(numbers[at], list);
    }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  const [first] = [...places.keys()].filter(isThere);
  if (first !== undefined) option.textContent = title(first);
  stage.append(list);
}

function drawPlaces() {
  const renderer = onCanvas ? L.canvas({ padding: 0.2 }) : L.svg({ padding: 0.3 });
  group = L.featureGroup();
  page.shapes.forEach((paths, number) => {
    if (!paths) return;
    const shape = new Shape(number, { renderer, smoothFactor: 0.5, ...style(bandOf(number)) });
    places.set(number, shape);
    if (!onCanvas) shape.on("add", () => makeFocusable(shape));
    group.addLayer(shape);
  });
  group.bindTooltip(tip, { sticky: true, className: "tip", opacity: 1 });
  group.on("click", (event) => {
    const { number } = event.propagatedFrom || event.layer;
    openCard(number, places.get(number).getElement() || null, event.latlng);
  });
  group.addTo(map);
  refreshed.push(restyle);
}
