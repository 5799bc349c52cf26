/* The form of one card: saved as it is typed, and never over what somebody else has written on the same card. */

import { Failure, html, post } from "./api.js";

const TYPING = 500; // milliseconds

export function cardForm(store, panels, { announce }) {
  const panel = panels.panel("card");
  const place = panel.querySelector("[data-card-form]");
  let open = null; // {id, card, was}
  let timer;
  let sending = null;
  let isChanged = false;

  async function edit(card) {
    // Saving draws the container again: what is asked of this element comes first.
    const id = store.idOf(card);
    const name = card.dataset.card;
    await close();
    await store.flush();
    const current = store.container(id)?.querySelector(`[data-card="${name}"]`);
    if (!current) return;
    open = { id, card: name, was: current.dataset.row };
    try {
      const query = new URLSearchParams({ container: id, card: open.card });
      place.innerHTML = await html(`${store.root.dataset.cardUrl}?${query}`);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return store.say(`The card’s form cannot be opened. ${error.message}.`, true);
    }
    // Scripts in HTML that arrives later do not run by themselves; Wagtail's choosers need theirs.
    for (const script of place.querySelectorAll("script")) {
      const again = document.createElement("script");
      again.textContent = script.textContent;
      script.replaceWith(again);
    }
    panel.querySelector("h2").textContent = `Card: ${current.dataset.headline}`;
    panels.open("card", current.querySelector("[data-edit-card]"));
    count();
    // Choosers write to their hidden fields without an event.
    place.querySelectorAll("input[type=hidden]").forEach((field) => {
      new MutationObserver(later).observe(field, { attributes: true, attributeFilter: ["value"] });
    });
    place.querySelector("textarea, input:not([type=hidden]), select")?.focus();
  }

  async function close() {
    clearTimeout(timer);
    if (isChanged) await save();
    open = null;
    place.replaceChildren();
  }

  /* “62 of about 75 characters”: what looks well in the container's layout. */
  function count() {
    for (const field of place.querySelectorAll("[data-recommended]")) {
      const recommended = Number(field.dataset.recommended);
      const length = (field.value || field.placeholder).length;
      const said = field.closest("[data-field]").querySelector("[data-count]");
      said.textContent = `${length} of about ${recommended} characters`;
      said.classList.toggle("front-field__count--over", length > recommended);
    }
  }

  function later() {
    isChanged = true;
    count();
    store.state("Saving…");
    clearTimeout(timer);
    timer = setTimeout(save, TYPING);
  }

  async function save() {
    clearTimeout(timer);
    if (sending) await sending;
    if (!open || !isChanged) return;
    isChanged = false;
    sending = send(place.querySelector("form"));
    try {
      await sending;
    } finally {
      sending = null;
    }
  }

  async function send(form) {
    await store.flush();
    const { id, card, was } = open;
    const data = new FormData(form);
    data.set("container", id);
    data.set("card", card);
    data.set("was", was);
    const before = store.snapshot();
    let answer;
    try {
      answer = await post(store.root.dataset.cardUrl, data);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      isChanged = true;
      store.state(`${error.message}: what you typed waits here to be saved`, true);
      timer = setTimeout(save, 3_000);
      return;
    }
    errors(form, answer.data.errors ?? {});
    if (answer.status === 200) {
      store.take(answer.data);
      const drawn = store.container(id)?.querySelector(`[data-card="${card}"]`);
      if (open?.card === card && drawn) open.was = drawn.dataset.row;
      if (before.has(id)) store.remember(`edit ${card}`, [id], before, store.snapshot());
      store.saved();
    } else if (answer.status === 422) {
      store.state("Not saved: see the card’s form", true);
    } else {
      store.take(answer.data);
      stale(form, answer.data, card, id);
    }
  }

  function errors(form, found) {
    for (const field of form.querySelectorAll("[data-field]")) {
      const said = field.querySelector("[data-error]");
      const name = field.dataset.field.replace(/^card-/, "");
      said.textContent = (found[name] ?? []).map((error) => error.message).join(" ");
      const input = field.querySelector("textarea, input, select");
      input?.toggleAttribute("aria-invalid", said.textContent !== "");
      if (said.textContent) input?.setAttribute("aria-describedby", said.id);
    }
    form.querySelector("[data-form-error]")?.remove();
    if (found.__all__) note(form, found.__all__.map((error) => error.message).join(" "));
  }

  function note(form, text, ...buttons) {
    form.querySelector("[data-form-error]")?.remove();
    const said = document.createElement("div");
    said.dataset.formError = "";
    said.className = "front-form__error";
    said.setAttribute("role", "alert");
    said.append(text, ...buttons);
    form.prepend(said);
  }

  /* Somebody else has changed this card: what was typed stays in the form until one of the two is chosen. */
  function stale(form, answer, card, id) {
    const drawn = store.container(id)?.querySelector(`[data-card="${card}"]`);
    store.state("Not saved", true);
    if (!drawn) return note(form, answer.message);
    const theirs = document.createElement("p");
    theirs.textContent = `On the board you see the other version: “${drawn.dataset.headline}”.`;
    const mine = button("Save mine in its place", () => {
      open.was = drawn.dataset.row;
      note(form, "");
      form.querySelector("[data-form-error]").remove();
      later();
    });
    const other = button("Go on with the other version", () => edit(drawn));
    note(form, answer.message, theirs, mine, other);
    announce(answer.message);
  }

  function button(label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button-small button-secondary";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }

  place.addEventListener("input", later);
  place.addEventListener("submit", (event) => event.preventDefault());
  store.root.addEventListener("panel-closed", close);
  store.root.addEventListener("click", (event) => {
    const found = event.target.closest("[data-edit-card]");
    if (found) edit(found.closest("[data-card]"));
  });
  store.root.addEventListener("dblclick", (event) => {
    const found = event.target.closest("[data-container][data-may-change] [data-card]");
    if (found && !event.target.closest("button, a, summary, [data-sublink]")) edit(found);
  });
  return { edit };
}
