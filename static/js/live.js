/* Live is a courtesy: the page is complete without it.

   A push is only a hint. Whatever comes by the socket, the page asks `since` for what it missed, and shows that; where
   sockets are blocked it asks every thirty seconds and shows the same. */

const POLL_MS = 30_000;
const LONGEST_WAIT_MS = 10_000;

const body = document.body;
const place = document.querySelector("[data-live-topic], [data-live-board], [data-live-home], [data-live-told], [data-live-meeting]");
const fresh = document.querySelector("[data-fresh]");
const announce = document.querySelector("[data-announce]");
const bell = document.querySelector("[data-bell]");
const bellLink = document.querySelector("[data-bell-label]");

const held = {
  topic: place?.dataset.liveTopic,
  board: place?.dataset.liveBoard,
  meeting: place?.dataset.liveMeeting,
  home: place && "liveHome" in place.dataset,
  told: place && "liveTold" in place.dataset,
  seq: Number(place?.dataset.liveSeq ?? 0),
  number: Number(place?.dataset.lastNumber ?? 0),
  changes: Number(place?.dataset.changes ?? 0),
  bell: Number(bell?.dataset.bell ?? 0),
};
let least = held.bell; // unread at the fewest since the page was opened: what is more than that, it does not show

const counted = (n, one, many) => (n === 1 ? `1 ${one}` : `${n} ${many}`);

function showBell(count) {
  held.bell = count;
  if (!bell) return;
  bell.textContent = count > 99 ? "99+" : String(count);
  bell.hidden = count === 0;
  const unread = count > 99 ? "More than 99 unread notifications" : counted(count, "unread notification", "unread notifications");
  bellLink?.setAttribute("aria-label", count ? unread : "Notifications");
}

/* One line, said once to a screen reader. It moves neither what is read above it nor the box that one writes in below it. */
function offer(line) {
  if (!fresh || fresh.textContent === line) return;
  const writing = fresh.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING && document.activeElement;
  const before = writing && writing.getBoundingClientRect().top;
  fresh.textContent = line;
  fresh.hidden = false;
  if (writing) scrollBy({ top: writing.getBoundingClientRect().top - before, behavior: "instant" });
  if (announce) announce.textContent = line;
}

function offerNothing() {
  fresh.hidden = true;
  fresh.textContent = "";
  if (announce) announce.textContent = "";
}

/* What is read in one tab is read in the others: they ask anew, and a row of the topic is no longer shown as new. */
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("read") : null;
const tellTabs = () => held.topic && tabs?.postMessage({ path: location.pathname, member: body.dataset.member });

tabs?.addEventListener("message", ({ data }) => {
  if (data.member !== body.dataset.member) return;
  for (const link of document.querySelectorAll(`.rows > .unread a[href^="${CSS.escape(data.path)}"]`)) {
    const row = link.closest(".unread");
    row.classList.replace("unread", "read");
    row.querySelector(".new")?.remove();
  }
  ask({ rail: true });
});

function showRail(unread) {
  for (const number of document.querySelectorAll("[data-unread]")) {
    const count = unread[number.dataset.unread] ?? 0;
    number.hidden = !count;
    number.firstElementChild.textContent = count;
  }
}

/* Home is told of its boards by the socket; where that is blocked, by what is unread in its networks. */
let railShown = null;

function hasMoved(unread) {
  showRail(unread);
  const before = railShown;
  railShown = JSON.stringify(unread);
  return held.home && socket?.readyState !== WebSocket.OPEN && railShown !== before;
}

let asking = false;
let again = null;

async function ask({ rail = false } = {}) {
  if (asking) {
    again = again || { rail: false };
    again.rail ||= rail;
    return;
  }
  asking = true;
  const after = held.number;
  try {
    const query = new URLSearchParams();
    if (held.topic) {
      query.set("topic", held.topic);
      query.set("after", String(after));
    } else if (held.board) {
      query.set("board", held.board);
      query.set("seq", String(held.seq));
    } else if (held.meeting) query.set("meeting", held.meeting);
    if (rail) query.set("rail", "1");
    const response = await fetch(`${body.dataset.sinceUrl}?${query}`, { headers: { Accept: "application/json" }, redirect: "manual" });
    if (response.ok) {
      const missed = await response.json();
      if (after !== held.number) delete missed.answers; // shown meanwhile
      show(missed);
    } else if (response.status === 404 || response.status === 403 || response.type === "opaqueredirect") stop();
  } catch {
    /* away: the next poll asks again */
  } finally {
    asking = false;
    if (again) {
      const wanted = again;
      again = null;
      ask(wanted);
    }
  }
}

/* A poll's numbers are put in where they stand; what one is choosing above them stays. */
async function showPoll(state) {
  const shown = document.querySelector("[data-poll-state]");
  if (!shown) return offer("There is a poll in this topic now, show");
  if (shown.dataset.pollState === state) return;
  const response = await fetch(shown.dataset.pollUrl, { headers: { "X-Part": "results" }, redirect: "manual" });
  if (!response.ok) return;
  const open = [...shown.querySelectorAll("details")].map((one) => one.open);
  shown.innerHTML = await response.text();
  shown.querySelectorAll("details").forEach((one, place) => { one.open = open[place] ?? false; });
  shown.dataset.pollState = state;
}

function show(missed) {
  const bellBefore = held.bell;
  showBell(missed.bell);
  const moved = missed.unread && hasMoved(missed.unread);
  if (moved || missed.topics || missed.bell !== bellBefore) document.dispatchEvent(new Event("live:moved"));
  if (missed.poll) showPoll(missed.poll).catch(() => {});
  if (held.meeting && missed.meeting > Number(place.dataset.liveSeq)) document.dispatchEvent(new CustomEvent("live:meeting", { detail: missed.meeting }));
  document.dispatchEvent(new Event("network:told"));
  if (missed.last < held.number) held.number = missed.last; // the last post was undone: the next one takes its number
  if (missed.changes > held.changes) {
    offer(missed.answers ? `${counted(missed.answers, "new answer", "new answers")} and a change, show` : "A post was changed, show");
  } else if (missed.answers) offer(`${counted(missed.answers, "new answer", "new answers")}, show`);
  held.newest = missed.changes ?? held.changes;
  if (missed.topics) offer(`${counted(missed.topics, "topic has", "topics have")} something new, show`);
  least = Math.min(least, missed.bell);
  if ((held.home || held.told) && missed.bell > least) offer(`${missed.bell - least} more unread, show`);
}

/* Press: in a topic the answers are put in below what is read, and the first of them gets the focus. */
let revealing = false;

async function reveal() {
  if (revealing) return;
  revealing = true;
  try {
    await bring();
  } catch {
    /* away: the line stays, to be pressed again */
  } finally {
    revealing = false;
  }
}

async function bring() {
  const posts = document.querySelector("[data-posts]");
  if (!held.topic || !posts) {
    location.reload();
    return;
  }
  if ((held.newest ?? held.changes) > held.changes) await renew(posts);
  const shown = [...posts.querySelectorAll("[data-number]")].map((post) => Number(post.dataset.number));
  if (Math.max(0, ...shown) < held.number) {
    location.assign(location.pathname); // an earlier page: the topic opens where reading stopped
    return;
  }
  const response = await fetch(`${place.dataset.newerUrl}?after=${held.number}`, { redirect: "manual" });
  if (!response.ok) {
    location.reload();
    return;
  }
  const holder = document.createElement("template");
  holder.innerHTML = await response.text();
  const added = [...holder.content.querySelectorAll("[data-number]")];
  offerNothing();
  if (!added.length) return;
  held.number = Math.max(...added.map((post) => Number(post.dataset.number)));
  posts.append(...holder.content.children);
  tellTabs();
  added[0].tabIndex = -1;
  added[0].focus();
}

/* The posts that stand here as they read now; the reader's place, and what is being written, stay. */
async function renew(posts) {
  const response = await fetch(location.href, { headers: { Accept: "text/html", "X-Part": "rows" } });
  if (!response.ok) throw new Error(String(response.status));
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const now = new Map([...page.querySelectorAll("[data-posts] [data-number]")].map((post) => [post.id, post]));
  for (const post of posts.querySelectorAll("[data-number]")) {
    const same = now.get(post.id);
    if (!same) post.remove();
    else if (same.innerHTML !== post.innerHTML) post.replaceChildren(...same.childNodes);
  }
  held.changes = Number(page.querySelector("[data-changes]")?.dataset.changes ?? held.newest);
  offerNothing();
}

let socket = null;
let tries = 0;
let asleep = false;
let numbers = null; // of each stream, the newest that this page was told

/* The first time, and whenever something happened while the page was cut off, it asks what. */
function greet(newest) {
  const same = numbers && Object.keys(newest).every((stream) => numbers[stream] === newest[stream]);
  numbers = newest;
  if (!same) ask();
}

/* Where many were told, each asks at a moment of its own. The question that is to come asks for whatever comes before it. */
let due = null;
let rows = false;

function askSoon({ kind, spread = 0 }) {
  rows ||= kind === "moved" && held.home;
  due ??= setTimeout(() => {
    due = null;
    if (rows) document.dispatchEvent(new Event("live:moved"));
    rows = false;
    ask();
  }, Math.random() * spread);
}

let stopped = false;

function connect() {
  if (stopped || socket) return;
  const query = held.home ? "home=1" : held.board ? `board=${held.board}${held.topic ? "&read=1" : ""}` : held.meeting ? `meeting=${held.meeting}` : "";
  const address = new URL(`${body.dataset.liveUrl}?${query}`, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  socket = new WebSocket(address);
  socket.addEventListener("open", () => {
    if (asleep || stopped) hangUp();
  });
  socket.addEventListener("message", (message) => {
    tries = 0;
    const frame = JSON.parse(message.data);
    if (frame.kind === "hello") return greet(frame.numbers);
    if (frame.kind === "writing") return document.dispatchEvent(new CustomEvent("live:writing", { detail: frame }));
    numbers[frame.stream] = Math.max(numbers[frame.stream] ?? 0, frame.seq);
    if (frame.kind === "told" && frame.seq) document.dispatchEvent(new Event("live:told"));
    if (frame.topic && held.topic && String(frame.topic) !== held.topic) return;
    askSoon(frame);
  });
  socket.addEventListener("close", () => {
    socket = null;
    if (asleep) return; // a page that was left costs nothing
    tries += 1;
    const wait = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** Math.min(tries, 6));
    setTimeout(connect, wait / 2 + Math.random() * wait / 2);
  });
}

/* One that is not open yet is closed when it is: closed before, it would be called a failure. */
function hangUp() {
  if (socket?.readyState === WebSocket.OPEN) socket.close();
}

/* Left, and kept by the browser for «back»: the socket goes, and comes again with the page. */
addEventListener("pagehide", () => {
  asleep = true;
  hangUp();
});
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted || stopped) return;
  asleep = false;
  ask({ rail: true });
  connect();
});
addEventListener("online", () => {
  if (stopped) return;
  ask({ rail: true });
  connect();
});

function stop() {
  stopped = true;
  clearInterval(poll);
  hangUp();
}

/* With an open socket the poll only makes sure; without one it is the way. A laptop that slept asks at once. */
const poll = setInterval(() => {
  if (document.visibilityState === "visible") ask({ rail: true });
}, POLL_MS);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && !stopped) {
    ask({ rail: true });
    connect();
  }
});
fresh?.addEventListener("click", reveal);
document.addEventListener("live:offer", ({ detail }) => offer(detail));
if (body.dataset.liveUrl) connect();
tellTabs();
