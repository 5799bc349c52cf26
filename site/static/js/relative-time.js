// Times of the last day, as readers say them: “3 hours ago”. Pages come from caches, so only the browser knows how long ago.
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });

function tell(element) {
  const moment = new Date(element.dateTime);
  const age = Date.now() - moment;
  if (!(age >= 0 && age < DAY)) return;
  element.title ||= element.textContent;
  element.textContent =
    age < HOUR
      ? words.format(-Math.max(1, Math.round(age / MINUTE)), "minute")
      : words.format(-Math.round(age / HOUR), "hour");
}

function tellAll() {
  document.querySelectorAll("time[data-relative-time]").forEach(tell);
}

tellAll();
setInterval(tellAll, MINUTE);
