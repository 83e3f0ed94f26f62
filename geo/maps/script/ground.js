/* The base map and its weights at each zoom. */

/** Paths come as steps east and north, the first from 0, 0. */
function decode(steps, toADegree) {
  const points = [];
  let x = 0;
  let y = 0;
  for (let at = 0; at < steps.length; at += 2) {
    x += steps[at];
    y += steps[at + 1];
    points.push([y / toADegree, x / toADegree]);
  }
  return points;
}

function drawBase(map, base, tiles) {
  document.documentElement.style.setProperty("--ground", base.ground);
  const under = { renderer: L.canvas({ pane: "base", padding: 0.3 }), pane: "base", interactive: false };
  // Browsers print what a canvas leaves clear as white, so the ground is drawn as well.
  const ground = { fillColor: base.ground, fillOpacity: 1, stroke: false };
  if (tiles) L.tileLayer(tiles, { maxZoom: 18 }).addTo(map);
  else L.rectangle([[-85, -180], [85, 180]], { ...under, ...ground }).addTo(map);
  for (const { polygons, fill, outline } of base.areas) {
    const style = { fillColor: fill, fillOpacity: 1, stroke: Boolean(outline), color: outline, weight: 1 };
    const rings = polygons.map((paths) => paths.map((path) => decode(path, 1e5)));
    L.polygon(rings, { ...under, ...style }).addTo(map);
  }
  const strokes = [];
  const draw = (line, color, edge) => {
    const path = L.polyline(line.points, { ...under, color, dashArray: line.dash || null });
    strokes.push({ path: path.addTo(map), width: line.width, edge, from: line.from });
  };
  const all = base.lines.map((line) => ({ ...line, points: line.paths.map((path) => decode(path, 1e5)) }));
  all.filter((line) => line.casing).forEach((line) => draw({ ...line, dash: "" }, line.casing, 0.7));
  all.forEach((line) => draw(line, line.colour, 0));
  const weigh = () => strokes.forEach(({ path, width, edge, from }) => {
    const weight = Math.max(0.5, width * 2 ** ((map.getZoom() - 14) / 2));
    const both = 2 * Math.min(edge, weight / 4);
    path.setStyle({ weight: weight + both, stroke: map.getZoom() >= from });
  });
  map.on("zoomend", weigh);
  weigh();
}
