/* Moderate by keyboard and in place. Without this script the same buttons post a form. */

import { listen } from "./keys.js";
import * as list from "./rows.js";
import { sendDecision, sendUndo, settled } from "./sending.js";

const TARGETS = { approve: "approved", reject: "rejected", spam: "spam" };
const DONE = { approve: "Approved", reject: "Rejected", spam: "Put with the spam" };
const NO_ANSWER = "No answer from the server: nothing was changed. Check your connection and try again.";
const said = document.querySelector("[data-said]");
const announced = document.querySelector("[data-announce]");
const selectAll = document.querySelector("[data-select-all]");

function say(message, isRefused = false) {
  said.classList.toggle("reply-said--refused", isRefused);
  said.textContent = message;
  announced.textContent = message;
}

function count(key, step) {
  const counter = document.querySelector(`[data-count="${key}"]`);
  if (counter) counter.textContent = Math.max(0, Number(counter.textContent) + step);
}

/* Tabs follow what was decided: `step` is 1 for a decision and -1 for its undoing. */
function recount(row, decision, step) {
  const before = row.dataset.state;
  const after = TARGETS[decision];
  if (before !== after) {
    count(before, -step);
    count(after, step);
  }
  if (row.querySelector(".reply-row__reports")) count("reported", -step);
}

function writer(row) {
  return row.querySelector(".reply-row__by bdi").textContent;
}

async function decide(decision, rows) {
  const deciding = rows.filter((row) => row && row.querySelector("[data-decision]") && !row.matches(".reply-row--leaving"));
  if (!deciding.length) return;
  list.leave(deciding);
  const who = deciding.length === 1 ? `the reply by ${writer(deciding[0])}` : `${deciding.length} replies`;
  announced.textContent = `${DONE[decision]}: ${who}.`;
  let answer;
  try {
    answer = await sendDecision(decision, deciding);
  } catch {
    for (const row of deciding) list.putBack(row, NO_ANSWER);
    say(NO_ANSWER, true);
    return;
  }
  const done = new Set((answer.done ?? []).map(String));
  const refused = new Map((answer.refused ?? []).map(({ reply, message }) => [String(reply), message]));
  for (const row of deciding) {
    if (done.has(row.dataset.reply)) {
      row.dataset.decision = decision;
      recount(row, decision, 1);
      list.remove(row);
    } else {
      list.putBack(row, refused.get(row.dataset.reply) ?? answer.message);
    }
  }
  say(answer.message, done.size < deciding.length);
}

async function undo() {
  announced.textContent = "Taking back your last decision.";
  let answer;
  try {
    answer = await sendUndo();
  } catch {
    say(NO_ANSWER, true);
    return;
  }
  const back = list.bringBack(answer.done ?? []);
  for (const row of back) recount(row, row.dataset.decision, -1);
  const elsewhere = (answer.done ?? []).length > back.length ? " Load the page again to see them." : "";
  say(answer.message + elsewhere, !(answer.done ?? []).length);
  if (back.length) list.go(back.at(-1));
}

async function edit() {
  const link = list.current()?.querySelector("[data-edit]");
  if (!link) return;
  await settled();
  location.assign(link.href);
}

function choose() {
  const box = list.current()?.querySelector("[name=reply]");
  if (!box) return;
  box.checked = !box.checked;
  announced.textContent = box.checked ? "Chosen." : "Not chosen.";
}

function decideCurrent(decision) {
  const rows = list.chosen();
  decide(decision, rows.length ? rows : [list.current()]);
}

listen({
  j: () => list.go(list.neighbour(1)),
  k: () => list.go(list.neighbour(-1)),
  ArrowDown: () => list.go(list.neighbour(1)),
  ArrowUp: () => list.go(list.neighbour(-1)),
  a: () => decideCurrent("approve"),
  r: () => decideCurrent("reject"),
  s: () => decideCurrent("spam"),
  e: edit,
  u: undo,
  x: choose,
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[form=reply-decide], [data-undo-last]");
  if (!button) return;
  event.preventDefault();
  if ("undoLast" in button.dataset) {
    undo();
  } else if (button.dataset.decision) {
    decide(button.dataset.decision, [button.closest("[data-reply]")]);
  } else if (list.chosen().length) {
    decide(button.value, list.chosen());
  } else {
    say("Choose the replies first.", true);
  }
});

document.addEventListener("focusin", ({ target }) => {
  const row = target.closest?.("[data-reply]");
  if (!row || row.matches(".reply-row--current")) return;
  document.querySelector(".reply-row--current")?.classList.remove("reply-row--current");
  row.classList.add("reply-row--current");
});

selectAll.hidden = false;
selectAll.addEventListener("change", ({ target }) => {
  for (const row of list.rows()) {
    const box = row.querySelector("[name=reply]");
    if (box) box.checked = target.checked;
  }
});
