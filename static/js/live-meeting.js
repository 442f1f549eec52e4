/* A meeting as it is now: numbers, dates, and what the reader's own answer has come to are put right where they stand.
   What the reader is just using is left alone, and a line offers the page anew. */

const CSRF = /(name="csrfmiddlewaretoken" value=")[^"]*/g; // another one in each answer
const places = () => document.querySelectorAll("[data-mend]");

/* By the name of its heading; what has none, by what it looks like and which of these it is. */
function keyed(place) {
  const parts = new Map();
  for (const part of place.children) {
    let key = part.getAttribute("aria-labelledby") || `${part.localName} ${part.className}`;
    while (parts.has(key)) key += "+";
    parts.set(key, part);
  }
  return parts;
}

const told = () => [...document.querySelectorAll("#mine-title, [data-mend] > .notice")].map((part) => part.textContent).join(". ");
const said = document.querySelector("[data-announce]");
let asked = 0;

const isChanged = (field) => (field.localName === "select" ? [...field.options].some((one) => one.selected !== one.defaultSelected && field.selectedIndex > 0)
  : field.checked !== field.defaultChecked || field.value !== field.defaultValue);
const inUse = (part) => part.contains(document.activeElement) || part.querySelector("details[open]")
  || [...part.querySelectorAll("input, select, textarea")].some(isChanged);

/* Returns whether something that is in use would have had to change. */
function mend(place, now) {
  const old = keyed(place);
  let left = false;
  let before = null;
  for (const [key, part] of keyed(now)) {
    const same = old.get(key);
    old.delete(key);
    let stays = same;
    if (!same) place.insertBefore(stays = part, before ? before.nextSibling : place.firstChild);
    else if (same.outerHTML.replace(CSRF, "$1") !== part.outerHTML.replace(CSRF, "$1")) {
      if (inUse(same)) left = true;
      else same.replaceWith(stays = part);
    }
    before = stays;
  }
  for (const gone of old.values()) {
    if (inUse(gone)) left = true;
    else gone.remove();
  }
  return left;
}

async function renew(number) {
  const turn = ++asked;
  const response = await fetch(location.href, { headers: { Accept: "text/html", "X-Part": "rows" }, redirect: "manual" });
  if (!response.ok || turn !== asked) return; // a later answer comes
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const now = page.querySelectorAll("[data-mend]");
  document.querySelector("[data-live-meeting]").dataset.liveSeq = number;
  const before = told();
  const left = [...places()].map((place, number) => now[number] && mend(place, now[number])).some(Boolean);
  if (left) document.dispatchEvent(new CustomEvent("live:offer", { detail: "This meeting has changed, show" }));
  else if (told() !== before && said) said.textContent = told();
}

document.addEventListener("live:meeting", ({ detail }) => renew(detail).catch(() => {})); // away: the next poll finds it again
