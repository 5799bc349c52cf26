/* The feed: what passes its filters, asked for again as they change and from time to time. */

import { Failure, html } from "./api.js";

const TYPING = 300; // milliseconds
const REFRESH = 30_000;

export function feed(store, { source }) {
  const form = store.root.querySelector("[data-feed-form]");
  const place = store.root.querySelector("[data-feed]");
  let page = 1;
  let asked = 0;
  let timer;

  async function draw(isQuiet = false) {
    const number = ++asked;
    const query = new URLSearchParams(new FormData(form));
    query.set("p", page);
    place.setAttribute("aria-busy", "true");
    try {
      const found = await html(`${store.root.dataset.feedUrl}?${query}`);
      if (number !== asked || store.held) return;
      place.innerHTML = found;
      const list = place.querySelector("[data-stories]");
      if (list) source(list);
      if (!isQuiet) place.scrollTop = 0;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (!isQuiet) place.textContent = `${error.message}. The stories cannot be shown.`;
    } finally {
      place.setAttribute("aria-busy", "false");
    }
  }

  function again() {
    page = 1;
    clearTimeout(timer);
    timer = setTimeout(draw, TYPING);
  }

  form.addEventListener("input", again);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    again();
  });
  place.addEventListener("click", (event) => {
    const button = event.target.closest("[data-page]");
    if (!button) return;
    page = Number(button.dataset.page);
    draw();
  });
  setInterval(() => {
    const isUsed = store.held || place.contains(document.activeElement) || form.contains(document.activeElement);
    if (!document.hidden && !isUsed) draw(true);
  }, REFRESH);
  draw();
}
