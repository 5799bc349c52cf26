/* Drag stories from the feed and the clipboard into containers, cards within and between them, and into sublinks. */

import Sortable from "../vendor/sortable.esm.js";
import { canBeSublink, settle, valueOf } from "./cards.js";
import { post } from "./api.js";

const CONTROLS = "button, a, input, select, textarea, summary, details";

export function dragging(store, { clipboard, announce }) {
  const root = store.root;
  let before = null;

  function begin() {
    before = store.snapshot();
    store.held += 1;
    root.dataset.dragging = "";
  }

  function end() {
    // The drop that others see comes first.
    store.held -= 1;
    delete root.dataset.dragging;
  }

  const shared = {
    animation: 120,
    forceFallback: true, // one behaviour for mouse, pen and finger
    fallbackOnBody: true,
    fallbackTolerance: 4,
    delayOnTouchOnly: true,
    delay: 180,
    scrollSensitivity: 80,
    bubbleScroll: true,
    emptyInsertThreshold: 16,
    swapThreshold: 0.65,
    invertSwap: false,
    filter: CONTROLS,
    preventOnFilter: false,
    ghostClass: "front-ghost",
    dragClass: "front-dragged",
    onStart: begin,
  };

  function finish(event) {
    end();
    const element = event.item;
    const list = event.to;
    if (!list.matches("[data-cards], [data-sublinks]")) return;
    store.change("move", () => settle(element, list), before);
    announce(`“${element.dataset.headline}” placed.`);
  }

  function lists(container) {
    if (!("mayChange" in container.dataset)) return;
    for (const list of container.querySelectorAll("[data-cards]")) {
      Sortable.create(list, {
        ...shared,
        draggable: "[data-card]",
        group: {
          name: "front",
          pull: (to) => (to.el.matches("[data-clipped]") ? "clone" : true),
          put: true,
        },
        onEnd: finish,
      });
    }
    for (const list of container.querySelectorAll("[data-sublinks]")) {
      Sortable.create(list, {
        ...shared,
        draggable: "[data-sublink]",
        group: { name: "front", pull: true, put: (to, from, element) => canBeSublink(element, to.el) && !element.contains(to.el) },
        onEnd: finish,
      });
    }
  }

  for (const container of store.containers()) lists(container);
  store.addEventListener("drawn", (event) => lists(event.detail));

  /* The feed, and the clipboard, which takes copies. */
  function source(list) {
    Sortable.create(list, {
      ...shared,
      sort: false,
      group: { name: "front", pull: "clone", put: false },
      onEnd: finish,
    });
  }

  function clip(list) {
    Sortable.create(list, {
      ...shared,
      sort: false,
      draggable: "[data-card]",
      group: { name: "front", pull: "clone", put: (to, from, element) => from.el !== to.el && !("sublink" in element.dataset) },
      onStart(event) {
        event.item.dataset.copied = "";
        begin();
      },
      onEnd(event) {
        finish(event);
        delete event.item.dataset.copied;
        clipboard.draw();
      },
      async onAdd(event) {
        const { type, value } = valueOf(event.item);
        event.item.remove();
        // The copy that Sortable left behind answers to nothing: have the server draw the container again.
        const id = store.idOf(event.clone);
        await store.refresh({ force: new Set([id]) });
        await clipboard.put({ id: "copy", type, value });
      },
    });
  }

  return { source, clip };
}
