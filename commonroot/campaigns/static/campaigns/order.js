/* What stands in an order is dragged by its grip to where it shall stand, with a mouse; its buttons
   do the same one place at a time, for fingers and keys. Letting go sends the form of the buttons. */
"use strict";

(() => {
  if (!matchMedia("(pointer: fine)").matches) return;
  let held = null;

  for (const item of document.querySelectorAll("[data-order]")) {
    const form = item.querySelector("[data-order-form]");
    if (!form) continue;
    const grip = document.createElement("span");
    grip.className = "grip";
    grip.setAttribute("aria-hidden", "true");
    form.prepend(grip);
    grip.addEventListener("pointerdown", (event) => take(event, item, form, grip));
    grip.addEventListener("pointermove", follow);
    grip.addEventListener("pointerup", drop);
    grip.addEventListener("pointercancel", leave);
  }
  addEventListener("keydown", (event) => event.key === "Escape" && leave());

  function take(event, item, form, grip) {
    if (event.button !== 0) return;
    event.preventDefault();
    const all = Array.from(document.querySelectorAll("[data-order]"));
    const like = all.filter((one) => one.dataset.order === item.dataset.order);
    const others = like.filter((one) => one !== item);
    /* Measured once; what moves is a line between them. */
    const middles = others.map((one) => {
      const box = one.getBoundingClientRect();
      return box.top + box.height / 2 + scrollY;
    });
    held = { item, form, others, middles, was: like.indexOf(item), at: like.indexOf(item) };
    grip.setPointerCapture(event.pointerId);
    item.classList.add("is-held");
  }

  function follow(event) {
    if (!held) return;
    if (event.clientY < 60) scrollBy(0, -14);
    else if (event.clientY > innerHeight - 60) scrollBy(0, 14);
    held.at = held.middles.filter((middle) => middle < event.clientY + scrollY).length;
    mark(held.at === held.was ? -1 : held.at);
  }

  function mark(at) {
    held.others.forEach((one, place) => {
      one.classList.toggle("drops-before", place === at);
      one.classList.toggle("drops-after", place === at - 1 && at === held.others.length);
    });
  }

  function leave() {
    if (!held) return;
    mark(-1);
    held.item.classList.remove("is-held");
    held = null;
  }

  function drop() {
    if (!held) return;
    const { item, form, others, was, at } = held;
    leave();
    if (at === was) return;
    /* A list that is read backwards: what stands above comes after. */
    const next = "backwards" in item.dataset ? others[at - 1] : others[at];
    const said = { do: "place", before: next ? next.dataset.key : "" };
    for (const [name, value] of Object.entries(said)) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      form.append(input);
    }
    form.submit();
  }
})();
