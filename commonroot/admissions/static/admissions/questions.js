/* Comfort only: every form works without this file. */
"use strict";

/* What is chosen for a question now, as codes. */
function codesOf(key) {
  const inputs = document.querySelectorAll('[name="' + CSS.escape(key) + '"]');
  return Array.from(inputs, (one) => (/^(radio|checkbox)$/.test(one.type) && !one.checked ? "" : one.value));
}

/* Questions that hang on another are shown once they are asked: <div data-after="key" data-values="a b">. */
function showAsked() {
  const places = document.querySelectorAll("[data-after]");
  for (const place of places) {
    const leading = document.querySelector('[data-question="' + CSS.escape(place.dataset.after) + '"]');
    const wanted = place.dataset.values.split(" ");
    const asked = leading && !leading.hidden && codesOf(place.dataset.after).some((code) => wanted.includes(code));
    place.hidden = !asked;
    const hint = place.querySelector(".asking__if");
    if (hint) hint.hidden = true;
  }
}

/* The hours of a week are painted: press a box, draw over others; a day's or an hour's head fills its line. */
function paintHours(grid) {
  grid.classList.add("hours--paint");
  let paints = null;
  const boxOf = (place) => {
    const cell = place && place.closest("td");
    return cell && grid.contains(cell) ? cell.querySelector("input") : null;
  };
  const set = (box, on) => {
    if (!box || box.checked === on) return;
    box.checked = on;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const line = (boxes) => {
    const on = !boxes.every((box) => box.checked);
    boxes.forEach((box) => set(box, on));
  };
  grid.addEventListener("pointerdown", (event) => {
    const box = boxOf(event.target);
    if (!box || event.pointerType === "touch" || event.button) return;
    paints = !box.checked;
    event.preventDefault();
    box.focus();
    set(box, paints);
  });
  grid.addEventListener("pointermove", (event) => {
    if (paints !== null) set(boxOf(document.elementFromPoint(event.clientX, event.clientY)), paints);
  });
  addEventListener("pointerup", () => setTimeout(() => (paints = null)));
  grid.addEventListener("click", (event) => {
    if (paints !== null && boxOf(event.target)) return event.preventDefault();
    const head = event.target.closest("th");
    if (!head) return;
    const rows = Array.from(head.closest("table").tBodies[0].rows);
    if (head.scope === "row") return line(Array.from(head.parentNode.querySelectorAll("input")));
    line(rows.map((row) => row.cells[head.cellIndex].querySelector("input")));
  });
}

document.addEventListener("change", showAsked);
addEventListener("pageshow", showAsked);
showAsked();
document.querySelectorAll("[data-hours]").forEach(paintHours);
