/* Who else is writing an answer to this question: only of those, and for those, who turned it on. No word of what is
   written leaves the box. It is said again while one writes, and runs out by itself. */

const form = document.querySelector("form[data-writing-url]");
const topic = document.querySelector("[data-live-topic]")?.dataset.liveTopic;
const SAY_EVERY_MS = 10_000;
const ASK_AGAIN_MS = 12_000;
let said = 0;
let turnedOff = false;
let asking;

const line = document.createElement("p");
line.className = "small quiet";
line.setAttribute("role", "status");
form?.append(line);

function show({ shown, names }) {
  turnedOff = !shown;
  const words = names.length > 2 ? `${names.length} others are` : `${names.join(" and ")} ${names.length > 1 ? "are" : "is"}`;
  const text = names.length ? `${words} writing an answer too` : "";
  if (line.textContent !== text) line.textContent = text;
  clearTimeout(asking);
  if (names.length) asking = setTimeout(ask, ASK_AGAIN_MS); // until it has run out
}

async function ask(method = "GET") {
  if (turnedOff) return;
  const headers = { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  try {
    const response = await fetch(form.dataset.writingUrl, { method, headers, redirect: "manual" });
    if (response.ok) show(await response.json());
  } catch {
    /* away: it matters to nobody */
  }
}

if (form) {
  form.elements.text.addEventListener("input", () => {
    if (!form.elements.text.value.trim() || Date.now() - said < SAY_EVERY_MS) return;
    said = Date.now();
    ask("POST");
  });
  form.elements.text.addEventListener("focus", () => ask(), { once: true });
  document.addEventListener("live:writing", ({ detail }) => {
    if (String(detail.topic) === topic) ask();
  });
}
