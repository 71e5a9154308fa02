/* Keeps a blank tool in this tab alone, so that a reload or a step back loses nothing: nothing is sent.
   Without this file what is typed stands in the page, which comes back with it at every press. */
"use strict";

const form = document.querySelector("form[data-blank]");
const store = form && "blank:" + form.dataset.blank;

function typed() {
  return Array.from(new FormData(form).entries()).filter(([, value]) => typeof value === "string");
}

function isFilled(pairs) {
  return pairs.some(([name, value]) => value.trim() && !name.startsWith("rows-"));
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(store) || "null");
  } catch (error) {
    return null;
  }
}

function remember() {
  try {
    const pairs = typed();
    if (!isFilled(pairs)) return;
    sessionStorage.setItem(store, JSON.stringify(pairs));
    const says = form.querySelector("[data-blank-says]");
    says.textContent = says.dataset.blankSays;
  } catch (error) {
    /* A browser that keeps nothing: the open page still does. */
  }
}

/* The page is made anew with what this tab still has, by our own server, which stores nothing of it. */
function show() {
  const pairs = read() || [];
  form.replaceChildren(
    ...pairs.map(([name, value]) => {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value;
      return input;
    }),
  );
  form.submit();
}

function forget() {
  sessionStorage.removeItem(store);
  form.querySelector("[data-blank-back]").hidden = true;
}

/* Names typed in one part can be chosen in another at once. */
function names(event) {
  const part = event.target.closest(".blank__part");
  const list = part && part.querySelector("datalist");
  if (!list) return;
  const firsts = part.querySelectorAll(".blank__fields > .field:first-child input[type=text]");
  list.replaceChildren(
    ...Array.from(firsts, (one) => one.value.trim())
      .filter(Boolean)
      .map((name) => new Option(name, name)),
  );
}

if (form) {
  const left = read();
  if (left && isFilled(left) && !isFilled(typed())) {
    form.querySelector("[data-blank-back]").hidden = false;
    form.querySelector("[data-blank-show]").addEventListener("click", show);
    form.querySelector("[data-blank-forget]").addEventListener("click", forget);
  }
  form.addEventListener("input", remember);
  form.addEventListener("change", remember);
  form.addEventListener("change", names);
  if (isFilled(typed())) remember();
}
