// Replies in place: the form is sent without leaving the page, stands below the reply that is answered, and can be asked
// beforehand what would become of a reply. Without this file it is a form like any other.
const KEY = "reply";
const form = document.querySelector("[data-reply-form]");
const part = document.querySelector("[data-replies]");
const outcome = form.querySelector("[data-reply-outcome]");
const remember = form.querySelector("[data-remember]");
const tick = remember.querySelector("input");
const to = form.querySelector("[data-reply-to]");
const cancel = form.querySelector("[data-reply-cancel]");
const home = document.createComment("reply form");
const fields = ["text", "name", "email", "website"].map((name) => form.elements[name]).filter(Boolean);
let begun, busy;

// What the reader asked to have kept, in the browser's own storage; nothing where that is shut.
function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

function keep(paper) {
  try {
    if (!tick.checked) return localStorage.removeItem(KEY);
    const values = fields.filter(({ name }) => name !== "text").map(({ name, value }) => [name, value]);
    localStorage.setItem(KEY, JSON.stringify({ ...Object.fromEntries(values), paper }));
  } catch {
    // a browser that keeps nothing
  }
}

function restore() {
  const { paper, ...values } = kept();
  for (const name in values) if (form.elements[name] && !form.elements[name].value) form.elements[name].value = values[name];
  form.elements.writer.value = paper ?? "";
  tick.checked = Boolean(paper);
}

// The page may have come from a cache: only now does the time of writing begin.
function begin() {
  begun ??= fetch(form.dataset.stamp)
    .then((answer) => answer.json())
    .then(({ stamp }) => (form.elements.stamp.value = stamp))
    .catch(() => (begun = undefined));
}

function say(message, wrong = false) {
  outcome.toggleAttribute("data-wrong", wrong);
  outcome.textContent = message;
}

function mark(errors) {
  for (const field of fields) {
    const message = errors[field.name];
    const place = document.getElementById(`${field.id}-error`);
    field.toggleAttribute("aria-invalid", Boolean(message));
    if (message) field.setAttribute("aria-invalid", "true");
    place.textContent = message ?? "";
    place.hidden = !message;
  }
  fields.find((field) => errors[field.name])?.focus();
}

function answer(link) {
  const reply = link.closest(".reply");
  form.elements.parent.value = link.dataset.answer;
  to.querySelector("[data-reply-to-name]").textContent = reply.querySelector(".reply__name").textContent;
  to.hidden = cancel.hidden = false;
  say("");
  reply.querySelector(".reply__one").after(form);
  form.elements.text.focus();
}

function back() {
  form.elements.parent.value = "";
  to.hidden = true;
  home.after(form);
}

// Below the reply it answers, or on the last level after the others there; a new thread after all others.
function insert(html) {
  const template = document.createElement("template");
  template.innerHTML = html; // our own server's, where every text was escaped
  const reply = template.content.firstElementChild;
  const parent = document.getElementById(`reply-${form.elements.parent.value}`);
  const level = Number(parent?.dataset.level ?? 0);
  const deepest = level >= Number(part.dataset.depth);
  const holder = parent && !(deepest && level > 1) ? parent : (parent?.parentElement.closest(".reply") ?? part);
  let list = holder.querySelector(":scope > .reply-list");
  if (!list) {
    list = document.createElement("ol");
    list.className = parent && !deepest ? "reply-list reply-list--answers" : "reply-list";
    const above = holder === part ? part.querySelector(".replies__title") : holder.querySelector(".reply__one");
    above.after(list);
  }
  reply.dataset.level = parent ? Math.min(level + 1, Number(part.dataset.depth)) : 1;
  reply.classList.add("reply--new");
  list.append(reply);
  const count = part.querySelector("[data-reply-count]");
  if (count) count.textContent = Number(count.textContent.replace(/\D/g, "")) + 1;
  return reply;
}

async function send(address, checks) {
  if (busy) return;
  busy = true;
  const buttons = form.querySelectorAll(".reply-form__send button");
  buttons.forEach((button) => button.setAttribute("aria-disabled", "true"));
  say(checks ? "One moment …" : "Sending …");
  try {
    await begun;
    const options = { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { accept: "application/json" } };
    const response = await fetch(address, options);
    const said = await response.json();
    mark(said.errors ?? {});
    say(said.message, !response.ok);
    if (response.ok && !checks) posted(said);
  } catch {
    say("Your reply could not be sent. It is still in the form: please try again when you are connected.", true);
  }
  buttons.forEach((button) => button.removeAttribute("aria-disabled"));
  busy = false;
}

function posted({ html, message, paper }) {
  keep(paper);
  form.elements.writer.value = tick.checked ? paper : "";
  const reply = html && part ? insert(html) : undefined;
  form.elements.text.value = "";
  form.elements.notify.checked = false;
  begun = undefined;
  back();
  say(message);
  reply?.scrollIntoView({ block: "nearest" });
}

form.before(home);
form.noValidate = true; // our own messages say more, and stay
remember.hidden = false;
restore();
form.addEventListener("focusin", begin);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const checks = event.submitter?.hasAttribute("formaction");
  send(checks ? form.dataset.check : form.action, checks);
});
cancel.addEventListener("click", back);
part?.addEventListener("click", (event) => {
  const link = event.target.closest("[data-answer]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  answer(link);
});
