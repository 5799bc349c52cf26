/* What the board sends and asks for. Every answer that is no answer of ours is a Failure with words for the editor. */

export class Failure extends Error {}

const OFFLINE = "No connection";
const SIGNED_OUT = "You are signed out";

async function request(url, options = {}) {
  let response;
  try {
    response = await fetch(url, { credentials: "same-origin", ...options });
  } catch {
    throw new Failure(OFFLINE);
  }
  // Wagtail answers with its log-in page when the session has ended.
  if (response.redirected && response.url.includes("/login/")) throw new Failure(SIGNED_OUT);
  return response;
}

function headers(more = {}) {
  return { Accept: "application/json", "X-CSRFToken": window.wagtailConfig.CSRF_TOKEN, ...more };
}

/* Return {status, data} for an answer in JSON. */
export async function post(url, body) {
  const isForm = body instanceof FormData;
  const response = await request(url, {
    method: "POST",
    body: isForm ? body : JSON.stringify(body),
    headers: headers(isForm ? {} : { "Content-Type": "application/json" }),
  });
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  if (!isJson) throw new Failure(response.status === 403 ? "You may not do that" : `The server answered ${response.status}`);
  return { status: response.status, data: await response.json() };
}

export function form(values) {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  return data;
}

export async function json(url) {
  const response = await request(url, { headers: headers() });
  if (!response.ok) throw new Failure(`The server answered ${response.status}`);
  return response.json();
}

export async function html(url, options = {}) {
  const response = await request(url, { ...options, headers: headers({ Accept: "text/html", ...options.headers }) });
  if (!response.ok) throw new Failure(response.status === 404 ? "It is no longer there" : `The server answered ${response.status}`);
  return response.text();
}
