/* Saves the fields of a form as they are left; without this file its button does.
   What was not sent yet lies in this tab alone (sessionStorage), so that a weak network loses nothing. */
"use strict";

for (const form of document.querySelectorAll("form[data-keeps]")) keeps(form);

function keeps(form) {
  const place = form.querySelector("[data-kept]");
  const words = place && place.querySelector("[data-kept-words]");
  if (!place || !words) return;
  const address = form.getAttribute("action") || location.pathname;
  const store = "unsent:" + new URL(address, location.href).pathname + ":" + (form.dataset.keeps || "");
  const waiting = new Map(); /* name of a field: which change of it waits */
  const seen = new Map();
  const met = new Map();
  let sending = false;
  let change = 0;
  let pause = 0;
  let timer = null;
  let over = false;
  let pressed = false;

  const named = (name) => Array.from(form.elements).filter((one) => one.name === name);
  const typed = (name) => new FormData(form).getAll(name).filter((one) => typeof one === "string");

  function say(text, state) {
    words.textContent = text;
    for (const one of ["kept", "not", "met"]) place.classList.toggle("keeping--" + one, one === state);
  }

  function remember() {
    const kept = {};
    for (const name of waiting.keys()) kept[name] = typed(name);
    try {
      if (waiting.size) sessionStorage.setItem(store, JSON.stringify({ kept, seen: seenNow(waiting.keys()) }));
      else sessionStorage.removeItem(store);
    } catch (error) {
      /* A browser that keeps nothing: the open page still does. */
    }
  }

  function seenNow(names) {
    return Object.fromEntries(Array.from(names, (name) => [name, seen.get(name) || form.dataset.seen]));
  }

  function changed(event) {
    const name = event.target.name;
    if (!name || event.target.type === "hidden" || over) return;
    waiting.set(name, ++change);
    remember();
    clearTimeout(timer);
    /* A field that was left goes at once; while one types, when they pause. */
    timer = setTimeout(send, event.type === "change" ? 0 : 1500);
  }

  async function send(last) {
    if (sending || !waiting.size || over || pressed) return;
    sending = true;
    clearTimeout(timer);
    const sent = new Map(waiting);
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    for (const one of form.querySelectorAll("input[type=hidden][data-with]")) body.append(one.name, one.value);
    for (const name of sent.keys()) {
      body.append("only", name);
      body.append("seen-" + name, seen.get(name) || form.dataset.seen);
      for (const value of typed(name)) body.append(name, value);
    }
    say(place.dataset.keeping, "");
    try {
      const options = { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" };
      if (AbortSignal.timeout) options.signal = AbortSignal.timeout(30000);
      await answered(await fetch(address, last === true ? { ...options, keepalive: true } : options), sent);
    } catch (error) {
      again();
    }
    sending = false;
    if (waiting.size && !pause) timer = setTimeout(send, 300);
  }

  async function answered(answer, sent) {
    if (answer.status === 403 || answer.status === 404) {
      over = true;
      return say(place.dataset.gone, "not");
    }
    if (!answer.ok) return again();
    const told = await answer.json();
    pause = 0;
    for (const [name, number] of sent) {
      if (waiting.get(name) === number) waiting.delete(name);
      if (told.seen[name]) seen.set(name, String(told.seen[name]));
      show(name, told.errors[name] || "", told.met[name] || "");
    }
    remember();
    const wrong = Object.values(told.errors);
    if (told.refused) say(told.refused, "not");
    else if (wrong.length) say(wrong[0], "not");
    else if (met.size) say(place.dataset.met, "met");
    else if (!waiting.size) {
      const clock = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
      say(place.dataset.saved + " " + clock, "kept");
    }
  }

  /* What is amiss with a field, or that words met in it, stands at the field. */
  function show(name, error, address) {
    const first = named(name)[0];
    const field = first && first.closest("[data-field]");
    if (address) met.set(name, address);
    else met.delete(name);
    if (!field) return;
    let said = field.querySelector(".write__said");
    field.classList.toggle("write__field--met", Boolean(address));
    field.classList.toggle("write__field--not", Boolean(error));
    if (!error && !address) return said && said.remove();
    if (!said) {
      said = document.createElement("p");
      said.className = "write__said";
      field.append(said);
    }
    said.textContent = error || place.dataset.met + " ";
    if (address) {
      const link = document.createElement("a");
      link.href = address;
      link.textContent = place.dataset.look;
      said.append(link);
    }
  }

  function again() {
    pause = Math.min(20000, (pause || 1000) * 2);
    say(place.dataset.offline, "not");
    timer = setTimeout(send, pause);
  }

  /* What an earlier visit of this tab could not send stands in the fields again, and goes first. */
  function takeUp() {
    let left = null;
    try {
      left = JSON.parse(sessionStorage.getItem(store) || "null");
    } catch (error) {
      return;
    }
    if (!left || !left.kept) return;
    for (const [name, values] of Object.entries(left.kept)) {
      const fields = named(name);
      if (!fields.length) continue;
      for (const one of fields) {
        if (one.type === "checkbox" || one.type === "radio") one.checked = values.includes(one.value);
        else if (one.type !== "hidden") one.value = values[0] || "";
      }
      if (left.seen[name]) seen.set(name, left.seen[name]);
      waiting.set(name, ++change);
    }
    if (waiting.size) send();
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => {
    pressed = true;
    /* What was saved meanwhile was read by whoever presses: else taking it back would not count. */
    for (const [name, number] of seen) {
      const told = document.createElement("input");
      Object.assign(told, { type: "hidden", name: "seen-" + name, value: number });
      form.append(told);
    }
    try {
      sessionStorage.removeItem(store);
    } catch (error) {
      /* Nothing was kept there. */
    }
  });
  addEventListener("online", () => send());
  addEventListener("pageshow", (event) => {
    if (event.persisted) pressed = false;
  });
  document.addEventListener("visibilitychange", () => document.hidden && send(true));
  addEventListener("beforeunload", (event) => {
    if (waiting.size && !pressed && !over) event.preventDefault();
  });
  say("", "");
  takeUp();
}
