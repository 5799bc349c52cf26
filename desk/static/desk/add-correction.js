// Links to #add-correction in a story's editor open the tab, add an empty correction and put the cursor in its text.
const PLACE = "#add-correction";

function openCorrection() {
  const add = document.getElementById("id_corrections-ADD");
  if (location.hash !== PLACE || !add) return;
  history.replaceState(null, "", location.pathname + location.search);
  const tab = add.closest('[role="tabpanel"]');
  if (tab) document.getElementById(tab.getAttribute("aria-labelledby"))?.click();
  add.click();
  requestAnimationFrame(() => {
    // Wagtail has the new fields only now.
    const texts = document.querySelectorAll('[name^="corrections-"][name$="-text"]:not([name*="__prefix__"])');
    texts[texts.length - 1]?.focus();
  });
}

addEventListener("hashchange", openCorrection);
if (document.readyState === "complete") openCorrection();
else addEventListener("load", openCorrection);
