/* Dots of a power map are dragged, or moved by arrow keys, and kept as they are moved. Without this
   file "Move" of each row does. What could not be kept yet lies in this tab alone, and goes as soon
   as there is a connection. While a dot is dragged nothing is measured: it and its ties are moved. */
"use strict";

(() => {
  const place = document.querySelector("[data-power]");
  if (!place) return;
  const words = place.dataset;
  const status = place.querySelector("[data-told]");
  const token = place.querySelector("[name=csrfmiddlewaretoken]").value;
  const picture = place.querySelector("svg");
  const [unitX, unitY] = words.unit.split(" ").map(Number);
  const way = words.mirrored === "yes" ? -1 : 1;
  const store = "unkept:" + location.pathname;
  const dots = new Map(); /* key: what is known of a dot */
  const ties = new Map(); /* number of a dot: [line, which end] each */
  const waiting = new Map(); /* key: the place that is not kept yet */
  let sending = false;
  let timer = null;

  for (const line of picture.querySelectorAll("[data-ends]")) {
    const ends = line.dataset.ends.split(" ");
    ends.forEach((number, end) => {
      if (!ties.has(number)) ties.set(number, []);
      ties.get(number).push([line, end + 1]);
    });
  }

  for (const element of picture.querySelectorAll("[data-dot]")) {
    const [left, top] = element.getAttribute("transform").match(/-?[\d.]+/g).map(Number);
    const label = element.querySelector(".dot__number").textContent;
    const number = (text, otherwise) => (text === "" ? otherwise : Number(text));
    dots.set(element.dataset.dot, {
      element,
      key: element.dataset.dot,
      name: element.dataset.name,
      number: label,
      x: number(element.dataset.x, 0),
      y: number(element.dataset.y, 5),
      known: element.dataset.x !== "" && element.dataset.y !== "",
      left,
      top,
      seen: words.seen,
      ties: ties.get(label) || [],
      kept: null /* where it stood before it was moved: Esc takes it back there */,
    });
    element.setAttribute("aria-describedby", "power-keys");
    element.addEventListener("dragstart", (event) => event.preventDefault());
  }

  const within = (number, least, most) => Math.min(most, Math.max(least, number));
  const filled = (text, number) => text.replace("%(number)s", number);
  const sideWords = (dot) =>
    dot.x === 0 ? words.wordsNone : filled(dot.x > 0 ? words.wordsWith : words.wordsAgainst, Math.abs(dot.x));
  const influenceWords = (dot) => filled(words.wordsInfluence, dot.y);

  function say(text) {
    status.textContent = text;
  }

  function tell(dot, more) {
    say(`${dot.name}: ${sideWords(dot)}, ${influenceWords(dot)}${more ? ". " + more : ""}`);
  }

  function draw(dot, left, top) {
    dot.element.setAttribute("transform", `translate(${left} ${top})`);
    for (const [line, end] of dot.ties) {
      line.setAttribute("x" + end, left);
      line.setAttribute("y" + end, top);
    }
  }

  function put(dot, x, y) {
    dot.left += (x - dot.x) * unitX * way;
    dot.top -= (y - dot.y) * unitY;
    dot.x = x;
    dot.y = y;
    draw(dot, dot.left, dot.top);
  }

  function inTable(dot) {
    const row = document.querySelector(`[data-row="${dot.key}"]`);
    dot.element.setAttribute("aria-label", `${dot.number}. ${dot.name}: ${sideWords(dot)}, ${influenceWords(dot)}`);
    if (!row) return;
    row.querySelector(".side").textContent = sideWords(dot);
    row.querySelector(".influence").textContent = dot.y;
  }

  /* Keeping */

  function remember() {
    try {
      if (waiting.size) sessionStorage.setItem(store, JSON.stringify(Array.from(waiting)));
      else sessionStorage.removeItem(store);
    } catch (error) {
      /* A browser that keeps nothing: the open page still does. */
    }
  }

  function keep(dot, after) {
    waiting.set(dot.key, { x: dot.x, y: dot.y, seen: dot.seen });
    dot.element.classList.add("dot--waits");
    remember();
    clearTimeout(timer);
    timer = setTimeout(send, after);
  }

  async function send() {
    clearTimeout(timer);
    if (sending || !waiting.size) return;
    sending = true;
    const [key, wanted] = waiting.entries().next().value;
    const dot = dots.get(key);
    const body = new FormData();
    body.append("csrfmiddlewaretoken", token);
    for (const [name, value] of Object.entries(wanted)) body.append(name, value);
    let again = 0;
    try {
      const answer = await fetch(words.move.replace("KEY", key), {
        method: "POST",
        body,
        keepalive: true,
        headers: { Accept: "application/json" },
      });
      const told = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : null;
      if (!told && answer.status >= 500) throw new Error("not kept");
      const newest = waiting.get(key) === wanted;
      if (newest) waiting.delete(key);
      settle(dot, told, newest);
    } catch (error) {
      say(words.wordsWaits);
      again = 15000;
    }
    remember();
    sending = false;
    if (waiting.size) timer = setTimeout(send, again);
  }

  function settle(dot, told, newest) {
    if (!dot) return;
    if (newest) dot.element.classList.remove("dot--waits");
    if (!told || told.refusal !== undefined) {
      say(told ? told.refusal : words.wordsWaits);
      return;
    }
    if (told.met) {
      put(dot, told.x === null ? 0 : told.x, told.y === null ? 5 : told.y);
      inTable(dot);
      say("");
      const link = document.createElement("a");
      link.href = told.url;
      link.textContent = `${dot.name}: ${words.wordsMet}`;
      status.append(link);
      return;
    }
    dot.seen = told.seen;
    dot.kept = null;
    inTable(dot);
    tell(dot, words.wordsKept);
  }

  /* Keys */

  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

  picture.addEventListener("keydown", (event) => {
    const element = event.target.closest("[data-dot]");
    if (!element) return;
    const dot = dots.get(element.dataset.dot);
    if (event.key === "Escape" && dot.kept) {
      event.preventDefault();
      put(dot, dot.kept.x, dot.kept.y);
      dot.kept = null;
      waiting.delete(dot.key);
      dot.element.classList.remove("dot--waits");
      remember();
      tell(dot, words.wordsBack);
      return;
    }
    if (event.key === "Enter" && waiting.has(dot.key)) send();
    const step = STEPS[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const far = event.shiftKey ? 5 : 1;
    dot.kept = dot.kept || { x: dot.x, y: dot.y };
    put(dot, within(dot.x + step[0] * far * way, -5, 5), within(dot.y + step[1] * far, 0, 10));
    tell(dot);
    keep(dot, 1200);
  });

  picture.addEventListener("focusout", () => {
    if (waiting.size) send();
  });

  /* Pointers */

  let held = null;
  let frame = 0;

  function follow() {
    frame = 0;
    if (held) draw(held.dot, held.dot.left + held.dx, held.dot.top + held.dy);
  }

  picture.addEventListener("pointerdown", (event) => {
    const element = event.target.closest("[data-dot]");
    if (!element || event.button !== 0) return;
    /* The one measure of a drag, before anything moves. */
    const scale = picture.viewBox.baseVal.width / picture.getBoundingClientRect().width;
    held = { dot: dots.get(element.dataset.dot), from: [event.clientX, event.clientY], scale, dx: 0, dy: 0, far: false };
    element.setPointerCapture(event.pointerId);
  });

  picture.addEventListener("pointermove", (event) => {
    if (!held) return;
    const dx = (event.clientX - held.from[0]) * held.scale;
    const dy = (event.clientY - held.from[1]) * held.scale;
    if (!held.far) {
      if (Math.hypot(dx, dy) < 5) return;
      held.far = true;
      held.dot.element.classList.add("dot--held");
      for (const [line] of held.dot.ties) line.classList.add("tie--on");
    }
    const { dot } = held;
    held.dx = within(dx, ...(way > 0 ? [(-5 - dot.x) * unitX, (5 - dot.x) * unitX] : [(dot.x - 5) * unitX, (dot.x + 5) * unitX]));
    held.dy = within(dy, (dot.y - 10) * unitY, dot.y * unitY);
    if (!frame) frame = requestAnimationFrame(follow);
  });

  function drop(event) {
    if (!held) return;
    const { dot, dx, dy, far } = held;
    held = null;
    dot.element.classList.remove("dot--held");
    for (const [line] of dot.ties) line.classList.remove("tie--on");
    if (!far) return;
    if (event.type === "pointercancel") {
      draw(dot, dot.left, dot.top);
      return;
    }
    const half = (number) => Math.round(number * 2) / 2;
    dot.kept = dot.kept || { x: dot.x, y: dot.y };
    put(dot, within(half(dot.x + (dx / unitX) * way), -5, 5), within(half(dot.y - dy / unitY), 0, 10));
    tell(dot);
    keep(dot, 0);
    /* The click that ends a drag opens nothing. */
    dot.element.addEventListener("click", (click) => click.preventDefault(), { once: true });
  }

  picture.addEventListener("pointerup", drop);
  picture.addEventListener("pointercancel", drop);

  /* What was not kept before this page was opened anew. */
  try {
    for (const [key, wanted] of JSON.parse(sessionStorage.getItem(store) || "[]")) {
      const dot = dots.get(key);
      if (!dot) continue;
      dot.seen = wanted.seen;
      put(dot, Number(wanted.x), Number(wanted.y));
      keep(dot, 0);
    }
  } catch (error) {
    /* Nothing that could be read. */
  }
  window.addEventListener("online", send);
})();
