/* Rows of a board, of home and of the notifications are put right where they stand: counts, marks, who wrote last. None
   is added, moved or taken away under the reader's eyes; for that there is the line to press. */

const lists = document.querySelector("[data-live-board]:not([data-live-topic]), [data-live-home], [data-live-told]");
const keyOf = (row) => row.id || row.querySelector("h2 a, h3 a")?.pathname;
let refreshing = false;
let again = false;
let stale = false;

async function refresh() {
  if (document.visibilityState !== "visible") {
    stale = true;
    return;
  }
  if (refreshing) {
    again = true;
    return;
  }
  refreshing = true;
  stale = false;
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html", "X-Part": "rows" }, redirect: "manual" });
    stale = !response.ok;
    if (response.ok) putIn(new DOMParser().parseFromString(await response.text(), "text/html"));
  } catch {
    stale = true; // away: the next poll that is answered asks again
  } finally {
    refreshing = false;
    if (again) {
      again = false;
      refresh();
    }
  }
}

function putIn(page) {
  const now = new Map([...page.querySelectorAll(".rows > li")].map((row) => [keyOf(row), row]));
  for (const row of lists.querySelectorAll(".rows > li")) {
    const same = now.get(keyOf(row));
    if (!same || row.contains(document.activeElement) || same.innerHTML === row.innerHTML) continue;
    row.className = same.className;
    row.replaceChildren(...same.childNodes);
  }
}

if (lists) {
  document.addEventListener("live:moved", refresh);
  for (const when of ["visibilitychange", "network:told"]) document.addEventListener(when, () => stale && refresh());
}
