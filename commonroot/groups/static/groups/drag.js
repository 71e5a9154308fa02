/* Somebody is dragged onto another group: the page that says what this would do opens. Nothing moves
   by it, and everything works without it: each person has "Move". */
"use strict";

(() => {
  const place = document.querySelector("[data-groups]");
  if (!place) return;
  let carried = null;

  for (const member of place.querySelectorAll("[data-move]")) {
    member.draggable = true;
    member.addEventListener("dragstart", (event) => {
      carried = member;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
    });
    member.addEventListener("dragend", () => {
      carried = null;
      for (const group of place.querySelectorAll(".group--over")) group.classList.remove("group--over");
    });
  }

  for (const group of place.querySelectorAll("[data-group]")) {
    const takes = () => carried && !group.contains(carried);
    group.addEventListener("dragover", (event) => {
      if (!takes()) return;
      event.preventDefault();
      group.classList.add("group--over");
    });
    group.addEventListener("dragleave", (event) => {
      if (!group.contains(event.relatedTarget)) group.classList.remove("group--over");
    });
    group.addEventListener("drop", (event) => {
      if (!takes()) return;
      event.preventDefault();
      location.assign(`${carried.dataset.move}?to=${encodeURIComponent(group.dataset.group)}`);
    });
  }
})();
