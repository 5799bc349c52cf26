/* The clipboard: cards laid aside, kept on the server for this person. */

import { Failure, html, post } from "./api.js";
import { valueOf } from "./cards.js";

export function clipboard(store, { say }) {
  const place = store.root.querySelector("[data-clipboard]");
  const url = store.root.dataset.clipboardUrl;
  let bind = () => {};

  async function draw() {
    try {
      show(await html(url));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      place.textContent = `${error.message}. The clipboard cannot be shown.`;
    }
  }

  function show(found) {
    place.innerHTML = found;
    bind(place.querySelector("[data-clipped]"));
  }

  async function send(body, said) {
    const response = await post(url, body).catch((error) => {
      if (!(error instanceof Failure)) throw error;
      return { status: 0, data: { message: `Not done. ${error.message}.` } };
    });
    if (response.status === 200) {
      show(response.data.html);
      say(said);
    } else {
      say(response.data.message, true);
    }
  }

  const put = (card) => send({ put: card }, "On your clipboard.");

  store.root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-clip], [data-take-off]");
    if (!button) return;
    const card = button.closest("[data-card]");
    if ("clip" in button.dataset) put({ id: "copy", ...valueOf(card) });
    else send({ take_off: card.dataset.card }, "Taken off your clipboard.");
  });

  return {
    draw,
    put,
    bindWith(found) {
      bind = found;
      draw();
    },
  };
}
