/* What waits, kept fresh while the page is open. Without this the page is complete as it was loaded. */
const queue = document.querySelector("[data-queue]");
let shown = queue?.innerHTML;
let missed = false; // what came while somebody had the keyboard in it, or looked elsewhere

async function refresh() {
  missed = document.visibilityState !== "visible" || queue.contains(document.activeElement);
  if (missed) return;
  try {
    const response = await fetch(queue.dataset.queue, { redirect: "manual" });
    if (!response.ok) return;
    const text = await response.text();
    if (text !== shown) queue.innerHTML = shown = text;
  } catch {
    /* away: the next turn asks again */
  }
}

if (queue) {
  setInterval(refresh, 15_000);
  document.addEventListener("visibilitychange", refresh);
  document.addEventListener("network:told", refresh);
  queue.addEventListener("focusout", () => missed && setTimeout(refresh));
}
