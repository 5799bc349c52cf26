/* The rows of the queue: which one is current, which are on their way out, how they come back. */

const queue = document.querySelector("[data-queue]");
const none = queue.querySelector("[data-none]");
const left = new Map(); // replies that were decided about on this page: number -> row and what came after it

/* Rows that can be decided about, top down. */
export function rows() {
  return [...queue.querySelectorAll("[data-reply]:not(.reply-row--leaving)")];
}

export function chosen() {
  return rows().filter((row) => row.querySelector("[name=reply]")?.checked);
}

export function current() {
  const focused = document.activeElement?.closest("[data-reply]");
  if (focused) return focused;
  return queue.querySelector(".reply-row--current") ?? rows()[0] ?? null;
}

export function go(row) {
  queue.querySelector(".reply-row--current")?.classList.remove("reply-row--current");
  if (!row) return;
  row.classList.add("reply-row--current");
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

export function neighbour(step) {
  const all = rows();
  const here = all.indexOf(current());
  const focused = document.activeElement?.closest("[data-reply]");
  // The first press goes to the first row, not past it.
  if (!focused && !queue.querySelector(".reply-row--current")) return all[0] ?? null;
  return all[Math.min(Math.max(here + step, 0), all.length - 1)] ?? null;
}

/* Let rows fade at once, before the server has answered; the next one takes the focus. */
export function leave(leaving) {
  const all = rows();
  const hadFocus = leaving.some((row) => row.contains(document.activeElement) || row.matches(".reply-row--current"));
  const from = all.indexOf(leaving[leaving.length - 1]);
  for (const row of leaving) row.classList.add("reply-row--leaving");
  const next = all.slice(from + 1).find((row) => !leaving.includes(row)) ?? rows().at(-1) ?? null;
  if (hadFocus) go(next);
  showWhetherEmpty(hadFocus);
}

/* Take away what the server has decided about; it is kept, for an undo. */
export function remove(row) {
  const hadFocus = row.contains(document.activeElement);
  left.set(row.dataset.reply, { row, next: row.nextElementSibling });
  row.remove();
  if (hadFocus) go(rows()[0]);
}

/* Put a row back where it was, with what to tell about it. */
export function putBack(row, message = "") {
  row.classList.remove("reply-row--leaving");
  const said = row.querySelector("[data-row-said]");
  said.textContent = message;
  said.hidden = !message;
  showWhetherEmpty(false);
}

/* Bring back rows whose decision was undone; return those that stood on this page. */
export function bringBack(numbers) {
  const found = numbers.map((number) => left.get(String(number))).filter(Boolean);
  for (const { row, next } of found.reverse()) {
    queue.insertBefore(row, next?.isConnected ? next : (queue.querySelector("[data-reply]") ?? none));
    left.delete(row.dataset.reply);
    putBack(row);
  }
  return found.map(({ row }) => row);
}

function showWhetherEmpty(takeFocus) {
  none.hidden = rows().length > 0;
  if (!none.hidden && takeFocus) none.querySelector("a")?.focus();
}
