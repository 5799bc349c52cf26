/* The board of a front: wires its parts together. The page is drawn by the server; this makes it answer. */

import { cardForm } from "./card-form.js";
import { clipboard } from "./clipboard.js";
import { dragging } from "./dragging.js";
import { feed } from "./feed.js";
import { launching } from "./launching.js";
import { panels as openPanels } from "./panels.js";
import { placing } from "./placing.js";
import { Store } from "./store.js";

const root = document.querySelector("[data-front]");
const said = root.querySelector("[data-said]");
const announced = root.querySelector("[data-announce]");
const stated = root.querySelector("[data-progress]");

function say(message, isRefused = false) {
  said.classList.toggle("front-said--refused", isRefused);
  said.textContent = message;
}

function state(message, isBad = false) {
  stated.classList.toggle("front-state--bad", isBad);
  if (stated.textContent !== message) stated.textContent = message;
}

/* Tell those who cannot see where a card has gone. */
function announce(message) {
  announced.textContent = message;
}

/* Open a dialog; true when it was answered with the button of this value. */
function ask(dialog, yes) {
  return new Promise((resolve) => {
    const opener = document.activeElement;
    dialog.returnValue = "";
    dialog.addEventListener("close", () => {
      if (opener?.isConnected) opener.focus();
      resolve(dialog.returnValue === yes);
    }, { once: true });
    dialog.showModal();
  });
}

function confirm(title, text, yes) {
  const dialog = root.querySelector("[data-confirm-dialog]");
  dialog.querySelector("h2").textContent = title;
  dialog.querySelector("[data-confirm-text]").textContent = text;
  dialog.querySelector("[data-confirm-yes]").textContent = yes;
  return ask(dialog, "yes");
}

async function choose({ message, yours, theirs }) {
  const dialog = root.querySelector("[data-conflict-dialog]");
  const list = (place, texts) => {
    const items = texts.map((text) => Object.assign(document.createElement("li"), { textContent: text }));
    dialog.querySelector(place).replaceChildren(...items);
  };
  dialog.querySelector("[data-conflict-message]").textContent = message;
  list("[data-conflict-yours]", yours);
  list("[data-conflict-theirs]", theirs);
  return (await ask(dialog, "yours")) ? "yours" : "theirs";
}

const store = new Store(root, { say, state, ask: choose });
const panels = openPanels(store);
const clip = clipboard(store, { say });
const drag = dragging(store, { clipboard: clip, announce });
placing(store, { announce, ask });
const { edit } = cardForm(store, panels, { announce });
launching(store, panels, { ask, confirm, edit });
feed(store, drag);
clip.bindWith(drag.clip);

// Undo

const undo = root.querySelector("[data-undo]");
const redo = root.querySelector("[data-redo]");
undo.addEventListener("click", () => store.undo());
redo.addEventListener("click", () => store.redo());
store.addEventListener("undo", () => {
  undo.disabled = store.undoable.length === 0;
  redo.disabled = store.redoable.length === 0;
});
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.target.matches?.("input, textarea")) return;
  const key = event.key.toLowerCase();
  if (key === "z" || key === "y") {
    event.preventDefault();
    if (key === "y" || event.shiftKey) store.redo();
    else store.undo();
  }
});

// Draft or live

for (const choice of root.querySelectorAll("[name=version]")) {
  choice.addEventListener("change", async () => {
    await store.flush();
    store.isLive = choice.value === "live";
    root.toggleAttribute("data-live", store.isLive);
    const all = new Set(store.containers().map((container) => Number(container.dataset.container)));
    await store.refresh({ force: all });
    say(store.isLive ? "What readers see now. Switch to “Draft” to change it." : "");
  });
}

// Tabs

const tabs = [...root.querySelectorAll("[role=tab]")];
function select(tab) {
  for (const other of tabs) {
    const isChosen = other === tab;
    other.setAttribute("aria-selected", String(isChosen));
    other.tabIndex = isChosen ? 0 : -1;
    document.getElementById(other.getAttribute("aria-controls")).hidden = !isChosen;
  }
}
for (const tab of tabs) {
  tab.addEventListener("click", () => select(tab));
  tab.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const next = tabs[(tabs.indexOf(tab) + 1) % tabs.length];
    select(next);
    next.focus();
  });
}

// Menus: one at a time; Escape and a click elsewhere close them.

document.addEventListener("toggle", (event) => {
  if (!event.target.matches?.("[data-menu][open]")) return;
  for (const menu of root.querySelectorAll("[data-menu][open]")) if (menu !== event.target) menu.open = false;
}, true);
document.addEventListener("click", (event) => {
  for (const menu of root.querySelectorAll("[data-menu][open]")) {
    if (!menu.contains(event.target) || event.target.closest("ul button")) menu.open = false;
  }
});
root.addEventListener("keydown", (event) => {
  const menu = event.target.closest("[data-menu][open]");
  if (event.key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// What the server has drawn, to tell later what has changed in it.
store.refresh().catch(() => {});
