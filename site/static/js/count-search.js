// Tells the site what was searched for, once the results have been in view for a moment. Nothing is said of the reader,
// and nothing at all when the browser asks not to be followed. The query goes in the body: addresses end up in logs.
const IN_VIEW = 2_000;
const search = document.querySelector("[data-count-search]");
const refused = navigator.globalPrivacyControl || navigator.doNotTrack === "1";
let waiting;

function watch() {
  clearTimeout(waiting);
  if (document.prerendering || document.visibilityState !== "visible") return;
  waiting = setTimeout(tell, IN_VIEW);
}

function tell() {
  document.removeEventListener("visibilitychange", watch);
  navigator.sendBeacon(search.dataset.countSearch, new URLSearchParams({ q: search.dataset.query }));
}

if (search && !refused && navigator.sendBeacon) {
  document.addEventListener("visibilitychange", watch);
  document.addEventListener("prerenderingchange", watch, { once: true });
  watch();
}
