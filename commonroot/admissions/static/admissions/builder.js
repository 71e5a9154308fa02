/* Comfort only: every button works without this file. Rows move at once and keep the focus; a grip drags them. */
"use strict";

const order = document.querySelector("[data-order]");

function rows() {
  return Array.from(order.children);
}

/* The first cannot go up, the last not down. */
function settle(row) {
  rows().forEach((one, number, all) => {
    one.querySelector("[name=up]").disabled = number === 0;
    one.querySelector("[name=down]").disabled = number === all.length - 1;
  });
  for (const one of rows()) one.classList.toggle("ask-row--moved", one === row);
}

/* Say it to the house; where it refuses, it is said once more so that its page tells why. */
function send(name, value) {
  const form = order.closest("form");
  const said = new FormData(form);
  said.set(name, value);
  const aloud = () => {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: name, value: value });
    form.append(field);
    form.submit();
  };
  fetch(location.pathname, { method: "POST", body: said }).then((answer) => answer.ok || aloud(), aloud);
}

function move(event) {
  const button = event.submitter;
  if (!button || !/^(up|down)$/.test(button.name)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const row = button.closest("li");
  if (button.name === "up") row.previousElementSibling.before(row);
  else row.nextElementSibling.after(row);
  settle(row);
  (button.disabled ? row.querySelector("button:not([disabled])") : button).focus();
  send(button.name, button.value);
}

function grip(row) {
  const handle = document.createElement("span");
  handle.className = "ask-row__grip";
  handle.setAttribute("aria-hidden", "true");
  handle.textContent = "⠿";
  row.querySelector(".ask-row__buttons").prepend(handle);
  let from = -1;
  handle.addEventListener("pointerdown", (event) => {
    from = rows().indexOf(row);
    handle.setPointerCapture(event.pointerId);
    row.classList.add("ask-row--held");
    event.preventDefault();
  });
  handle.addEventListener("pointermove", (event) => {
    if (from < 0) return;
    const over = document.elementFromPoint(event.clientX, event.clientY);
    const other = over && over.closest("[data-order] > li");
    if (!other || other === row) return;
    if (row.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) other.after(row);
    else other.before(row);
  });
  handle.addEventListener("pointerup", () => {
    row.classList.remove("ask-row--held");
    const to = rows().indexOf(row);
    if (from >= 0 && to !== from) {
      settle(row);
      send("to", row.dataset.key + ":" + to);
    }
    from = -1;
  });
}

if (order) {
  addEventListener("submit", move, true);
  rows().forEach(grip);
}
