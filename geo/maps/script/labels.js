/* Names beside the places, which make room for one another: refs where there is none for a name. */

const CROWD = 400; // more names than these in sight are more than anybody reads
const pen = document.createElement("canvas").getContext("2d");

const Labels = L.Layer.extend({
  shows: "names",
  onAdd() {
    this._box = element("div", "", "leaflet-zoom-hide");
    this._box.setAttribute("aria-hidden", "true");
    this.getPane("labels").append(this._box);
    pen.font = `650 12.5px ${getComputedStyle(this.getPane("labels")).fontFamily}`;
    this.refresh();
  },
  getEvents() {
    return { moveend: this.refresh, viewreset: this.refresh };
  },
  refresh() {
    if (!this._map) return;
    this._box.replaceChildren();
    const wanted = this.shows === "none" ? [] : [...this.ofPlaces(), ...this.ofOverlays()];
    // Beside its own shape a name must not lie on another place: it would name the wrong one.
    const misleads = (label, box) => !holds(label.shape, label.size) && wanted.some((other) =>
      other.shape !== label.shape && (other.layer === label.layer || other.layer === "of-place")
      && other.shape.overlaps(box));
    const corners = [L.point(0, 0), map.getSize()].map((at) => map.containerPointToLayerPoint(at));
    const sight = L.bounds(corners);
    const taken = buttons();
    const roomFor = (label) => candidates(label).find((box) =>
      (sight.contains(box) || !sight.contains(label.at))
      && !taken.some((other) => other.overlaps(box)) && !misleads(label, box));
    for (const whole of wanted) {
      let label = whole;
      let spot = roomFor(label);
      if (!spot && whole.short) {
        label = whole.short;
        spot = roomFor(label);
      }
      if (!spot) continue;
      taken.push(spot);
      const node = element("div", label.text, `place-label ${label.layer}`);
      this._box.append(node);
      L.DomUtil.setPosition(node, spot.min.round());
    }
  },
  ofPlaces() {
    const sight = map.getBounds().pad(0.1);
    const near = [...places].filter(([number, shape]) => isThere(number) && sight.contains(shape.outline.at));
    if (near.length > CROWD) return [];
    const found = [];
    for (const [number, shape] of near) {
      const labelled = (called) => {
        const text = `${bandOf(number).mark} ${called}`.trim();
        return { text, layer: "of-place", ...spotOf(text, shape.outline.at, shape._pxBounds) };
      };
      const named = this.shows === "names" && page.names[number];
      const short = labelled(page.ids[number]);
      found.push(named ? { ...labelled(named), short } : short);
    }
    return found;
  },
  ofOverlays() {
    return page.overlays.flatMap((overlay, at) => {
      const shapes = overlayGroups[at].getLayers();
      if (!map.hasLayer(overlayGroups[at])) return [];
      return overlay.names.map((text, number) => ({
        text,
        layer: "of-overlay",
        ...spotOf(text, overlay.at[number], shapes[number]._pxBounds),
      }));
    });
  },
});

/** Where the buttons lie on the map: a name beneath them can't be read. */
function buttons() {
  const corner = map.getContainer().getBoundingClientRect();
  return [...map.getContainer().querySelectorAll(".leaflet-bar")].map((bar) => {
    const { left, top, right, bottom } = bar.getBoundingClientRect();
    const [from, to] = [[left, top], [right, bottom]].map(([x, y]) =>
      map.containerPointToLayerPoint([x - corner.left, y - corner.top]));
    return L.bounds(from, to);
  });
}

function spotOf(text, at, shape) {
  return { size: L.point(pen.measureText(text).width + 2, 15), at: map.latLngToLayerPoint(at), shape };
}

function holds(shape, size) {
  return shape.getSize().x > size.x + 4 && shape.getSize().y > size.y + 2;
}

function candidates({ size, at, shape }) {
  const half = size.divideBy(2);
  const boxAt = (x, y) => L.bounds([x, y], [x + size.x, y + size.y]);
  const inside = boxAt(at.x - half.x, at.y - half.y);
  if (holds(shape, size)) return [inside];
  // beside a large shape is too far away: across it, if it doesn't stick out by much
  if (Math.max(shape.getSize().x, shape.getSize().y) > 90) {
    return shape.getSize().x * 1.8 > size.x ? [inside] : [];
  }
  const middle = shape.getCenter();
  return [
    boxAt(middle.x - half.x, shape.max.y + 1),
    boxAt(middle.x - half.x, shape.min.y - size.y - 1),
    boxAt(shape.max.x + 2, middle.y - half.y),
    boxAt(shape.min.x - size.x - 2, middle.y - half.y),
  ];
}
