// Suggestions while a reader types into a search box: an editable combobox with a list (ARIA Authoring Practices 1.2).
// The form says where to ask: data-suggest. Without this file it is a form like any other.
const PAUSE = 150;
const WORD = /[\p{L}\p{M}\p{N}'’]+/gu;
const fold = (text) => text.normalize("NFKD").replace(/[\p{M}'’]/gu, "").toLowerCase();

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  element.append(...children);
  return element;
}

// The label, with the beginnings that were typed in <mark>. Text only ever becomes text.
function marked(label, typed) {
  const words = fold(typed).match(WORD) ?? [];
  const parts = [];
  let at = 0;
  for (const { 0: word, index } of label.matchAll(WORD)) {
    const begins = (one, place) => (place < words.length - 1 ? fold(word) === one : fold(word).startsWith(one));
    const begun = words.find(begins)?.length;
    if (!begun) continue;
    let end = 1;
    while (end < word.length && (fold(word.slice(0, end)).length < begun || /^\p{M}/u.test(word.slice(end)))) end++;
    parts.push(label.slice(at, index), make("mark", {}, word.slice(0, end)));
    at = index + end;
  }
  return make("span", { class: "suggestions__label" }, ...parts, label.slice(at));
}

document.querySelectorAll("form[data-suggest]").forEach((form, number) => {
  const input = form.querySelector("[name=q]");
  const id = `suggestions-${number}`;
  const list = make("div", { class: "suggestions", id, role: "listbox", "aria-label": "Suggestions" });
  const status = make("p", { class: "visually-hidden", role: "status" });
  let waiting, request, active;

  function choose(option) {
    active?.setAttribute("aria-selected", false);
    active = option;
    active?.setAttribute("aria-selected", true);
    active?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", active?.id ?? "");
  }

  function toggle(open) {
    choose();
    list.hidden = !open;
    input.setAttribute("aria-expanded", open);
    if (!open) status.textContent = "";
  }

  function close() {
    clearTimeout(waiting);
    request?.abort();
    toggle(false);
  }

  function add(kind, href, ...children) {
    const attributes = { role: "option", id: `${id}-${list.childElementCount}`, href, tabindex: -1 };
    list.append(make("a", { class: `suggestions__${kind}`, "aria-selected": false, ...attributes }, ...children));
  }

  async function ask() {
    const typed = input.value.trim();
    if (typed.length < 2) return close();
    const query = new URLSearchParams({ q: typed });
    request?.abort();
    const { signal } = (request = new AbortController());
    try {
      const { suggestions } = await (await fetch(`${form.dataset.suggest}?${query}`, { signal })).json();
      // An answer may come when something else has been typed, or the reader has left.
      if (signal.aborted || typed !== input.value.trim()) return;
      list.replaceChildren();
      for (const { kind, label, url, detail } of suggestions) {
        add(kind, url, marked(label, typed), " ", make("span", { class: "suggestions__detail" }, detail));
      }
      add("search", `${form.action}?${query}`, `Search for “${typed}”`);
      toggle(true);
      status.textContent = `${suggestions.length} suggestion${suggestions.length === 1 ? "" : "s"}`;
    } catch {
      if (!signal.aborted) toggle(false);
    }
  }

  function move(step) {
    if (list.hidden) return ask();
    const options = [undefined, ...list.children];
    choose(options.at((options.indexOf(active) + step) % options.length));
  }

  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Escape: () => (list.hidden ? (input.value = "") : close()),
  };
  const keysInList = {
    Home: () => choose(list.firstElementChild),
    End: () => choose(list.lastElementChild),
    Enter: () => active.click(),
  };

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    const act = keys[event.key] ?? (active && keysInList[event.key]);
    if (act) {
      event.preventDefault();
      act();
    } else if (event.key.startsWith("Arrow")) choose();
  });
  input.addEventListener("input", () => {
    choose();
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the box
  list.addEventListener("click", close);

  input.setAttribute("role", "combobox");
  input.setAttribute("autocomplete", "off");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", id);
  form.append(list, status);
  toggle(false);
});
