/* The same without a mouse: place, move and remove by buttons and keys, in a dialog that says where. */

import { canBeSublink, cardElement, settle, sublinkElement, valueOf } from "./cards.js";

const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

function ordinal(place) {
  return ORDINALS[place] ?? `${place + 1}th`;
}

export function placing(store, { announce, ask }) {
  const dialog = store.root.querySelector("[data-place-dialog]");
  const { container: containers, position: positions } = dialog.querySelector("form").elements;
  let chosen = null; // the container that was chosen last
  let element = null;

  const title = (container) => container.dataset.title;
  const cardsOf = (container) => [...container.querySelectorAll("[data-cards] > [data-card]")];
  const open = () => store.containers().filter((container) => "mayChange" in container.dataset);

  function option(value, text) {
    return new Option(text, value);
  }

  function offerPositions() {
    const container = store.container(containers.value);
    const cards = cardsOf(container).filter((card) => card !== element);
    const places = cards.map((card, place) => option(`before ${card.dataset.card}`, `${place + 1}. before “${card.dataset.headline}”`));
    const below = cards
      .filter((card) => card.querySelector("[data-sublinks]") && canBeSublink(element, card.querySelector("[data-sublinks]")))
      .map((card) => option(`below ${card.dataset.card}`, `As a line below “${card.dataset.headline}”`));
    positions.replaceChildren(...places, option("end", cards.length ? "At the end" : "In the empty container"), ...below);
  }

  containers.addEventListener("change", offerPositions);

  /* Ask where an element of the feed, the clipboard or a container shall stand, and put it there. */
  async function place(from) {
    const found = open();
    if (!found.length) return store.say("There is no container here that you may change. Add one below first.", true);
    element = from;
    dialog.querySelector("[data-place-headline]").textContent = from.dataset.headline;
    containers.replaceChildren(...found.map((container) => option(container.dataset.container, title(container))));
    if (chosen && found.some((container) => container.dataset.container === chosen)) containers.value = chosen;
    offerPositions();
    if (!(await ask(dialog, "place"))) return from.querySelector("button")?.focus();
    chosen = containers.value;
    put(from, store.container(chosen), positions.value);
  }

  function put(from, container, position) {
    const [where, id] = position.split(" ");
    const target = cardsOf(container).find((card) => card.dataset.card === id);
    const isInside = from.closest("[data-container]") && !from.closest("[data-clipped]");
    const { type, value } = valueOf(from);
    const { headline } = from.dataset;
    let made = from;
    store.change(isInside ? "move" : "place", () => {
      if (where === "below") {
        const list = target.querySelector("[data-sublinks]");
        made = isInside && from.dataset.sublink ? from : sublinkElement(value, headline);
        if (made !== from && isInside) from.remove();
        list.append(made);
        return;
      }
      const list = container.querySelector("[data-cards]");
      made = isInside && from.dataset.card ? from : cardElement(type, value, headline);
      if (made !== from && isInside) from.remove();
      if (target) target.before(made);
      else list.append(made);
    });
    announce(`“${headline}” ${describe(made)}.`);
    if (isInside) made.querySelector("[data-card-headline]")?.focus();
    else from.querySelector("[data-place]")?.focus();
  }

  function describe(card) {
    const container = card.closest("[data-container]");
    if (card.dataset.sublink) return `stands below “${card.closest("[data-card]").dataset.headline}” in ${title(container)}`;
    const cards = cardsOf(container);
    return `is ${ordinal(cards.indexOf(card))} of ${cards.length} in ${title(container)}`;
  }

  /* One step up or down: within the list, then on to the next container. */
  function step(card, direction) {
    const container = card.closest("[data-container]");
    const isSublink = "sublink" in card.dataset;
    const next = direction === "up" ? card.previousElementSibling : card.nextElementSibling;
    const kept = document.activeElement;
    if (next) {
      store.change("move", () => (direction === "up" ? next.before(card) : next.after(card)));
    } else if (isSublink) {
      return announce(`“${card.dataset.headline}” is the ${direction === "up" ? "first" : "last"} line here.`);
    } else {
      const all = open();
      const other = all[all.indexOf(container) + (direction === "up" ? -1 : 1)];
      if (!other) return announce("There is no further container that you may change.");
      const list = other.querySelector("[data-cards]");
      store.change("move", () => (direction === "up" ? list.append(card) : list.prepend(card)));
    }
    (card.contains(kept) && kept.checkVisibility?.() !== false ? kept : card.querySelector("[data-card-headline]"))?.focus();
    announce(`“${card.dataset.headline}” ${describe(card)}.`);
  }

  function remove(card) {
    const next = card.nextElementSibling ?? card.previousElementSibling;
    const container = card.closest("[data-container]");
    store.change("remove", () => card.remove());
    announce(`“${card.dataset.headline}” removed from ${title(container)}. Undo brings it back.`);
    (next?.querySelector("[data-card-headline]") ?? container.querySelector("summary"))?.focus();
  }

  /* Put a story that was filled in by itself onto a card of its own, where it stands. */
  function keep(button) {
    const row = button.closest("[data-filled]");
    const container = row.closest("[data-container]");
    const headline = row.querySelector(".front-fill__headline").textContent;
    const card = cardElement("article", { article: Number(button.dataset.pin) }, headline);
    store.change("place", () => {
      container.querySelector("[data-cards]").append(card);
      row.remove();
    });
    card.querySelector("[data-card-headline]").focus();
    announce(`“${headline}” ${describe(card)}.`);
  }

  const changeable = (target) => target.closest("[data-container][data-may-change]") && target.closest("[data-sublink], [data-card]");

  store.root.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if ("place" in button.dataset) place(button.closest("[data-story], [data-card]"));
    else if ("pin" in button.dataset) keep(button);
    else if (!changeable(button)) return;
    else if (button.dataset.move) step(changeable(button), button.dataset.move);
    else if ("moveTo" in button.dataset) place(changeable(button));
    else if ("remove" in button.dataset) remove(changeable(button));
  });

  store.root.addEventListener("keydown", (event) => {
    const card = changeable(event.target);
    if (!card || event.target.matches("input, textarea, select")) return;
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      step(card, event.key === "ArrowUp" ? "up" : "down");
    } else if (event.key === "Delete" && !event.altKey && !event.ctrlKey) {
      event.preventDefault();
      remove(card);
    }
  });

  return { place, settle };
}
