/* The card of one place: every figure of the step shown. */

let popup = null;
let opener = null; // what to give the focus back to when the card closes
let opened = null; // the place whose card is open

function card(number) {
  const box = element("section", "", "card");
  box.tabIndex = 0;
  box.style.maxHeight = `${Math.max(160, Math.min(460, map.getSize().y - 60))}px`;
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", title(number));
  box.append(element("h3", title(number)));
  if (page.steps[view.step]) box.append(element("p", page.steps[view.step], "card-step"));
  if (page.layers[view.layer]) {
    box.append(element("p", `${page.layers[view.layer].name}: ${bandOf(number).text}`));
  }
  let list = null;
  let heading = null;
  for (const column of page.columns) {
    if (list === null || column.group !== heading) {
      heading = column.group;
      if (heading) box.append(element("h4", heading));
      list = element("dl");
      box.append(list);
    }
    const said = says(column, number);
    const pair = element("div", "", said.length > 40 ? "sentence" : "");
    pair.append(element("dt", column.name), element("dd", said));
    list.append(pair);
  }
  return box;
}

function openCard(number, from, where) {
  const shape = places.get(number);
  if (!shape) return;
  closeTips();
  map.closePopup();
  const width = Math.min(330, innerWidth - 120);
  popup = L.popup({
    maxWidth: width,
    minWidth: width,
    autoPanPaddingTopLeft: [56, 12], // clear of the buttons
    autoPanPaddingBottomRight: [12, 12],
  });
  popup.setContent(card(number)).setLatLng(where || shape.outline.at);
  opener = from;
  opened = number;
  mark(number);
  popup.openOn(map);
  showOpenRow();
  if (from) popup.getElement().querySelector(".card").focus({ preventScroll: true });
}

function closeTips() {
  group.closeTooltip();
}

function followCard() {
  if (opened === null || !popup) return;
  if (!isThere(opened)) {
    map.closePopup();
    return;
  }
  const had = popup.getElement()?.contains(document.activeElement);
  popup.setContent(card(opened));
  if (had) popup.getElement().querySelector(".card").focus({ preventScroll: true });
}

/** A card that closes under the keyboard leaves it nowhere: return to where it was opened. */
function followCloses() {
  map.on("popupclose", (event) => {
    const at = document.activeElement;
    const lost = !at || at === document.body || event.popup.getElement().contains(at);
    const back = opener;
    const number = opened;
    opened = null;
    if (number !== null) unmark(number);
    showOpenRow();
    if (lost && back && back.isConnected) back.focus({ preventScroll: true });
  });
}

function unmark(number) {
  current = null;
  marked = null;
  const shape = places.get(number);
  if (!shape) return;
  shape.setStyle(style(bandOf(number)));
  shape.getElement()?.classList.remove("is-open");
}
