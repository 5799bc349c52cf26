/* What has changed on the board and is not saved yet: sends it within a second, keeps what can be undone, and never
   puts one version in the place of another without asking. */

import { Failure, json, post } from "./api.js";
import { headlines, rows } from "./cards.js";

const SOON = 400; // milliseconds from a change to its saving
const AGAIN = 3_000; // until a failed saving is tried again
const POLL = 5_000;
const MOST_UNDO = 50;

export class Store extends EventTarget {
  dirty = new Set();
  overrides = new Map(); // rows that are sent in the place of those on the page: what an undo brings back
  undoable = [];
  redoable = [];
  drawn = new Map(); // the HTML of each container as the server drew it last
  sending = false;
  answers = 0; // of the server that were drawn; what was asked for before the last of them is out of date
  held = 0; // while something is dragged nothing is redrawn
  isLive = false;

  constructor(root, { say, state, ask }) {
    super();
    Object.assign(this, { root, say, state, ask });
    this.list = root.querySelector("[data-containers]");
    addEventListener("online", () => this.flush());
    addEventListener("offline", () => this.state("Offline: what you change is kept here and saved later", true));
    addEventListener("beforeunload", (event) => {
      if (this.dirty.size || this.sending) event.preventDefault();
    });
    setInterval(() => this.poll().catch(() => {}), POLL);
  }

  containers() {
    return [...this.list.querySelectorAll("[data-container]")];
  }

  container(id) {
    return this.list.querySelector(`[data-container="${id}"]`);
  }

  idOf(element) {
    return Number(element.closest("[data-container]").dataset.container);
  }

  isBusy() {
    return this.sending || this.dirty.size > 0 || this.held > 0;
  }

  snapshot() {
    return new Map(this.containers().map((container) => [Number(container.dataset.container), JSON.stringify(rows(container))]));
  }

  /* Do something to the page and have it saved; `before` is a snapshot when that was done already, by a drag. */
  change(label, act, before = this.snapshot()) {
    act();
    const after = this.snapshot();
    const changed = [...after.keys()].filter((id) => before.get(id) !== after.get(id));
    if (!changed.length) return false;
    this.say("");
    this.remember(label, changed, before, after);
    for (const id of changed) this.dirty.add(id);
    this.soon();
    return true;
  }

  remember(label, ids, before, after) {
    const pick = (snapshot) => new Map(ids.map((id) => [id, JSON.parse(snapshot.get(id))]));
    const last = this.undoable.at(-1);
    // Typing on one card is one step.
    if (last && label.startsWith("edit ") && last.label === label) last.after = pick(after);
    else this.undoable.push({ label, before: pick(before), after: pick(after) });
    this.undoable.splice(0, this.undoable.length - MOST_UNDO);
    this.redoable = [];
    this.changedUndo();
  }

  changedUndo() {
    this.dispatchEvent(new Event("undo"));
  }

  /* Somebody else's version must not be undone: forget the steps that touched it. */
  forget(id) {
    const keep = (step) => !step.before.has(id);
    this.undoable = this.undoable.filter(keep);
    this.redoable = this.redoable.filter(keep);
    this.changedUndo();
  }

  async undo() {
    await this.step(this.undoable, this.redoable, "before", "Undone");
  }

  async redo() {
    await this.step(this.redoable, this.undoable, "after", "Done again");
  }

  async step(from, to, which, said) {
    await this.flush();
    const step = from.at(-1);
    if (!step || this.isBusy()) return;
    from.pop();
    to.push(step);
    for (const [id, wanted] of step[which]) {
      this.overrides.set(id, wanted);
      this.dirty.add(id);
    }
    this.changedUndo();
    await this.flush();
    if (!this.dirty.size) this.say(`${said}.`);
  }

  soon(delay = SOON) {
    this.state("Saving…");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), delay);
  }

  /* Send everything that is not saved; resolves when there is nothing left to send or sending has failed. */
  async flush() {
    clearTimeout(this.timer);
    if (this.sending) await this.sending;
    if (!this.dirty.size) return;
    this.sending = this.send([...this.dirty]);
    try {
      await this.sending;
    } finally {
      this.sending = false;
    }
    if (this.dirty.size && !this.failing) this.soon();
  }

  async send(ids) {
    ids = ids.filter((id) => this.container(id));
    this.dirty.clear();
    const mine = new Map(ids.map((id) => [id, this.overrides.get(id) ?? rows(this.container(id))]));
    const containers = ids.map((id) => ({ id, base: this.container(id).dataset.version, cards: mine.get(id) }));
    let answer;
    try {
      answer = await post(this.root.dataset.saveUrl, { containers });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      for (const id of ids) this.dirty.add(id);
      this.failing = true;
      this.state(`${error.message}: ${ids.length === 1 ? "one container waits" : `${ids.length} containers wait`} here to be saved`, true);
      this.timer = setTimeout(() => this.flush(), AGAIN);
      return;
    }
    this.failing = false;
    for (const id of ids) this.overrides.delete(id);
    if (answer.status === 200) {
      this.take(answer.data);
      this.saved();
    } else if (answer.data.stale) {
      await this.settle(answer.data, ids, mine);
    } else {
      // What cannot be saved goes back to what was.
      this.undoable.pop();
      this.changedUndo();
      this.say(answer.data.message, true);
      await this.refresh({ force: new Set(ids) });
      this.state("All saved");
    }
  }

  saved() {
    if (!this.dirty.size) this.state("All saved");
    this.dispatchEvent(new Event("saved"));
    clearTimeout(this.after);
    // What fills the free slots of other containers may have changed with it.
    this.after = setTimeout(() => this.refresh().catch(() => {}), 1_500);
  }

  /* Two versions: show both and let the editor choose. */
  async settle(answer, ids, mine) {
    const id = answer.container;
    const container = this.container(id);
    const fresh = answer.containers[0];
    const choice = await this.ask({
      message: answer.message,
      yours: container ? headlines(container) : [],
      theirs: fresh ? headlines(parse(fresh.html)) : [],
    });
    if (choice === "yours" && fresh) {
      this.forget(id);
      container.dataset.version = fresh.version;
      for (const each of ids) {
        this.overrides.set(each, mine.get(each));
        this.dirty.add(each);
      }
      this.soon(0);
      return;
    }
    // Everything goes back, so that a card on its way between two containers is in one of them; undo brings it again.
    await this.refresh({ force: new Set(ids) });
    this.forget(id);
    const back = [...mine].filter(([each]) => this.container(each));
    if (back.length) this.undoable.push({ label: "yours", before: new Map(back), after: new Map(back) });
    this.changedUndo();
    this.state("All saved");
    this.say("You see the other version. “Undo” brings yours back.");
  }

  /* Draw what the server has answered. */
  take(answer) {
    this.answers += 1;
    for (const { id, version, html } of answer.containers) {
      this.drawn.set(id, html);
      const container = this.container(id);
      if (!container) this.insert(html);
      else if (this.dirty.has(id) || this.held) container.dataset.version = version;
      else this.replace(container, html);
    }
    if (answer.order) this.reorder(answer.order);
  }

  insert(html) {
    const made = parse(html);
    this.list.querySelector("[data-none]").before(made);
    this.dispatchEvent(new CustomEvent("drawn", { detail: made }));
  }

  replace(container, html) {
    const made = parse(html);
    const focus = focusIn(container);
    const menu = menuIn(container);
    container.replaceWith(made);
    menuOf(made, menu)?.toggleAttribute("open", true);
    this.dispatchEvent(new CustomEvent("drawn", { detail: made }));
    if (focus) focusAgain(this.list, made, focus);
  }

  reorder(order) {
    this.root.dataset.order = order.join(",");
    for (const container of this.containers()) {
      if (!order.includes(Number(container.dataset.container))) container.remove();
    }
    const wanted = order.map((id) => this.container(id)).filter(Boolean);
    const isOrdered = this.containers().every((container, place) => container === wanted[place]);
    if (!isOrdered) for (const container of wanted) this.list.querySelector("[data-none]").before(container);
    this.list.querySelector("[data-none]").hidden = order.length > 0;
  }

  /* Fetch all containers again; those that are being worked on, or were saved meanwhile, stay as they are. */
  async refresh({ force = new Set(), version = this.isLive ? "live" : "draft" } = {}) {
    const { answers } = this;
    const answer = await json(`${this.root.dataset.containersUrl}?version=${version}`);
    if (force.size) this.answers += 1;
    else if (answers !== this.answers) return;
    for (const { id, version: current, html } of answer.containers) {
      const container = this.container(id);
      if (!container) {
        this.insert(html);
      } else if (force.has(id)) {
        this.replace(container, html);
      } else if (!this.isBusy() && !container.querySelector("details[open]")) {
        const isOthers = container.dataset.version !== current;
        if (isOthers) this.forget(id);
        const known = this.drawn.get(id);
        if (isOthers || (known !== undefined && known !== html)) this.replace(container, html);
      } else {
        continue;
      }
      this.drawn.set(id, html);
    }
    this.reorder(answer.containers.map((container) => container.id));
  }

  /* Ask whether others have changed something. */
  async poll() {
    if (document.hidden || this.isLive || this.isBusy()) return;
    const answer = await json(this.root.dataset.stateUrl);
    const order = answer.containers.map(([id]) => id).join(",");
    const isNew = answer.containers.some(([id, state]) => (this.container(id)?.dataset.state ?? state) !== state);
    if (order !== this.root.dataset.order) this.say("Somebody has arranged this front: you see it as it is now.");
    if (isNew || order !== this.root.dataset.order) {
      await this.refresh();
      this.dispatchEvent(new Event("saved"));
    }
  }

  /* Do something on the server that no undo takes back: launch, discard, schedule, arrange. */
  async act(url, values) {
    await this.flush();
    if (this.dirty.size) {
      this.say("Not done: your last changes are not saved yet.", true);
      return false;
    }
    const data = new FormData();
    for (const [name, value] of Object.entries(values)) data.set(name, value);
    try {
      const answer = await post(url, data);
      this.take(answer.data);
      this.say(answer.data.message, answer.status !== 200);
      if (answer.status === 200) this.saved();
      return answer.status === 200;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.say(`Not done. ${error.message}.`, true);
      return false;
    }
  }
}

function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content.firstElementChild;
}

/* Say whose menu is open: a card's, or the container's own. */
function menuIn(container) {
  const menu = container.querySelector("[data-menu][open]");
  return menu && (menu.closest("[data-card]")?.dataset.card ?? "");
}

function menuOf(container, card) {
  if (card === null) return null;
  return container.querySelector(card ? `[data-card="${card}"] [data-menu]` : "[data-menu]");
}

const FOCUSABLE = "a, button, summary, input, select, [tabindex]";

/* Say where the focus is inside a container: on which card, and on which of its controls. */
function focusIn(container) {
  const active = document.activeElement;
  if (!active || !container.contains(active)) return null;
  const holder = active.closest("[data-sublink], [data-card]") ?? container;
  return {
    card: holder.dataset.sublink ?? holder.dataset.card,
    place: [...holder.querySelectorAll(FOCUSABLE)].indexOf(active),
    isHeadline: "cardHeadline" in active.dataset,
  };
}

function focusAgain(list, container, { card, place, isHeadline }) {
  const holder = card ? list.querySelector(`[data-card="${card}"], [data-sublink="${card}"]`) : container;
  const controls = holder ? [...holder.querySelectorAll(FOCUSABLE)] : [];
  const target = isHeadline ? holder?.querySelector("[data-card-headline]") : controls[place];
  const isUsable = target && !target.disabled && target.checkVisibility?.() !== false;
  (isUsable ? target : (holder ?? container).querySelector("[data-card-headline], summary, button"))?.focus({ preventScroll: true });
}
