"use strict";
/* Everything the page does beyond Leaflet: popups by mouse and keyboard, labels that make room for
   one another, legends that follow the layer shown, the table that leads to the map, and print.
   Texts reach the page as text nodes and attributes, never as HTML. */
const pageMap = (() => {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const motion = { zoomAnimation: !still, fadeAnimation: !still, inertia: !still };
  const drawn = new Map(); // Leaflet path -> { number, layer, shape, feature }: what it draws
  let page = null; // what Python says: texts, facts, base, bounds
  let map = null;
  let groups = []; // the Leaflet layers, in the order of page.layers
  let legends = []; // their legends
  let opener = null; // what to give the focus back to when a popup closes

  function element(tag, text, className) {
    const node = document.createElement(tag);
    if (text) node.textContent = text;
    if (className) node.className = className;
    return node;
  }

  /* ---- features ---- */

  /** folium calls this for each feature of each layer. */
  function bind(geo, path) {
    const layer = geo.properties.layer;
    const shape = page.layers[layer].shapes[geo.id];
    const what = { number: shape.feature, layer, shape, feature: page.features[shape.feature] };
    drawn.set(path, what);
    if (!opens(path)) return;
    path.bindTooltip(() => tip(what), { sticky: true, className: "tip", opacity: 1 });
    path.bindPopup(() => card(what), {
      maxWidth: Math.min(330, innerWidth - 120),
      minWidth: Math.min(330, innerWidth - 120),
      autoPanPaddingTopLeft: [56, 12], // clear of the buttons
      autoPanPaddingBottomRight: [12, 12],
    });
    path.on("add", () => makeFocusable(path));
    path.on("popupopen", () => markOpen(path, true));
    path.on("popupclose", (event) => {
      markOpen(path, false);
      giveFocusBack(event.popup);
    });
    path.on("click", () => { opener = path.getElement(); });
  }

  function opens(path) {
    return drawn.get(path).feature.facts.length > 0;
  }

  function tip({ feature, shape }) {
    const box = element("div");
    box.append(element("span", feature.title, "tip-title"));
    box.append(element("span", shape.value || shape.band));
    return box;
  }

  function card({ feature, shape }) {
    const box = element("section", "", "card");
    box.tabIndex = -1;
    box.style.maxHeight = `${Math.max(160, Math.min(460, map.getSize().y - 60))}px`;
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", feature.title);
    const list = element("dl");
    for (const [name, fact] of feature.facts) {
      list.append(element("dt", name), element("dd", fact));
    }
    box.append(element("h3", feature.title), element("p", shape.value || shape.band), list);
    return box;
  }

  /** Leaflet's shapes answer to the mouse alone: make this one a button on the keyboard's round. */
  function makeFocusable(path) {
    const { feature, shape } = drawn.get(path);
    const node = path.getElement();
    node.setAttribute("tabindex", "0");
    node.setAttribute("role", "button");
    node.setAttribute("aria-haspopup", "dialog");
    const words = [feature.title, shape.value, shape.band].filter(Boolean);
    node.setAttribute("aria-label", words.join(". "));
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      open(path, node);
    });
    node.addEventListener("focus", () => {
      if (node.matches(":focus-visible")) {
        map.panInside(feature.at, { padding: [50, 50], animate: false });
      }
    });
  }

  function open(path, from) {
    opener = from;
    path.closeTooltip();
    path.openPopup(L.latLng(drawn.get(path).feature.at));
    path.getPopup().getElement().querySelector(".card").focus({ preventScroll: true });
  }

  function markOpen(path, isOpen) {
    if (isOpen) path.closeTooltip();
    if (path.getElement()) path.getElement().classList.toggle("is-open", isOpen);
    for (const row of document.querySelectorAll("tr[data-feature]")) {
      if (Number(row.dataset.feature) === drawn.get(path).number) {
        row.classList.toggle("is-open", isOpen);
      }
    }
  }

  /** A popup that closes under the keyboard leaves it nowhere: return to where it was opened. */
  function giveFocusBack(popup) {
    const at = document.activeElement;
    const lost = !at || at === document.body || popup.getElement().contains(at);
    if (lost && opener && opener.isConnected) opener.focus({ preventScroll: true });
  }

  /* ---- layers and legends ---- */

  /** Put a layer on the map; of those shown one at a time, take the others off. */
  function show(number) {
    if (!page.layers[number].overlay) {
      groups.filter((group, at) => !page.layers[at].overlay).forEach((group) => map.removeLayer(group));
    }
    map.addLayer(groups[number]);
  }

  function followLayers() {
    legends.forEach((legend, at) => { legend.hidden = !map.hasLayer(groups[at]); });
  }

  function announce() {
    const names = page.layers.filter((layer, at) => map.hasLayer(groups[at])).map(({ name }) => name);
    document.querySelector("[role=status]").textContent = `Now on the map: ${names.join(", ")}`;
  }

  function moveControl(control) {
    const place = document.querySelector(".layers");
    place.hidden = false;
    place.append(control.getContainer());
  }

  /* ---- labels ---- */

  /** Short texts inside their shapes where they fit, else beside them, else not at this zoom. */
  const Labels = L.Layer.extend({
    onAdd() {
      this._box = element("div", "", "leaflet-zoom-hide");
      this._box.setAttribute("aria-hidden", "true");
      this.getPane("labels").append(this._box);
      this.refresh();
    },
    onRemove() {
      this._box.remove();
    },
    getEvents() {
      return { zoomend: this.refresh, viewreset: this.refresh };
    },
    refresh() {
      if (!this._map) return;
      this._box.replaceChildren();
      const wanted = [...drawn].filter(([path, { shape }]) => shape.label && map.hasLayer(path))
        .map(([path, { shape, feature, layer }]) => {
          const node = element("div", shape.label, "place-label");
          this._box.append(node);
          const { width, height } = node.getBoundingClientRect();
          const at = map.latLngToLayerPoint(feature.at);
          return { node, layer, size: L.point(width, height), at, shape: pixelBounds(path) };
        });
      // Beside its own shape a label must not lie on another of the layer: it would name the wrong one.
      const misleads = (label, box) => !holds(label.shape, label.size) && wanted.some((other) =>
        other !== label && other.layer === label.layer && other.shape.overlaps(box));
      const taken = [];
      for (const label of wanted) {
        const spot = candidates(label).find((box) =>
          !taken.some((other) => other.overlaps(box)) && !misleads(label, box));
        if (!spot) { label.node.remove(); continue; }
        taken.push(spot);
        L.DomUtil.setPosition(label.node, spot.min.round());
      }
    },
  });

  function pixelBounds(path) {
    const bounds = path.getBounds();
    return L.bounds(
      map.latLngToLayerPoint(bounds.getNorthWest()), map.latLngToLayerPoint(bounds.getSouthEast()));
  }

  function holds(shape, size) {
    return shape.getSize().x > size.x + 4 && shape.getSize().y > size.y + 2;
  }

  function candidates({ size, at, shape }) {
    const half = size.divideBy(2);
    const boxAt = (x, y) => L.bounds([x, y], [x + size.x, y + size.y]);
    if (holds(shape, size)) return [boxAt(at.x - half.x, at.y - half.y)];
    if (Math.max(shape.getSize().x, shape.getSize().y) > 90) return []; // beside it is too far away
    const middle = shape.getCenter();
    return [
      boxAt(middle.x - half.x, shape.max.y + 3),
      boxAt(middle.x - half.x, shape.min.y - size.y - 3),
      boxAt(shape.max.x + 4, middle.y - half.y),
      boxAt(shape.min.x - size.x - 4, middle.y - half.y),
    ];
  }

  /* ---- the base ---- */

  /** Paths come as steps of 1e-5 degrees east and north, the first from 0, 0. */
  function decode(steps) {
    const points = [];
    let x = 0;
    let y = 0;
    for (let at = 0; at < steps.length; at += 2) {
      x += steps[at];
      y += steps[at + 1];
      points.push([y / 1e5, x / 1e5]);
    }
    return points;
  }

  function drawBase(base) {
    map.getContainer().style.setProperty("--ground", base.ground);
    const plain = { renderer: L.canvas({ pane: "base", padding: 0.3 }), pane: "base", interactive: false };
    // Browsers print what a canvas leaves clear as white, so the ground is drawn as well.
    const ground = { fillColor: base.ground, fillOpacity: 1, stroke: false };
    L.rectangle([[-85, -180], [85, 180]], { ...plain, ...ground }).addTo(map);
    for (const { polygons, fill, outline } of base.areas) {
      const style = { fillColor: fill, fillOpacity: 1, stroke: Boolean(outline), color: outline, weight: 1 };
      L.polygon(polygons.map((rings) => rings.map(decode)), { ...plain, ...style }).addTo(map);
    }
    const strokes = [];
    const draw = (line, color, edge) => {
      const path = L.polyline(line.points, { ...plain, color, dashArray: line.dash || null });
      strokes.push({ path: path.addTo(map), width: line.width, edge, from: line.from });
    };
    const lines = base.lines.map((line) => ({ ...line, points: line.paths.map(decode) }));
    lines.filter((line) => line.casing).forEach((line) => draw({ ...line, dash: "" }, line.casing, 0.7));
    lines.forEach((line) => draw(line, line.colour, 0));
    const weigh = () => strokes.forEach(({ path, width, edge, from }) => {
      const weight = Math.max(0.5, width * 2 ** ((map.getZoom() - 14) / 2));
      const both = 2 * Math.min(edge, weight / 4);
      path.setStyle({ weight: weight + both, stroke: map.getZoom() >= from });
    });
    map.on("zoomend", weigh);
    weigh();
  }

  /* ---- buttons on the map ---- */

  function button(title, drawing, act) {
    const link = element("a");
    link.href = "#";
    link.title = title;
    link.setAttribute("role", "button");
    link.setAttribute("aria-label", title);
    link.innerHTML = `<svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true"><path d="${drawing}" fill="none" stroke="currentColor" stroke-width="1.8"/></svg>`;
    L.DomEvent.on(link, "click", (event) => { L.DomEvent.stop(event); act(); });
    return link;
  }

  function addButtons(showAll) {
    const bar = L.control({ position: "topleft" });
    bar.onAdd = () => {
      const box = element("div", "", "leaflet-bar");
      L.DomEvent.disableClickPropagation(box);
      box.append(button("Show all", "M9 1v4M9 13v4M1 9h4M13 9h4M9 4.5a4.5 4.5 0 1 0 .01 0z", showAll));
      if (document.fullscreenEnabled) {
        const stage = document.querySelector(".stage");
        box.append(button("Full screen", "M2 6.5V2h4.5M11.5 2H16v4.5M16 11.5V16h-4.5M6.5 16H2v-4.5",
          () => (document.fullscreenElement ? document.exitFullscreen() : stage.requestFullscreen())));
      }
      return box;
    };
    bar.addTo(map);
  }

  /* ---- the table ---- */

  /** Zoom to a feature, on a layer that shows it, and open its popup. */
  function reveal(number, from) {
    const paths = [...drawn.keys()].filter((path) => drawn.get(path).number === number);
    const path = paths.find((one) => map.hasLayer(one)) || paths[0];
    if (!map.hasLayer(path)) show(drawn.get(path).layer);
    map.fitBounds(path.getBounds(), { maxZoom: 16, padding: [90, 90], animate: false });
    document.querySelector(".canvas").scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
    if (opens(path)) open(path, from);
  }

  function leadFromTable() {
    document.querySelector(".figures tbody").addEventListener("click", (event) => {
      const row = event.target.closest("tr[data-feature]");
      const selecting = !event.target.closest("button") && String(getSelection());
      if (row && !selecting) reveal(Number(row.dataset.feature), row.querySelector("button"));
    });
  }

  /* ---- print ---- */

  /** Leaflet draws for the window's size: give the map the sheet's while the browser prints. */
  function fitForPrint() {
    let view = null;
    addEventListener("beforeprint", () => {
      view = { centre: map.getCenter(), zoom: map.getZoom(), bounds: map.getBounds() };
      resize(true);
      map.fitBounds(view.bounds, { animate: false });
    });
    addEventListener("afterprint", () => {
      resize(false);
      map.setView(view.centre, view.zoom, { animate: false });
    });
  }

  function resize(printing) {
    document.documentElement.classList.toggle("printing", printing);
    map.invalidateSize({ animate: false, pan: false });
  }

  /* ---- start ---- */

  /** What Python says of the page; called before folium draws anything. */
  function read(values) {
    page = values;
  }

  /** Called by folium's script once the map and its layers are there. */
  function start(made) {
    map = made.map;
    groups = made.layers;
    legends = [...document.querySelectorAll(".legend")];

    const box = map.getContainer();
    box.setAttribute("role", "region");
    box.setAttribute("aria-label",
      `Map of ${page.title}. Tab goes from place to place, Enter opens one, arrow keys move the map.`);
    box.addEventListener("keydown", (event) => { if (event.key === "Escape") map.closePopup(); });

    const showAll = () => map.fitBounds(page.bounds, { padding: [28, 28], animate: false });
    showAll();
    map.setMinZoom(Math.max(0, Math.floor(map.getZoom()) - 2));
    drawBase(page.base);
    addButtons(showAll);
    L.control.scale().addTo(map);
    if (page.attribution) {
      L.control.attribution({ prefix: false }).addAttribution(page.attribution).addTo(map);
    }
    moveControl(made.control);

    const labels = new Labels();
    made.labels.addLayer(labels);
    map.on("baselayerchange overlayadd overlayremove", () => {
      followLayers();
      labels.refresh();
      announce();
    });
    followLayers();
    leadFromTable();
    fitForPrint();
  }

  return { motion, read, bind, start };
})();
