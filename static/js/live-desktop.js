/* The browser's own notification while a tab is open, for who pressed for it. It says the line that stands under the bell;
   a page that is looked at says nothing, as it shows it. Several tabs say it once. */

const member = document.body.dataset.member;
const wish = `desktop:${member}`;
const last = `desktop-last:${member}`;
const able = "Notification" in window && member;
const store = (() => {
  try {
    localStorage.setItem("probe", "1");
    localStorage.removeItem("probe");
    return localStorage;
  } catch {
    return null; // storage is turned off: then there is none
  }
})();
const isOn = () => able && store?.getItem(wish) === "1" && Notification.permission === "granted";

async function tell() {
  if (!isOn() || document.visibilityState === "visible") return;
  const response = await fetch("/notifications/newest/", { headers: { Accept: "application/json" }, redirect: "manual" });
  if (!response.ok) return;
  const { id, line } = await response.json();
  if (!id || Number(store.getItem(last) ?? 0) >= id) return;
  store.setItem(last, String(id));
  const shown = new Notification(line, { tag: "network" });
  shown.addEventListener("click", () => {
    window.focus();
    location.assign("/notifications/");
  });
}

if (able) {
  document.addEventListener("live:told", () => {
    const turn = navigator.locks ? (work) => navigator.locks.request(wish, work) : (work) => work();
    turn(tell).catch(() => {});
  });
}

// The switch on the page of settings.
const part = document.querySelector("[data-desktop]");
if (part && able && store) {
  const button = part.querySelector("[data-desktop-switch]");
  const said = part.querySelector("[data-desktop-said]");
  const paint = () => {
    button.setAttribute("aria-pressed", String(isOn()));
    button.textContent = isOn() ? "Do not show notifications on this computer" : "Show notifications on this computer";
  };
  part.hidden = false;
  paint();
  button.addEventListener("click", async () => {
    if (isOn()) store.removeItem(wish);
    else if ((await Notification.requestPermission()) === "granted") store.setItem(wish, "1");
    else said.textContent = "Your browser does not allow it. It can be changed beside the address of this page.";
    if (isOn()) said.textContent = "They are shown from now on.";
    else if (Notification.permission === "granted") said.textContent = "They are no longer shown.";
    paint();
  });
}
