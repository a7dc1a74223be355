/* The picture of lineage: moved by dragging, made larger and smaller, opened in place. Without this file it scrolls, and
   each sign that opens something is a link to the page with it opened. */
(() => {
  "use strict";
  const STEP = 1.25, LEAST = 0.3, MOST = 3;
  let scale = 1;

  const said = document.createElement("p");
  said.className = "sr";
  said.setAttribute("role", "status");

  function figure() {
    return document.querySelector("figure.lineage");
  }

  function size(next, middle) {
    const region = figure().querySelector(".scroll"), picture = region.querySelector("svg");
    next = Math.min(MOST, Math.max(LEAST, next));
    const at = middle || { x: region.clientWidth / 2, y: region.clientHeight / 2 };
    const x = (region.scrollLeft + at.x) / scale, y = (region.scrollTop + at.y) / scale;
    const box = picture.viewBox.baseVal;
    picture.setAttribute("width", Math.round(box.width * next));
    picture.setAttribute("height", Math.round(box.height * next));
    scale = next;
    region.scrollLeft = x * scale - at.x;
    region.scrollTop = y * scale - at.y;
  }

  function tell(text) {
    said.textContent = text;
  }

  function larger(factor) {
    size(factor ? scale * factor : 1);
    tell(`Picture at ${Math.round(scale * 100)} per cent.`);
  }

  function whole() {
    const region = figure().querySelector(".scroll"), box = region.querySelector("svg").viewBox.baseVal;
    size(Math.min(1, region.clientWidth / box.width));
    tell(`The whole picture, at ${Math.round(scale * 100)} per cent.`);
  }

  function start() {
    const region = figure().querySelector(".scroll"), self = region.querySelector(".self rect");
    if (!self) return;
    const box = self.getBoundingClientRect(), frame = region.getBoundingClientRect();
    if (box.right > frame.right || box.left < frame.left) {
      region.scrollLeft += box.left + box.width / 2 - frame.left - frame.width / 2;
    }
  }

  function controls() {
    const line = document.createElement("p");
    line.className = "row small noprint";
    for (const [word, action] of [
      ["Larger", () => larger(STEP)], ["Smaller", () => larger(1 / STEP)], ["As it was", () => larger(0)],
      ["Whole picture", whole],
    ]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "plain tiny";
      button.textContent = word;
      button.addEventListener("click", action);
      line.append(button);
    }
    figure().prepend(line);
  }

  function drag(region) {
    let from = null, moved = false;
    region.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "mouse" || event.button !== 0) return; // fingers scroll by themselves
      from = { x: event.clientX + region.scrollLeft, y: event.clientY + region.scrollTop };
      moved = false;
    });
    region.addEventListener("pointermove", (event) => {
      if (!from || !(event.buttons & 1)) return;
      const x = from.x - event.clientX, y = from.y - event.clientY;
      if (!moved && Math.hypot(x - region.scrollLeft, y - region.scrollTop) < 4) return;
      moved = true;
      region.classList.add("dragged");
      region.scrollLeft = x;
      region.scrollTop = y;
    });
    for (const end of ["pointerup", "pointerleave"]) {
      region.addEventListener(end, () => {
        from = null;
        region.classList.remove("dragged");
      });
    }
    region.addEventListener("dragstart", (event) => event.preventDefault());
    region.addEventListener("click", (event) => {
      if (moved) event.preventDefault();
      moved = false;
    }, true);
    region.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return; // without it the page scrolls
      event.preventDefault();
      const frame = region.getBoundingClientRect();
      size(scale * (event.deltaY < 0 ? STEP : 1 / STEP), { x: event.clientX - frame.left, y: event.clientY - frame.top });
    }, { passive: false });
    region.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const action = { "+": () => larger(STEP), "=": () => larger(STEP), "-": () => larger(1 / STEP), "0": () => larger(0) };
      if (!action[event.key]) return;
      event.preventDefault();
      action[event.key]();
    });
    region.addEventListener("click", (event) => {
      const link = event.target.closest("a.toggle");
      if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(link.getAttribute("href"), link.getAttribute("aria-label"), true);
    });
  }

  async function open(address, label, remember) {
    const before = figure().querySelector(".scroll"), place = { x: before.scrollLeft, y: before.scrollTop };
    before.setAttribute("aria-busy", "true");
    let answer;
    try {
      answer = await fetch(address, { headers: { accept: "text/html" } });
    } catch {
      answer = null;
    }
    if (!answer || !answer.ok) return location.assign(address); // the page itself says what is wrong
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!found.querySelector("figure.lineage")) return location.assign(address);
    const main = document.querySelector("main");
    main.replaceChildren(...found.querySelector("main").childNodes);
    if (remember) history.pushState({ lineage: true }, "", address);
    set();
    const region = figure().querySelector(".scroll");
    region.scrollLeft = place.x;
    region.scrollTop = place.y;
    focus(label);
    tell(main.querySelector(".def").textContent);
  }

  /* The same thing has the focus as before: its sign now says the opposite. */
  function focus(label) {
    const other = label.startsWith("Show") ? label.replace("Show", "Hide") : label.replace("Hide", "Show");
    const links = [...figure().querySelectorAll("a.toggle")];
    const found = links.find((one) => one.getAttribute("aria-label") === other) || figure().querySelector(".self");
    if (found) found.focus({ preventScroll: true });
  }

  function set() {
    scale = 1;
    controls();
    drag(figure().querySelector(".scroll"));
  }

  if (!figure()) return;
  document.body.append(said);
  set();
  start();
  addEventListener("popstate", () => location.reload());
})();
