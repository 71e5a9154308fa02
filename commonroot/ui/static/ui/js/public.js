/* Comfort only: every page works without this file. Each part is found by its data- attribute. */
"use strict";

/* A time in the visitor's own zone, below the host's: <time data-at data-until> and [data-yours]. */
function showOwnTimes() {
  const written = document.documentElement.lang;
  const language = written === "en" ? "en-GB" : written || undefined;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone) return;
  for (const place of document.querySelectorAll("[data-yours]")) {
    const time = place.parentNode.querySelector("[data-at]");
    const start = time && new Date(time.dataset.at);
    if (!start || isNaN(start)) continue;
    const offset = -start.getTimezoneOffset();
    if (offset === offsetOf(time.dataset.at)) continue;
    const clock = (at) => at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    const day = start.toLocaleDateString(language, { weekday: "short", day: "numeric", month: "short" });
    const end = time.dataset.until ? "–" + clock(new Date(time.dataset.until)) : "";
    const range = document.createElement("bdi");
    range.dir = "ltr";
    range.textContent = clock(start) + end;
    const strong = document.createElement("strong");
    strong.append(day, /^(ar|fa|ur)/.test(language) ? "، " : ", ", range);
    const where = document.createElement("bdi");
    where.textContent = zone.split("/").pop().replace(/_/g, " ") + ", UTC" + signed(offset);
    place.textContent = "";
    place.append(strong, " " + place.dataset.yours + " (", where, ")");
    place.hidden = false;
  }
}

/* The offset an ISO instant is written with, in minutes. */
function offsetOf(instant) {
  const found = /([+-])(\d\d):?(\d\d)$/.exec(instant);
  return found ? (found[1] + 1) * (found[2] * 60 + +found[3]) : 0;
}

function signed(minutes) {
  const rest = Math.abs(minutes) % 60;
  const hours = Math.floor(Math.abs(minutes) / 60);
  return (minutes < 0 ? "−" : "+") + hours + (rest ? ":" + String(rest).padStart(2, "0") : "");
}

/* A button that was pressed keeps its width, says so, and is not pressed twice. */
function keepFromSendingTwice(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  const button = event.submitter || form.querySelector("[data-busy]");
  if (!button || !button.dataset.busy) return;
  button.dataset.said = button.textContent;
  button.style.minInlineSize = button.offsetWidth + "px";
  button.setAttribute("aria-disabled", "true");
  button.textContent = button.dataset.busy;
}

/* Coming back by the browser's own button finds the form ready again. */
function readyAgain() {
  for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[data-said]")) {
    button.textContent = button.dataset.said;
    button.removeAttribute("aria-disabled");
  }
}

/* Leaving a personal page ends the session and replaces the page in the history. */
function leave(event) {
  const form = event.target;
  if (!form.hasAttribute("data-leave")) return;
  event.preventDefault();
  document.documentElement.hidden = true;
  fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).then(
    () => location.replace(form.dataset.leave || "/"),
    () => form.submit(),
  );
}

/* Copy a link or a text: <button data-copy="…" data-copied="Copied">. */
function copy(event) {
  const button = event.target.closest && event.target.closest("[data-copy]");
  if (!button || !navigator.clipboard) return;
  event.preventDefault();
  navigator.clipboard.writeText(button.dataset.copy).then(() => {
    button.textContent = button.dataset.copied || "✓";
  });
}

showOwnTimes();
document.addEventListener("submit", leave);
document.addEventListener("submit", keepFromSendingTwice);
document.addEventListener("click", copy);
addEventListener("pageshow", readyAgain);
