// Who can reply to the story beside which this stands: switched at once, without leaving the editor.
const panel = document.querySelector("[data-story-switch]");
const form = panel?.querySelector("form");

if (form) {
  const said = panel.querySelector("[data-switch-said]");

  const show = (value) => {
    for (const button of form.querySelectorAll("[name=replies]")) {
      const isOn = button.value === value;
      button.setAttribute("aria-pressed", isOn);
      button.classList.toggle("button-secondary", !isOn);
    }
    // The editor's own field follows, so that the next save does not bring the old word back.
    const field = document.querySelector("[data-edit-form] [name=replies]");
    if (field) field.value = value;
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const data = new FormData(form, event.submitter);
    try {
      const response = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
      const answer = await response.json();
      said.textContent = answer.message;
      if (response.ok) show(answer.replies);
    } catch {
      said.textContent = "That was not switched. Check your connection and try again.";
    }
  });
}
