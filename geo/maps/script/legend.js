/* The legend of the layer shown, with how many places each class has at the step shown. */

function swatch(band) {
  const box = element("span", "", "swatch");
  const fill = band.pattern === "plain" ? band.fill : `url(#paint-${page.bands.indexOf(band)})`;
  // every part of this is a number or a colour that was checked when the page was made
  box.innerHTML = `<svg viewBox="0 0 34 22" width="34" height="22" aria-hidden="true"><rect width="34" height="22" rx="3" fill="var(--ground)"/><rect x="2" y="2" width="30" height="18" rx="2" fill="${fill}" fill-opacity="${band.opacity}" stroke="${band.ink}" stroke-width="${band.weight}" stroke-dasharray="${band.dash}"/></svg>`;
  return box;
}

function legend(name, note, noun, bands, counts) {
  const box = element("div", "", "legend");
  box.append(element("h2", name));
  if (note) box.append(element("p", note));
  const list = element("ul");
  const marked = bands.some((band) => band.mark);
  bands.forEach((band, at) => {
    const item = element("li");
    item.append(swatch(band));
    if (marked) item.append(element("span", band.mark, "mark"));
    const count = element("span", digits(counts[at], 0), "count");
    count.append(element("span", ` ${noun}`, "unseen"));
    item.append(element("span", band.text, "meaning"), count);
    list.append(item);
  });
  box.append(list);
  return box;
}

function drawLegends() {
  const layer = page.layers[view.layer];
  const legends = [];
  if (layer) {
    const bands = legendOf(layer).map((number) => page.bands[number]);
    const counts = bands.map(() => 0);
    numbersThere().forEach((number) => { counts[layer.classes.at(view.step, number)] += 1; });
    const step = page.steps[view.step];
    legends.push(legend(step ? `${layer.name}, ${step}` : layer.name, layer.note, layer.noun, bands, counts));
  }
  page.overlays.forEach((overlay, at) => {
    if (!map.hasLayer(overlayGroups[at])) return;
    const band = page.bands[overlay.band];
    legends.push(legend(overlay.name, overlay.note, "outlines", [band], [overlay.names.length]));
  });
  document.querySelector(".legends").replaceChildren(...legends);
}

function announce() {
  const shown = [page.layers[view.layer]?.name, ...page.overlays
    .filter((overlay, at) => map.hasLayer(overlayGroups[at])).map((overlay) => overlay.name)];
  const step = page.steps[view.step];
  const said = `Now on the map: ${shown.filter(Boolean).join(", ")}${step ? `. ${step}` : ""}`;
  document.querySelector("[role=status]").textContent = said;
}
