/* What goes on with whole containers: launch, discard, schedule, put back, lock, and their order on the front. */

import { Failure, html } from "./api.js";
import { cardElement } from "./cards.js";

export function launching(store, panels, { ask, confirm, edit }) {
  const { root } = store;
  const schedule = root.querySelector("[data-schedule-dialog]");

  const base = (id) => store.container(id).dataset.version;
  const title = (id) => store.container(id).dataset.title;

  async function launch(id) {
    await store.flush();
    await store.act(root.dataset.launchUrl, { container: id, base: base(id) });
  }

  async function discard(id) {
    const text = `What readers see of “${title(id)}” becomes the draft again. What you discard stays in the history.`;
    if (await confirm("Discard the draft?", text, "Discard draft")) {
      await store.flush();
      if (await store.act(root.dataset.discardUrl, { container: id, base: base(id) })) store.forget(id);
    }
  }

  async function scheduleLaunch(id) {
    schedule.querySelector("[data-schedule-of]").textContent = title(id);
    // By the editor's clock: the server says no to what has passed by its own.
    schedule.querySelector("input").min = new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
    if (!(await ask(schedule, "schedule"))) return;
    await store.flush();
    await store.act(root.dataset.scheduleUrl, { container: id, base: base(id), at: schedule.querySelector("input").value });
  }

  async function arrange(id, how) {
    const order = store.containers().map((container) => Number(container.dataset.container));
    const place = order.indexOf(id);
    if (how === "off") {
      const text = `“${title(id)}” leaves this front at once, for readers too. It keeps its cards, and stays where else it stands.`;
      if (!(await confirm("Take the container off this front?", text, "Take off"))) return;
      order.splice(place, 1);
    } else {
      order.splice(place, 1);
      order.splice(how === "up" ? place - 1 : place + 1, 0, id);
    }
    if (await send({ order: order.join(",") })) {
      await store.refresh();
      store.container(id)?.querySelector("summary")?.focus();
    }
  }

  function send(values) {
    return store.act(root.dataset.orderUrl, { base: root.dataset.order, ...values });
  }

  async function lock(url) {
    try {
      const data = new FormData();
      data.set("next", location.pathname);
      await html(url, { method: "POST", body: data });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      store.say(`Not done. ${error.message}.`, true);
    }
    await store.refresh();
  }

  async function putBack(removed) {
    const before = store.snapshot();
    if (!(await store.act(root.dataset.putBackUrl, { removed }))) return;
    const after = store.snapshot();
    const ids = [...after.keys()].filter((id) => before.get(id) !== after.get(id));
    if (ids.length) store.remember("put back", ids, before, after);
    panels.close();
  }

  function addCard(id, type) {
    const card = cardElement(type, {}, type === "link" ? "A new link" : "The latest from …");
    store.change("place", () => store.container(id).querySelector("[data-cards]").prepend(card));
    edit(card);
  }

  root.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const container = button?.closest("[data-container]");
    if (button?.dataset.putBack) {
      putBack(button.dataset.putBack);
    }
    if (button?.dataset.why) panels.answer("Why is it here, or not?", `${root.dataset.whyUrl}?story=${button.dataset.why}`);
    if (!container) return;
    const id = Number(container.dataset.container);
    if ("launch" in button.dataset) launch(id);
    else if ("discard" in button.dataset) discard(id);
    else if ("schedule" in button.dataset) scheduleLaunch(id);
    else if ("unschedule" in button.dataset) store.act(root.dataset.scheduleUrl, { container: id, at: "" });
    else if ("removed" in button.dataset) panels.answer("Recently removed", `${root.dataset.removedUrl}?container=${id}`);
    else if (button.dataset.arrange) arrange(id, button.dataset.arrange);
    else if (button.dataset.post) lock(button.dataset.post);
    else if (button.dataset.addCard) addCard(id, button.dataset.addCard);
  });

  root.querySelector("[data-add-container]")?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { title: field, layout } = event.target.elements;
    if (await send({ title: field.value, layout: layout.value })) {
      field.value = "";
      store.containers().at(-1)?.scrollIntoView({ block: "center" });
    }
  });
  root.querySelector("[data-place-container]")?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const choice = event.target.elements.container;
    const order = [...root.dataset.order.split(",").filter(Boolean), choice.value];
    if (await send({ order: order.join(",") })) choice.selectedOptions[0].remove();
  });
}
