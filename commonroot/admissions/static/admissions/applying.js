/* Keeps what is typed as it is typed; without this file the button of each part does.
   What was not sent yet lies in this tab alone (sessionStorage), so that a reload without a connection
   loses nothing, and goes as soon as it is kept: nothing stays behind on a shared phone. */
"use strict";

const form = document.querySelector("form.keeps");
const place = document.querySelector("[data-keep]");
const words = place && place.querySelector("[data-kept-words]");
const waiting = new Map(); /* key of a question: which change of it waits */
const store = "unsent:" + location.pathname;
let sending = false;
let change = 0;
let pause = 0;
let timer = null;
let over = false;
let pressed = null; /* {by: button}: a press that waits for what is being kept */

function say(text, state) {
  words.textContent = text;
  place.classList.toggle("kept--kept", state === "kept");
  place.classList.toggle("kept--not", state === "not");
}

/* Everything typed for one question, as a form would send it. */
function typed(key) {
  const element = form.querySelector('[data-question="' + CSS.escape(key) + '"]');
  const all = new FormData(form);
  const names = new Set(Array.from(element.querySelectorAll("[name]"), (one) => one.name));
  return Array.from(all.entries()).filter(([name]) => names.has(name));
}

function remember() {
  const kept = {};
  for (const key of waiting.keys()) kept[key] = typed(key).filter(([, value]) => typeof value === "string");
  try {
    if (waiting.size) sessionStorage.setItem(store, JSON.stringify(kept));
    else sessionStorage.removeItem(store);
  } catch (error) {
    /* A browser that keeps nothing: the open page still does. */
  }
}

function changed(event) {
  const element = event.target.closest("[data-question]");
  if (!element || over) return;
  waiting.set(element.dataset.question, ++change);
  remember();
  say(place.dataset.unkept, "");
  clearTimeout(timer);
  timer = setTimeout(send, event.type === "change" ? 0 : 900);
}

async function send(last) {
  if (sending || !waiting.size || over) return;
  sending = true;
  clearTimeout(timer);
  const sent = new Map(waiting);
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  body.append("revision", place.dataset.revision);
  for (const key of sent.keys()) {
    body.append("question", key);
    for (const [name, value] of typed(key)) body.append(name, value);
  }
  say(place.dataset.keeping, "");
  try {
    const options = { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" };
    if (AbortSignal.timeout) options.signal = AbortSignal.timeout(30000);
    const answer = await fetch(place.dataset.keep, last === true ? { ...options, keepalive: true } : options);
    await answered(answer, sent);
  } catch (error) {
    again();
  }
  sending = false;
  if (pressed) return go();
  if (waiting.size && !pause) timer = setTimeout(send, 300);
}

/* Else our own words, kept a moment before, would look like those of another device. */
function hold(event) {
  clearTimeout(timer);
  if (!sending) return;
  event.preventDefault();
  event.stopPropagation();
  pressed = pressed || { by: event.submitter };
}

function go() {
  const { by } = pressed;
  form.requestSubmit(by);
  pressed = null;
}

async function answered(answer, sent) {
  if (answer.status === 403 || answer.status === 404) {
    over = true;
    say(place.dataset.gone, "not");
    return;
  }
  if (!answer.ok && answer.status !== 409) return again();
  const told = await answer.json();
  pause = 0;
  for (const [key, number] of sent) {
    if (waiting.get(key) === number) waiting.delete(key);
    clearFiles(key);
  }
  remember();
  if (told.refused) return say(told.refused, "not");
  place.dataset.revision = told.revision;
  if (form.elements.seen && !told.elsewhere) form.elements.seen.value = told.seen;
  const progress = place.querySelector("[data-progress]");
  progress.textContent = told.progress;
  const wrong = Object.values(told.errors);
  if (wrong.length) return say(wrong[0], "not");
  if (told.elsewhere) return say(place.dataset.elsewhere, "not");
  if (!waiting.size) {
    const clock = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    say(place.dataset.kept + " " + clock, "kept");
  }
}

/* A file that is kept is not sent a second time with the button. */
function clearFiles(key) {
  for (const input of form.querySelectorAll('[data-question="' + CSS.escape(key) + '"] input[type=file]')) {
    input.value = "";
  }
}

function again() {
  pause = Math.min(6000, (pause || 500) * 2);
  say(place.dataset.offline, "not");
  timer = setTimeout(() => {
    sending = false;
    send();
  }, pause);
}

/* What an earlier visit of this tab could not send goes first, then the page shows it. */
async function sendLeft() {
  let left = null;
  try {
    left = JSON.parse(sessionStorage.getItem(store) || "null");
  } catch (error) {
    return;
  }
  if (!left) return;
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  for (const [key, pairs] of Object.entries(left)) {
    body.append("question", key);
    for (const [name, value] of pairs) body.append(name, value);
  }
  const answer = await fetch(place.dataset.keep, { method: "POST", body }).catch(() => null);
  if (!answer || !answer.ok) return;
  sessionStorage.removeItem(store);
  location.reload();
}

if (form && place) {
  say("", "");
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", hold);
  addEventListener("online", () => send());
  document.addEventListener("visibilitychange", () => document.hidden && send(true));
  addEventListener("beforeunload", (event) => {
    if (waiting.size && !form.dataset.sent) event.preventDefault();
  });
  sendLeft();
}
