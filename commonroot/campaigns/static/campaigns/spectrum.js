/* A group is dragged to another part of the half-circle, or moved there with the arrow keys. What is
   kept is what the buttons of the list keep too, by the same address; without this file those do. */
"use strict";

(() => {
  const WAIT = 700;
  const CENTRE = { x: 500, y: 500 };
  let carried = null; /* {dot, wedge, pointer} while one is dragged */
  let chosen = null; /* {dot, wedge, timer} while one is moved by keys */

  const figure = () => document.querySelector("[data-spectrum]");
  const isMirrored = () => getComputedStyle(document.documentElement).direction === "rtl";
  const wedgeOf = (number) => figure().querySelector('[data-wedge="' + number + '"]');
  const say = (words) => (figure().querySelector("[data-told]").textContent = words);

  /* The place of a pointer in the units of the drawing. */
  function place(event) {
    const svg = figure().querySelector("svg");
    const point = svg.createSVGPoint();
    point.x = event.clientX;
    point.y = event.clientY;
    return point.matrixTransform(svg.getScreenCTM().inverse());
  }

  /* The wedge at a place: 1 at the start of a line, 5 at its end. */
  function wedgeAt(point) {
    const x = isMirrored() ? CENTRE.x - point.x : point.x - CENTRE.x;
    const angle = (Math.atan2(Math.max(1, CENTRE.y - point.y), x) * 180) / Math.PI;
    return Math.min(5, Math.max(1, Math.ceil((180 - angle) / 36)));
  }

  function mark(number) {
    for (const one of figure().querySelectorAll("[data-wedge]")) {
      one.classList.toggle("spectrum__wedge--over", one.dataset.wedge === String(number));
    }
  }

  function shift(dot, x, y) {
    dot.setAttribute("transform", x || y ? "translate(" + x + " " + y + ")" : "translate(0 0)");
  }

  /* Keep it, then show the page as it now is, with the same dot in focus. */
  async function keep(dot, number) {
    const form = document.querySelector("[data-stand]");
    const body = new FormData(form);
    body.append("entry", dot.dataset.dot);
    body.append("seen", dot.dataset.seen);
    body.append("wedge", number);
    const label = wedgeOf(number).dataset.label;
    const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
    if (!answer || !answer.ok) {
      shift(dot, 0, 0);
      mark(0);
      say(figure().dataset.offline);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-live]");
    if (!fresh) {
      location.assign(answer.url);
      return;
    }
    /* Whoever went on to another dot meanwhile stays there. */
    const on = document.activeElement.closest("[data-dot]") || dot;
    document.querySelector("[data-live]").replaceWith(fresh);
    const again = figure().querySelector('[data-dot="' + on.dataset.dot + '"]');
    if (again) again.focus();
    say(dot.dataset.name + ": " + label);
  }

  document.addEventListener("pointerdown", (event) => {
    const dot = event.target.closest && event.target.closest("[data-dot]");
    if (!dot || event.button) return;
    carried = { dot, wedge: Number(dot.dataset.at), from: place(event), moved: false };
    dot.setPointerCapture(event.pointerId);
  });

  document.addEventListener("pointermove", (event) => {
    if (!carried) return;
    const now = place(event);
    const x = now.x - carried.from.x;
    const y = now.y - carried.from.y;
    if (!carried.moved && Math.hypot(x, y) < 8) return;
    carried.moved = true;
    figure().setAttribute("data-dragging", "");
    carried.wedge = wedgeAt(now);
    shift(carried.dot, x, y);
    mark(carried.wedge);
  });

  function drop() {
    if (!carried) return;
    const { dot, wedge, moved } = carried;
    carried = null;
    figure().removeAttribute("data-dragging");
    mark(0);
    if (!moved) return;
    const stay = (event) => event.preventDefault();
    addEventListener("click", stay, { capture: true });
    setTimeout(() => removeEventListener("click", stay, { capture: true }), 50);
    if (wedge === Number(dot.dataset.at)) shift(dot, 0, 0);
    else keep(dot, wedge);
  }

  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", () => {
    if (!carried) return;
    shift(carried.dot, 0, 0);
    carried = null;
    mark(0);
  });
  document.addEventListener("dragstart", (event) => {
    if (event.target.closest && event.target.closest("[data-dot]")) event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    const dot = event.target.closest && event.target.closest("[data-dot]");
    if (!dot) return;
    if (event.key === "Escape" && chosen) {
      clearTimeout(chosen.timer);
      chosen = null;
      mark(0);
      say(dot.dataset.name + ": " + wedgeOf(dot.dataset.at).dataset.label);
      return;
    }
    if (chosen && chosen.dot !== dot) now();
    const towards = { ArrowLeft: isMirrored() ? 1 : -1, ArrowRight: isMirrored() ? -1 : 1 }[event.key];
    if (!towards) return;
    event.preventDefault();
    const at = chosen ? chosen.wedge : Number(dot.dataset.at);
    const wedge = Math.min(5, Math.max(1, at + towards));
    if (chosen) clearTimeout(chosen.timer);
    chosen = { dot, wedge, timer: setTimeout(decide, WAIT) };
    mark(wedge);
    say(dot.dataset.name + ": " + wedgeOf(wedge).dataset.label);
  });

  /* Whoever leaves a dot has decided. */
  document.addEventListener("focusout", now);

  function now() {
    if (!chosen) return;
    clearTimeout(chosen.timer);
    decide();
  }

  function decide() {
    const { dot, wedge } = chosen;
    chosen = null;
    mark(0);
    if (wedge !== Number(dot.dataset.at)) keep(dot, wedge);
  }
})();
