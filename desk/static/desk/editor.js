/* Two habits of writers that the editor's form would punish. */
(() => {
  const FORM = "form[data-edit-form]";
  const PATIENCE = 5000; // ms to wait for an autosave before sending all the same

  // Enter in a line of its own (a subheading, the kicker) ends the line; the browser would press the form's first
  // button, which submits the story for review.
  const LINE = "input:not([type=submit], [type=button], [type=file])";
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches?.(`${FORM} ${LINE}`)) event.preventDefault();
  });

  // A form sent while the first autosave is on its way would make a second story.
  let saving = false;
  let waiting = null;
  const go = () => {
    saving = false;
    if (!waiting) return;
    const { form, submitter, timer } = waiting;
    waiting = null;
    clearTimeout(timer);
    if (submitter) submitter.disabled = false; // a disabled button is not sent, and its name says what to do
    form.requestSubmit(submitter);
  };
  document.addEventListener("w-autosave:save", () => {
    saving = true;
  });
  document.addEventListener("w-autosave:success", go);
  document.addEventListener("w-autosave:error", go);
  document.addEventListener(
    "submit",
    (event) => {
      if (!saving || !event.target.matches(FORM)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      clearTimeout(waiting?.timer);
      waiting = { form: event.target, submitter: event.submitter, timer: setTimeout(go, PATIENCE) };
    },
    true,
  );
})();
