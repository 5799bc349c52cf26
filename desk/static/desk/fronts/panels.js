/* What opens beside the containers: the preview of the drafts, a card's form, an answer. One at a time. */

import { Failure, html } from "./api.js";

const SOON = 800; // milliseconds

export function panels(store) {
  const { root } = store;
  const columns = root.querySelector("[data-columns]");
  const all = [...root.querySelectorAll("[data-panel]")];
  let opener = null;

  const panel = (name) => all.find((found) => found.dataset.panel === name);
  const isOpen = (name) => !panel(name).hidden;

  function open(name, from = document.activeElement) {
    for (const found of all) found.hidden = found.dataset.panel !== name;
    columns.dataset.open = name;
    opener = from;
    mark();
    if (name === "preview") preview.draw();
  }

  function close() {
    for (const found of all) found.hidden = true;
    delete columns.dataset.open;
    mark();
    root.dispatchEvent(new Event("panel-closed"));
    if (opener?.isConnected) opener.focus();
  }

  function mark() {
    for (const button of root.querySelectorAll("[data-open-panel]")) {
      button.setAttribute("aria-expanded", String(isOpen(button.dataset.openPanel)));
    }
  }

  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-open-panel], [data-close-panel]");
    if (!button) return;
    if ("closePanel" in button.dataset || isOpen(button.dataset.openPanel)) close();
    else open(button.dataset.openPanel, button);
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest("[data-panel]")) close();
  });

  async function answer(title, url) {
    const place = panel("answer").querySelector("[data-answer]");
    const heading = panel("answer").querySelector("h2");
    heading.textContent = title;
    place.textContent = "One moment …";
    open("answer");
    try {
      place.innerHTML = await html(url);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      place.textContent = `${error.message}.`;
    }
    heading.focus();
  }

  const preview = previewIn(store, panel("preview"), () => isOpen("preview"));
  return { open, close, answer, panel, isOpen };
}

/* The front as its drafts have it, at the width of a phone or of a desk, scaled to fit. */
function previewIn(store, panel, isOpen) {
  const frame = panel.querySelector("[data-preview]");
  const screen = panel.querySelector("[data-screen]");
  const width = () => Number(panel.querySelector("[name=width]:checked").value);
  let timer;

  function fit() {
    const scale = Math.min(1, screen.clientWidth / width());
    frame.style.inlineSize = `${width()}px`;
    frame.style.blockSize = `${screen.clientHeight / scale}px`;
    frame.style.transform = `scale(${scale})`;
  }

  function draw() {
    fit();
    const scrolled = frame.contentWindow?.scrollY ?? 0;
    frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, scrolled), { once: true });
    if (frame.getAttribute("src")) frame.contentWindow.location.reload();
    else frame.src = store.root.dataset.previewUrl;
  }

  panel.addEventListener("change", fit);
  new ResizeObserver(() => isOpen() && fit()).observe(screen);
  store.addEventListener("saved", () => {
    clearTimeout(timer);
    if (isOpen()) timer = setTimeout(draw, SOON);
  });
  return { draw };
}
