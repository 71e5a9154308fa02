/* The list at the door with a weak net: a tick shows at once, is kept on this device and sent until
   it is taken. Kept are keys of places and what was ticked, never a name. Without this file each
   tick is an ordinary form. */
"use strict";

(function () {
  const form = document.querySelector("[data-check-in]");
  if (!form) return;
  const store = "check-in:" + form.dataset.checkIn;
  const note = document.querySelector("[data-check-in-waits]");
  const count = document.querySelector("[data-check-in-count]");
  const find = document.querySelector("[data-check-in-find]");
  let waiting = read();
  let sending = false;

  function read() {
    try {
      return JSON.parse(localStorage.getItem(store)) || {};
    } catch (_error) {
      return {};
    }
  }

  function keep() {
    try {
      if (Object.keys(waiting).length) localStorage.setItem(store, JSON.stringify(waiting));
      else localStorage.removeItem(store);
    } catch (_error) {
      /* A browser that keeps nothing: the ticks still wait on this page. */
    }
    const number = Object.keys(waiting).length;
    note.hidden = !number || sending;
    note.textContent = note.dataset.checkInWaits.replace("X", number);
  }

  function show(key, wish) {
    const row = document.getElementById("r-" + key);
    if (!row) return;
    for (const button of row.querySelectorAll("button[name=tick]")) {
      const kind = button.dataset.kind;
      const pressed = kind === wish;
      button.setAttribute("aria-pressed", String(pressed));
      button.value = key + ":" + (pressed ? "placed" : kind);
    }
    row.toggleAttribute("data-waits", key in waiting);
    const here = document.querySelectorAll(".check-in__tick[aria-pressed=true]").length;
    const all = document.querySelectorAll(".check-in__row").length;
    if (count && !location.search) count.textContent = count.dataset.checkInCount.replace("X", here).replace("Y", all);
  }

  async function send() {
    if (sending) return;
    sending = true;
    for (const key of Object.keys(waiting)) {
      const wish = waiting[key];
      const body = new FormData(form);
      body.set("tick", key + ":" + wish);
      let answer;
      try {
        answer = await fetch(form.action || location.href, {
          method: "POST", body, headers: { "X-Requested-With": "fetch" }, redirect: "manual",
        });
      } catch (_error) {
        break;
      }
      /* A server in trouble is asked again; what it refuses is shown by the page itself. */
      if (answer.status >= 500 || answer.type === "opaqueredirect" || answer.status === 403) break;
      if (waiting[key] === wish) delete waiting[key];
      if (answer.status !== 204) {
        keep();
        return location.reload();
      }
      show(key, wish);
    }
    sending = false;
    keep();
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=tick]");
    if (!button) return;
    event.preventDefault();
    const [key, wish] = button.value.split(":");
    waiting[key] = wish;
    show(key, wish);
    keep();
    send();
  });

  if (find) {
    const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
    find.addEventListener("input", () => {
      const words = plain(find.value).split(/\s+/);
      for (const row of document.querySelectorAll(".check-in__row")) {
        const name = plain(row.dataset.checkInName);
        row.hidden = !words.every((word) => name.includes(word));
      }
    });
  }

  for (const key of Object.keys(waiting)) show(key, waiting[key]);
  keep();
  send();
  addEventListener("online", send);
  setInterval(() => Object.keys(waiting).length && send(), 5000);
})();
