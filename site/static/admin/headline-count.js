/* Shows the length of a headline under its field, and says when it is too short or too long. */
(() => {
  const attach = (field) => {
    if (field.dataset.headlineCountReady) return;
    field.dataset.headlineCountReady = "yes";
    const [low, high] = field.dataset.headlineCount.split("-").map(Number);
    const note = document.createElement("p");
    note.className = "help headline-count";
    note.id = `${field.id}-count`;
    note.setAttribute("aria-live", "polite");
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${note.id}`.trim());
    field.closest(".w-field__input, .w-field")?.after(note);
    const show = () => {
      const length = [...field.value.trim()].length;
      const advice = length === 0 ? "" : length < low ? " – short for a card" : length > high ? " – will be cut in search results" : " – good";
      note.textContent = `${length} characters (${low}–${high} recommended)${advice}`;
    };
    field.addEventListener("input", show);
    show();
  };
  const scan = () => document.querySelectorAll("[data-headline-count]").forEach(attach);
  document.addEventListener("DOMContentLoaded", scan);
  if (document.readyState !== "loading") scan();
})();
