// Tells the site that a page was read, or its results looked at, once it has been in view for a moment: where to say so,
// after how many seconds, and what was searched for stand on the script's own element. Nothing is said of the reader, and
// nothing at all when the browser asks not to be followed. A query goes in the body: addresses end up in logs.
const { count, countAfter, query } = document.querySelector("[data-count]").dataset;
const refused = navigator.globalPrivacyControl || navigator.doNotTrack === "1";
let waiting;

function watch() {
  clearTimeout(waiting);
  if (document.prerendering || document.visibilityState !== "visible") return;
  waiting = setTimeout(tell, countAfter * 1_000);
}

function tell() {
  document.removeEventListener("visibilitychange", watch);
  navigator.sendBeacon(count, query === undefined ? undefined : new URLSearchParams({ q: query }));
}

if (!refused && navigator.sendBeacon) {
  document.addEventListener("visibilitychange", watch);
  document.addEventListener("prerenderingchange", watch, { once: true });
  watch();
}
