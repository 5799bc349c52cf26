/* Single keys, which can be switched off (WCAG 2.1.4) and never act while somebody types. */

const KEPT = "replies-keys";
const dialog = document.querySelector("[data-keys]");
const opener = document.querySelector("[data-keys-open]");
const box = document.querySelector("[data-keys-on]");

function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null; // a browser that keeps nothing
  }
}

function isTyping(target) {
  if (target.closest("[contenteditable], select, textarea, [role=textbox], [role=combobox]")) return true;
  const input = target.closest("input");
  return input !== null && !["checkbox", "radio", "button", "submit"].includes(input.type);
}

export function listen(acts) {
  box.checked = kept() !== "off";
  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());
  box.addEventListener("change", () => {
    try {
      localStorage.setItem(KEPT, box.checked ? "on" : "off");
    } catch {
      // It holds for this page, then.
    }
  });
  document.addEventListener("keydown", (event) => {
    if (!box.checked || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    if (dialog.open || document.querySelector("dialog[open]") || isTyping(event.target)) return;
    if (event.key === "?") {
      event.preventDefault();
      dialog.showModal();
      return;
    }
    // The arrows belong to whatever has the focus, unless that is the queue or nothing.
    const isArrow = event.key.startsWith("Arrow");
    if (isArrow && event.target !== document.body && !event.target.closest("[data-queue]")) return;
    const act = acts[event.key];
    if (!act || event.shiftKey || (event.repeat && !isArrow && !"jk".includes(event.key))) return;
    event.preventDefault();
    act();
  });
}
