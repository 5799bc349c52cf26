// Times of the last day, as readers say them: “3 hours ago”. Pages come from caches, so only the browser knows how long ago.
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// Intl.RelativeTimeFormat would say the same in English, and holds up a cheap phone for 50 to 90 ms when it is made.
const ago = (count, unit) => `${count} ${unit}${count === 1 ? "" : "s"} ago`;

function tell(element) {
  const moment = new Date(element.dateTime);
  const age = Date.now() - moment;
  if (!(age >= 0 && age < DAY)) return;
  element.title ||= element.textContent;
  element.textContent =
    age < HOUR ? ago(Math.max(1, Math.round(age / MINUTE)), "minute") : ago(Math.round(age / HOUR), "hour");
}

function tellAll() {
  document.querySelectorAll("time[data-relative-time]").forEach(tell);
}

tellAll();
setInterval(tellAll, MINUTE);
