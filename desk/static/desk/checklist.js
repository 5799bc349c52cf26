// The checklist beside the story: send ticks at once, say when the form is ahead of it, follow each save.
const panel = document.querySelector("[data-checklist]");

if (panel) {
  const address = panel.dataset.checklist;
  const list = panel.querySelector("[data-checklist-list]");
  const unsaved = panel.querySelector("[data-checklist-unsaved]");
  const failed = panel.querySelector("[data-checklist-error]");
  const counter = document.querySelector('[data-side-panel-toggle="desk-checklist"] [data-side-panel-toggle-counter]');

  const show = (html) => {
    const focused = document.activeElement?.dataset?.checklistTick;
    list.innerHTML = html;
    if (focused) list.querySelector(`[data-checklist-tick="${CSS.escape(focused)}"]`)?.focus();
    if (counter) {
      const open = list.querySelectorAll("[data-checklist-required] .desk-checklist__item--open").length;
      counter.textContent = open;
      counter.hidden = open === 0;
    }
  };

  const ask = async (options = {}) => {
    const headers = { "X-Requested-With": "XMLHttpRequest", "X-CSRFToken": window.wagtailConfig.CSRF_TOKEN };
    const response = await fetch(address, { credentials: "same-origin", ...options, headers });
    if (!response.ok) throw new Error(response.status);
    show(await response.text());
  };

  list.addEventListener("change", async ({ target }) => {
    const item = target.dataset.checklistTick;
    if (!item) return;
    failed.hidden = true;
    try {
      await ask({ method: "POST", body: new URLSearchParams({ item, done: target.checked }) });
    } catch {
      target.checked = !target.checked;
      failed.hidden = false;
    }
  });

  document.addEventListener("w-unsaved:add", () => { unsaved.hidden = false; });
  document.addEventListener("w-autosave:success", () => {
    unsaved.hidden = true;
    ask().catch(() => {});
  });
}
