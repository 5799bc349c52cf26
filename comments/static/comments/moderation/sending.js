/* Decisions go to the server one after the other, in the order in which they were made. */

const form = document.getElementById("reply-decide");
let last = Promise.resolve();
let pending = 0;

async function post(url, values) {
  const data = new FormData(form);
  data.delete("reply"); // what is ticked belongs to the form as well
  for (const [name, value] of values) data.append(name, value);
  const response = await fetch(url, { method: "POST", body: data, headers: { Accept: "application/json" } });
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  if (!isJson) throw new Error(`unexpected answer ${response.status}`);
  return response.json();
}

function enqueue(act) {
  pending += 1;
  const result = last.then(act).finally(() => {
    pending -= 1;
  });
  last = result.catch(() => {});
  return result;
}

export function sendDecision(decision, rows) {
  const values = [["decision", decision], ...rows.map((row) => ["reply", row.dataset.row])];
  return enqueue(() => post(form.action, values));
}

export function sendUndo() {
  return enqueue(() => post(form.dataset.undo, []));
}

/* Wait until everything decided so far has been answered. */
export function settled() {
  return last;
}

addEventListener("beforeunload", (event) => {
  if (pending) event.preventDefault();
});
