// Tells the site that a story was read, once it has been in view for a few seconds. Nothing is said of the reader, and
// nothing at all when the browser asks not to be followed.
const IN_VIEW = 5_000;
const story = document.querySelector("[data-count-read]");
const refused = navigator.globalPrivacyControl || navigator.doNotTrack === "1";
let waiting;

function watch() {
  clearTimeout(waiting);
  if (document.prerendering || document.visibilityState !== "visible") return;
  waiting = setTimeout(tell, IN_VIEW);
}

function tell() {
  document.removeEventListener("visibilitychange", watch);
  navigator.sendBeacon(story.dataset.countRead);
}

if (story && !refused && navigator.sendBeacon) {
  document.addEventListener("visibilitychange", watch);
  document.addEventListener("prerenderingchange", watch, { once: true });
  watch();
}
