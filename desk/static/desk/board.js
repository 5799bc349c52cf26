/* The board: drag a card, or press one of its buttons; the server decides and answers in words.
   Without this script the same buttons post a form. */

const REFRESH = 30_000; // milliseconds

const form = document.getElementById("board-move");
const said = document.querySelector("[data-board-said]");
const dialog = document.querySelector("[data-board-dialog]");
let board = document.querySelector("[data-board]");
let dragged = null;
let busy = false;

function say(message, refused = false) {
  said.classList.toggle("board-said--refused", refused);
  said.textContent = message;
}

function headline(card) {
  return card.querySelector("[data-card-link]").textContent;
}

/* Ask for the note that goes with a request for changes; null when the editor thinks better of it. */
function askForNote(card) {
  return new Promise((resolve) => {
    const note = dialog.querySelector("textarea");
    note.value = "";
    dialog.querySelector("[data-board-dialog-headline]").textContent = headline(card);
    dialog.returnValue = "cancel";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "send" ? note.value : null), { once: true });
    dialog.showModal();
  });
}

async function move(card, target) {
  if (busy) return;
  const button = card.querySelector(`[data-move-target="${target}"]`);
  const data = new FormData(form);
  data.set("move", `${card.dataset.card} ${target} ${card.dataset.revision}`);
  if (button && "needsNote" in button.dataset) {
    const note = await askForNote(card);
    if (note === null) return card.querySelector("summary")?.focus();
    data.set("note", note);
  }
  // The card stands where it was dropped until the server has answered.
  const list = card.parentElement;
  const next = card.nextElementSibling;
  busy = true;
  card.classList.add("board-card--moving");
  board.querySelector(`[data-column="${target}"] .board-cards`)?.prepend(card);
  try {
    const response = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    if (!isJson) throw new Error(`unexpected answer ${response.status}`);
    const answer = await response.json();
    say(answer.message, !answer.moved);
    if (answer.moved) {
      await refresh(answer.url);
      return;
    }
  } catch {
    say("The card was not moved: no answer from the server. Check your connection and try again.", true);
  } finally {
    busy = false;
  }
  card.classList.remove("board-card--moving");
  list.insertBefore(card, next);
  card.querySelector("summary, [data-card-link]")?.focus();
}

/* Fetch the board as it is now; the focus returns to the card that leads to `url`, else to where it was. */
async function refresh(url) {
  const response = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!response.ok || response.redirected) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-board]");
  if (!fresh) return;
  const focused = board.contains(document.activeElement)
    ? document.activeElement.closest("[data-card]")?.dataset.card
    : null;
  const { scrollLeft } = board;
  board.replaceWith(fresh);
  board = fresh;
  board.scrollLeft = scrollLeft;
  const target = url
    ? [...board.querySelectorAll("[data-card-link]")].find((link) => link.getAttribute("href") === url)
    : focused && board.querySelector(`[data-card="${focused}"] [data-card-link]`);
  target?.focus();
}

/* Keys: up and down within a column, left and right to the next column that has cards. */
function neighbour(card, key) {
  const columns = [...board.querySelectorAll("[data-column]")].map((column) => [...column.querySelectorAll("[data-card]")]);
  if (!card) return columns.flat()[0];
  const here = columns.findIndex((cards) => cards.includes(card));
  const place = columns[here].indexOf(card);
  if (key === "ArrowDown") return columns[here][place + 1];
  if (key === "ArrowUp") return columns[here][place - 1];
  const others = key === "ArrowRight" ? columns.slice(here + 1) : columns.slice(0, here).reverse();
  const cards = others.find((found) => found.length);
  return cards?.[Math.min(place, cards.length - 1)];
}

document.addEventListener("keydown", (event) => {
  if (!event.key.startsWith("Arrow") || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (!board.contains(event.target)) return;
  const next = neighbour(event.target.closest("[data-card]"), event.key);
  if (!next) return;
  event.preventDefault();
  next.querySelector("[data-card-link]").focus();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move-target]");
  if (!button) return;
  event.preventDefault();
  move(button.closest("[data-card]"), button.dataset.moveTarget);
});

// Dragging

function mark(card) {
  const open = card ? card.dataset.targets.split(" ") : [];
  for (const column of board.querySelectorAll("[data-column]")) {
    column.classList.toggle("board-column--open", open.includes(column.dataset.column));
    column.classList.remove("board-column--over");
  }
}

document.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.("[data-card][draggable]");
  if (!card) return;
  dragged = card;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", headline(card));
  card.classList.add("board-card--dragged");
  mark(card);
});

document.addEventListener("dragover", (event) => {
  const column = dragged && event.target.closest?.("[data-column]");
  if (!column) return;
  // Every column takes a drop: where the card may not go, the server says why.
  event.preventDefault();
  for (const other of board.querySelectorAll("[data-column]")) other.classList.toggle("board-column--over", other === column);
});

document.addEventListener("drop", (event) => {
  const column = dragged && event.target.closest?.("[data-column]");
  if (!column) return;
  event.preventDefault();
  const card = dragged;
  if (column !== card.closest("[data-column]")) move(card, column.dataset.column);
});

document.addEventListener("dragend", () => {
  dragged?.classList.remove("board-card--dragged");
  dragged = null;
  mark(null);
});

// What others move appears by itself, unless somebody is in the middle of something.
setInterval(() => {
  const atWork = busy || dragged || dialog.open || board.querySelector("details[open]");
  if (!document.hidden && !atWork) refresh().catch(() => {});
}, REFRESH);
