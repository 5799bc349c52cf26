/* Cards as they stand on the page, and as they are stored: {id, type, value}. The page is what is true. */

export const SUBLINKS = 4;

export function newId() {
  return crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
}

export function read(element) {
  return JSON.parse(element.dataset.row);
}

/* Return what is stored of a card, with the lines that stand below it now. */
function row(card) {
  const stored = read(card);
  const list = card.querySelector("[data-sublinks]");
  if (list) {
    stored.value.sublinks = [...list.querySelectorAll("[data-sublink]")].map((line) => ({ type: "item", ...read(line) }));
  }
  return stored;
}

export function rows(container) {
  return [...container.querySelectorAll("[data-cards] > [data-card]")].map(row);
}

export function headlines(container) {
  return [...container.querySelectorAll("[data-cards] > [data-card]")].map((card) => card.dataset.headline);
}

/* Return the value that an element stands for wherever it came from: the feed, the clipboard, a card, a line below one. */
export function valueOf(element) {
  if ("row" in element.dataset) {
    const stored = element.dataset.card ? row(element) : { ...read(element), type: null };
    const type = stored.type ?? (stored.value.url ? "link" : "article");
    return { type, value: stored.value };
  }
  return { type: "article", value: { article: Number(element.dataset.story) } };
}

/* Make the element of a card that the server has not drawn yet. */
export function cardElement(type, value, headline) {
  const card = document.createElement("li");
  card.className = "front-card front-card--new";
  card.dataset.card = newId();
  card.dataset.headline = headline;
  card.dataset.row = JSON.stringify({ id: card.dataset.card, type, value });
  const title = document.createElement("h3");
  title.className = "front-card__headline";
  title.tabIndex = -1;
  title.dataset.cardHeadline = "";
  title.textContent = headline;
  card.append(title);
  return card;
}

/* Make the element of a line below a card. */
export function sublinkElement(value, headline) {
  const line = document.createElement("li");
  line.className = "front-sublink";
  line.dataset.sublink = newId();
  line.dataset.headline = headline;
  const kept = value.url ? { url: value.url, headline: value.headline } : { article: value.article, headline: value.headline ?? "" };
  line.dataset.row = JSON.stringify({ id: line.dataset.sublink, value: kept });
  line.textContent = headline;
  return line;
}

/* Tell whether an element may stand below a card's headline. */
export function canBeSublink(element, list) {
  const { type, value } = valueOf(element);
  const others = [...list.children].filter((line) => line !== element).length;
  return type !== "latest" && others < SUBLINKS && !(value.sublinks ?? []).length;
}

/* Give an element that came from elsewhere the form of what stands in `list`; return the element. */
export function settle(element, list) {
  const { type, value } = valueOf(element);
  const { headline } = element.dataset;
  const stays = "sublinks" in list.dataset ? "sublink" in element.dataset : "card" in element.dataset && !("copied" in element.dataset);
  if (stays) return element;
  const made = "sublinks" in list.dataset ? sublinkElement(value, headline) : cardElement(type, value, headline);
  element.replaceWith(made);
  return made;
}
