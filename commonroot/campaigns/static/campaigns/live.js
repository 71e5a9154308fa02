/* Asks every 20 seconds, while the page is seen, what others changed since it was read. */
"use strict";

(() => {
  const place = document.querySelector("[data-since]");
  if (!place) return;
  const address = new URL(place.dataset.since, location.href);
  address.searchParams.set("seen", place.dataset.seen);
  address.searchParams.set("tool", place.dataset.tool);
  let told = 0;
  let failed = 0;

  async function ask() {
    if (document.hidden || failed > 5) return;
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" }, redirect: "error" });
      if (!answer.ok) throw new Error("not told");
      const news = await answer.json();
      failed = 0;
      if (news.count > told) show(news);
    } catch (error) {
      failed += 1;
    }
  }

  function show(news) {
    told = news.count;
    const link = document.createElement("a");
    link.href = location.pathname + location.search;
    link.textContent = place.dataset.show;
    const words = document.createElement("span");
    words.textContent = news.words;
    place.replaceChildren(words, " ", link);
  }

  setInterval(ask, 20000);
  document.addEventListener("visibilitychange", ask);
})();
