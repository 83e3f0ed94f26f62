/* Buttons on the map, and how everything begins. */

let overlayGroups = [];

function mapButton(words, drawing, act) {
  const link = element("a");
  link.href = "#";
  link.title = words;
  link.setAttribute("role", "button");
  link.setAttribute("aria-label", words);
  link.innerHTML = `<svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true"><path d="${drawing}" fill="none" stroke="currentColor" stroke-width="1.8"/></svg>`;
  L.DomEvent.on(link, "click", (event) => { L.DomEvent.stop(event); act(); });
  return link;
}

function addButtons(showAll) {
  const bar = L.control({ position: "topleft" });
  bar.onAdd = () => {
    const box = element("div", "", "leaflet-bar");
    L.DomEvent.disableClickPropagation(box);
    box.append(mapButton("Show all", "M9 1v4M9 13v4M1 9h4M13 9h4M9 4.5a4.5 4.5 0 1 0 .01 0z", showAll));
    if (document.fullscreenEnabled) {
      const stage = document.querySelector(".stage");
      box.append(mapButton("Full screen", "M2 6.5V2h4.5M11.5 2H16v4.5M16 11.5V16h-4.5M6.5 16H2v-4.5",
        () => (document.fullscreenElement ? document.exitFullscreen() : stage.requestFullscreen())));
    }
    return box;
  };
  bar.addTo(map);
}

function moveControl(control) {
  const place = document.querySelector(".layers");
  place.hidden = false;
  place.append(control.getContainer());
}

/** Called by folium's script once the map and its layers are there. */
function start(made) {
  map = made.map;
  overlayGroups = made.overlays;

  const box = map.getContainer();
  box.setAttribute("role", "region");
  const keys = onCanvas ? "A list after it goes from place to place." : "Tab goes from place to place, Enter opens one.";
  box.setAttribute("aria-label", `Map of ${page.title}. ${keys} Arrow keys move the map.`);
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") map.closePopup(); });

  const showAll = () => map.fitBounds(page.bounds, { padding: [28, 28], animate: false });
  showAll();
  map.setMinZoom(Math.max(0, Math.floor(map.getZoom()) - 2));
  drawBase(map, page.base, page.tiles);
  if (page.layers.length) drawPlaces();
  addButtons(showAll);
  L.control.scale({ imperial: false }).addTo(map);
  if (page.attribution) {
    L.control.attribution({ prefix: false }).addAttribution(page.attribution).addTo(map);
  }
  moveControl(made.control);
  if (onCanvas) addList(document.querySelector(".canvas"));

  const labels = new Labels().addTo(map);
  document.querySelector(".tools").hidden = false;
  startTable();
  startSaving();
  startSearch();
  startSlider();
  startLabels(labels);
  startPrint();
  followCloses();
  refreshed.push(() => labels.refresh(), drawLegends, followCard, announce);
  map.on("baselayerchange overlayadd overlayremove", (event) => {
    const chosen = made.layers.indexOf(event.layer);
    if (chosen >= 0) view.layer = chosen;
    refresh();
  });
  drawBandFilter();
  drawTable();
  drawLegends();
}
