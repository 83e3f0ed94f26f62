/* Search by ref or name, the slider of months, and which names are drawn. */

const FEWEST = 8; // places offered at a time

function matches(typed) {
  const words = typed.toLowerCase().trim();
  if (!words) return [];
  const found = [];
  numbersThere().forEach((number) => {
    const called = [page.ids[number], page.names[number]].map((name) => name.toLowerCase());
    const at = Math.min(...called.map((name) => (name.includes(words) ? name.indexOf(words) : Infinity)));
    if (at < Infinity) found.push([at === 0 ? 0 : 1, number]);
  });
  return found.sort(([a, x], [b, y]) => a - b || x - y).slice(0, FEWEST).map(([, number]) => number);
}

function startSearch() {
  const box = document.getElementById("search");
  const list = document.getElementById("found-places");
  let offered = [];
  let at = -1;
  const close = () => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const draw = () => {
    list.replaceChildren(...offered.map((number, place) => {
      const item = element("li", title(number));
      item.id = `found-${place}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(place === at));
      item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(number); });
      return item;
    }));
    list.hidden = !offered.length;
    box.setAttribute("aria-expanded", String(Boolean(offered.length)));
    if (at >= 0) box.setAttribute("aria-activedescendant", `found-${at}`);
    else box.removeAttribute("aria-activedescendant");
  };
  const choose = (number) => {
    close();
    box.value = title(number);
    reveal(number, box);
  };
  box.addEventListener("input", () => {
    offered = matches(box.value);
    at = -1;
    draw();
    const none = box.value.trim() && !offered.length;
    const step = page.steps[view.step];
    const words = `No place${step && !page.there.empty ? ` in ${step}` : ""} is called so.`;
    document.querySelector("[role=status]").textContent = none ? words : "";
    box.classList.toggle("finds-nothing", Boolean(none));
  });
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && offered.length) {
      at = (at + step + offered.length) % offered.length;
      draw();
      event.preventDefault();
    } else if (event.key === "Enter") {
      if (!offered.length) offered = matches(box.value);
      if (offered.length) choose(offered[Math.max(0, at)]);
      event.preventDefault();
    } else if (event.key === "Escape") close();
  });
  box.addEventListener("blur", close);
}

/** Zoom to a place and open its card; one without a boundary is shown in the table. */
function reveal(number, from) {
  const shape = places.get(number);
  if (!shape) {
    document.querySelector("[role=status]").textContent = `${title(number)} has no boundary to draw.`;
    const input = document.getElementById("table-filter");
    input.value = page.ids[number];
    input.dispatchEvent(new Event("input"));
    document.getElementById("figures").scrollIntoView({ block: "nearest" });
    return;
  }
  map.fitBounds(shape.getBounds(), { maxZoom: 16, padding: [90, 90], animate: false });
  document.querySelector(".canvas").scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
  openCard(number, from);
}

function startSlider() {
  const slider = document.getElementById("month");
  if (!slider) return;
  document.querySelector(".month").hidden = false;
  const last = page.steps.length - 1;
  const show = (step) => {
    view.step = Math.max(0, Math.min(last, step));
    slider.value = String(view.step);
    slider.setAttribute("aria-valuetext", page.steps[view.step]);
    document.getElementById("month-name").textContent = page.steps[view.step];
    document.getElementById("month-before").disabled = view.step === 0;
    document.getElementById("month-after").disabled = view.step === last;
  };
  const go = (step) => {
    show(step);
    refresh();
  };
  slider.addEventListener("input", () => go(Number(slider.value)));
  document.getElementById("month-before").addEventListener("click", () => go(view.step - 1));
  document.getElementById("month-after").addEventListener("click", () => go(view.step + 1));
  show(page.opening);
}

function startLabels(labels) {
  const select = document.getElementById("labels");
  select.addEventListener("change", () => {
    labels.shows = select.value;
    labels.refresh();
  });
}
