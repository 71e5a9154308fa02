/* Comfort at the desk only: every page works without this file. */
"use strict";

/* Keys press what names them: <button data-key="S 1">, <a data-key="ArrowRight">, <summary data-key="?">. */
function pressByKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
  const pressed = namesOf(event);
  for (const place of document.querySelectorAll("[data-key]")) {
    if (!place.dataset.key.toUpperCase().split(" ").some((key) => pressed.includes(key))) continue;
    event.preventDefault();
    place.click();
    // What opens below the screen is of no use to whoever pressed a key.
    if (place.tagName === "SUMMARY") place.parentNode.scrollIntoView({ block: "center" });
    return;
  }
}

function isTyping(place) {
  return place.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(place.tagName);
}

/* What a key is called: its letter, and on keyboards of another script also where it lies. */
function namesOf(event) {
  const key = event.key.toUpperCase();
  const mirrored = { ARROWLEFT: "ARROWRIGHT", ARROWRIGHT: "ARROWLEFT" };
  if (document.documentElement.dir === "rtl" && mirrored[key]) return [mirrored[key]];
  const isForeign = key.length === 1 && key.charCodeAt(0) > 127;
  return isForeign ? [key, event.code.replace(/^(Key|Digit)/, "").toUpperCase()] : [key];
}

/* Work that goes on elsewhere: <div data-goes-on> is looked up again until the page has none. */
function lookAgain() {
  const place = document.querySelector("[data-goes-on]");
  if (!place) return;
  const again = () => setTimeout(lookAgain, 1500);
  if (document.hidden) return again();
  fetch(location.href, { headers: { Accept: "text/html" } })
    .then((answer) => answer.text())
    .then((html) => {
      const now = new DOMParser().parseFromString(html, "text/html").querySelector("[data-goes-on]");
      if (!now) return location.reload();
      if (now.innerHTML !== place.innerHTML) place.innerHTML = now.innerHTML;
      again();
    })
    .catch(again);
}

/* Numbers that take a while, one after another: <a data-count="address" data-count-as="… in all">. */
function countLater() {
  const place = document.querySelector("[data-count]");
  if (!place) return;
  const address = place.dataset.count;
  place.removeAttribute("data-count");
  fetch(address, { headers: { Accept: "application/json" } })
    .then((answer) => answer.json())
    .then((number) => {
      const said = document.createElement("span");
      said.textContent = place.dataset.countAs.replace("…", number.words);
      place.replaceWith(said);
    })
    .catch(() => {})
    .then(countLater);
}

/* Paper, where the browser can be asked for it: <button data-print hidden>. */
function offerPaper() {
  for (const place of document.querySelectorAll("[data-print]")) {
    place.hidden = false;
    place.addEventListener("click", () => window.print());
  }
}

document.addEventListener("keydown", pressByKey);
setTimeout(lookAgain, 1000);
countLater();
offerPaper();
