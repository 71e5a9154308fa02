/* What a reader types is kept as it is typed; without this the button Keep does the same. */
const form = document.querySelector("[data-keeps]");
const said = document.querySelector("[data-keeps-said]");

if (form && said) {
  let waiting = 0;
  let changed = false;

  const keep = () => {
    const typed = new FormData(form);
    typed.set("keep", "1");
    changed = false;
    fetch(form.action, { method: "POST", body: typed, headers: { "X-Kept": "1" } })
      .then((answer) => {
        if (!answer.ok) throw new Error(String(answer.status));
        said.textContent = form.dataset.keeps;
      })
      .catch(() => {
        changed = true;
        said.textContent = form.dataset.notKept;
        waiting = setTimeout(keep, 10000);
      });
  };

  form.addEventListener("input", () => {
    changed = true;
    said.textContent = "…";
    clearTimeout(waiting);
    waiting = setTimeout(keep, 1200);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    changed = false;
  });
  addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}
