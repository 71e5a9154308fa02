/* Comfort on the board: keys for the line one is on, and no page anew for one press. */
"use strict";

let current = "";

function lines() {
  return [...document.querySelectorAll("[data-row]")];
}

function mark(line, show) {
  for (const other of lines()) other.classList.toggle("is-current", other === line);
  current = line ? line.id : "";
  if (line && show) line.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = lines();
  const here = all.findIndex((line) => line.id === current);
  mark(all[Math.min(all.length - 1, Math.max(0, here + by))], true);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
  const pressed = namesOf(event);
  if (pressed.includes("J") || pressed.includes("ARROWDOWN")) { event.preventDefault(); return step(current ? 1 : 0); }
  if (pressed.includes("K") || pressed.includes("ARROWUP")) { event.preventDefault(); return step(-1); }
  const line = document.getElementById(current);
  if (!line) return;
  const button = [...line.querySelectorAll("[data-press]")].find((one) => pressed.includes(one.dataset.press));
  if (button) button.click();
});

/* What was pressed is sent beside the page; the board that comes back takes the place of this one. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  const board = form.closest("[data-board]");
  if (!board || !button || button.name !== "decide") return;
  event.preventDefault();
  const sent = new FormData(form);
  sent.set(button.name, button.value);
  const row = button.closest("[data-row]");
  if (row) mark(row, false);
  const kept = window.scrollY;
  board.setAttribute("aria-busy", "true");
  fetch(form.action || location.href, { method: "POST", body: sent, headers: { Accept: "text/html" } })
    .then((answer) => Promise.all([answer.url, answer.text()]))
    .then(([address, html]) => {
      const page = new DOMParser().parseFromString(html, "text/html");
      const fresh = page.querySelector("[data-board]");
      if (!fresh) return location.assign(address);
      board.replaceWith(fresh);
      const head = document.querySelector(".desk__head"), then = page.querySelector(".desk__head");
      if (head && then) head.replaceWith(then);
      window.scrollTo(0, kept);
      ready();
      mark(document.getElementById(current) || lines()[0], false);
    })
    .catch(() => location.reload());
});

function ready() {
  for (const words of document.querySelectorAll("[data-keys]")) words.hidden = false;
}

ready();
