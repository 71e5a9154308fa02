/* Keeps each answer as it is left; without this file its button does. What could not be sent lies in
   this tab alone until it is. */
"use strict";

const FORMS = document.querySelectorAll("form[data-keeps]");
const WAIT = 30000;

function typedIn(form) {
  return form.querySelector("textarea[name=text]");
}

function say(form, words, tone) {
  const place = form.querySelector("[data-told]");
  place.textContent = words;
  place.classList.toggle("field__error", tone === "clay");
}

function storeOf(form) {
  return "unsent:" + form.getAttribute("action");
}

function remember(form, text) {
  try {
    if (text === null) sessionStorage.removeItem(storeOf(form));
    else sessionStorage.setItem(storeOf(form), text);
  } catch (error) {
    /* A browser that keeps nothing: the open page still does. */
  }
}

async function keep(form) {
  const area = typedIn(form);
  if (area.value === form.dataset.stands || form.dataset.busy) return;
  const sent = area.value;
  form.dataset.busy = "1";
  remember(form, sent);
  say(form, form.dataset.keeping, "");
  try {
    const options = {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
      redirect: "error",
      keepalive: true,
    };
    if (AbortSignal.timeout) options.signal = AbortSignal.timeout(WAIT);
    await answered(form, sent, await fetch(form.action, options));
  } catch (error) {
    say(form, form.dataset.offline, "clay");
    setTimeout(() => keep(form), 6000);
  }
  delete form.dataset.busy;
}

async function answered(form, sent, answer) {
  const told = await answer.json();
  if (answer.status === 409) {
    /* Both are kept on the server; the button shows them side by side. */
    remember(form, null);
    form.dataset.stands = sent;
    return say(form, form.dataset.met, "clay");
  }
  if (!answer.ok) return say(form, told.error || form.dataset.offline, "clay");
  form.querySelector("[name=seen]").value = told.seen;
  form.dataset.stands = sent;
  remember(form, null);
  const clock = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  say(form, form.dataset.kept + " " + clock, "");
  if (typedIn(form).value !== sent) keep(form);
}

for (const form of FORMS) {
  const area = typedIn(form);
  form.dataset.stands = area.value;
  const left = (() => {
    try {
      return sessionStorage.getItem(storeOf(form));
    } catch (error) {
      return null;
    }
  })();
  if (left !== null && left !== area.value) {
    area.value = left;
    keep(form);
  }
  area.addEventListener("change", () => keep(form));
  area.addEventListener("input", () => remember(form, area.value));
  form.addEventListener("submit", () => {
    form.dataset.stands = area.value;
    remember(form, null);
  });
}

addEventListener("online", () => FORMS.forEach(keep));
addEventListener("beforeunload", (event) => {
  if (Array.from(FORMS).some((form) => typedIn(form).value !== form.dataset.stands)) event.preventDefault();
});
