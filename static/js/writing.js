/* What helps one to write: buttons for Markdown, names after «@», a preview in place, and a draft that the site keeps.
   Every form works without it. */

const AUTOSAVE_MS = 2000;

const fields = (form) => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));

const insert = (area, text, from, to) => {
  area.focus();
  area.setSelectionRange(from, to);
  // execCommand keeps the browser's own undo; where it is gone the text is put in plainly.
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
};

/* --- Markdown by buttons: one stop for Tab, arrows inside */

function wrap(area, mark, sample) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const chosen = value.slice(from, to) || sample;
  insert(area, mark + chosen + mark, from, to);
  area.setSelectionRange(from + mark.length, from + mark.length + chosen.length);
}

function prefix(area, sign) {
  const { selectionStart, selectionEnd, value } = area;
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const lines = value.slice(from, selectionEnd).split("\n");
  insert(area, lines.map((line, at) => sign(at) + line).join("\n"), from, selectionEnd);
}

function link(area) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const chosen = value.slice(from, to);
  const isAddress = /^https?:\/\/\S+$/.test(chosen);
  const words = isAddress ? "words" : chosen || "words";
  const address = isAddress ? chosen : "https://";
  insert(area, `[${words}](${address})`, from, to);
  const start = isAddress ? from + 1 : from + words.length + 3;
  area.setSelectionRange(start, start + (isAddress ? words : address).length);
}

const TOOLS = [
  ["Bold", "B", "b", (area) => wrap(area, "**", "bold words")],
  ["Italic", "I", "i", (area) => wrap(area, "*", "words in italics")],
  ["Link", "Link", "k", link],
  ["Quote", "Quote", "", (area) => prefix(area, () => "> ")],
  ["Bulleted list", "• List", "", (area) => prefix(area, () => "- ")],
  ["Numbered list", "1. List", "", (area) => prefix(area, (at) => `${at + 1}. `)],
];

function toolbar(area) {
  const bar = document.createElement("div");
  bar.className = "tools";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "Formatting");
  bar.setAttribute("aria-controls", area.id);
  const buttons = TOOLS.map(([name, label, key, act], at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.tabIndex = at ? -1 : 0;
    if (label !== name) button.setAttribute("aria-label", name);
    button.title = key ? `${name} (Ctrl+${key.toUpperCase()})` : name;
    if (key) button.setAttribute("aria-keyshortcuts", `Control+${key.toUpperCase()}`);
    button.addEventListener("click", () => act(area));
    return button;
  });
  bar.append(...buttons);
  const go = (to) => {
    for (const button of buttons) button.tabIndex = -1;
    const next = buttons[(to + buttons.length) % buttons.length];
    next.tabIndex = 0;
    next.focus();
  };
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    go(to);
  });
  area.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const tool = TOOLS.find(([, , key]) => key && key === event.key.toLowerCase());
    if (!tool) return;
    event.preventDefault();
    tool[3](area);
  });
  area.before(bar);
}

/* --- The draft: kept by the site two seconds after the last key, and when the page is left */

function keeping(form, area) {
  const note = form.querySelector("[data-draft-note]");
  const version = form.elements.draft_version;
  const button = form.querySelector("button[value=draft]");
  const address = button.getAttribute("formaction");
  const warning = form.querySelector("[data-held-warning]");
  let timer = 0;
  let kept = snapshot();
  let stopped = false;
  let sending = false;

  function snapshot() {
    return new URLSearchParams([...new FormData(form)].filter(([name]) => ["text", "title", "kind", "board", "tags"].includes(name) || name.startsWith("poll-"))).toString();
  }
  const say = (words) => {
    if (note) note.textContent = words;
  };
  async function keep(leaving) {
    clearTimeout(timer);
    const now = snapshot();
    if (stopped || sending || now === kept) return;
    sending = true;
    try {
      const body = fields(form);
      const response = await fetch(address, { method: "POST", body, keepalive: leaving, redirect: "manual", headers: { Accept: "application/json" } });
      if (response.ok) {
        const told = await response.json();
        version.value = told.version;
        kept = now;
        say(told.version ? "Kept as a draft." : "");
        warn(told.rules);
      } else if (response.status === 409) other(await response.json());
      else if (response.status === 422) say((await response.json()).problem);
      else say("Not kept by the site: you may be signed out. This tab still has it, and nothing is lost when you post.");
    } catch {
      say("Not kept by the site yet: it cannot be reached. This tab still has it.");
    } finally {
      sending = false;
    }
    if (!stopped && snapshot() !== kept) timer = setTimeout(keep, AUTOSAVE_MS);
  }
  function warn(rules) {
    if (!warning) return;
    const words = rules?.length ? `As it stands this would be held, because in it there is what looks like ${rules.join(", ")}. Could anyone work out who this child is? Change it before you post.` : "";
    if (warning.textContent !== words) warning.textContent = words;
    warning.hidden = !words;
  }
  /* Another tab kept something else. Neither writes over the other: this one stops, shows it, and asks. */
  function other(theirs) {
    stopped = true;
    say("Another tab kept a different text here.");
    const box = document.createElement("div");
    box.className = "notice warm stack tight";
    box.setAttribute("role", "status");
    const words = document.createElement("p");
    words.textContent = theirs.version ? "Another tab kept this text here meanwhile. Yours is still in the box, and not kept." : "Another tab posted or threw away the draft that stood here. Yours is still in the box, and not kept.";
    box.append(words);
    if (theirs.version) {
      const text = document.createElement("blockquote");
      text.className = "quote";
      text.textContent = theirs.text;
      box.append(text);
    }
    const mine = document.createElement("button");
    mine.type = "button";
    mine.className = "btn";
    mine.textContent = "Keep mine";
    mine.addEventListener("click", () => {
      version.value = theirs.version;
      stopped = false;
      box.remove();
      area.focus();
      keep(false);
    });
    box.append(mine);
    area.after(box);
  }
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, AUTOSAVE_MS);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    stopped = true;
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) stopped = false; // back by the browser's button
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep(true);
  });
}

/* --- The preview, in place: the very words of the site, by the site */

function previewing(form, area) {
  const button = form.querySelector("button[value=preview]");
  button?.addEventListener("click", async (event) => {
    const address = form.dataset.previewUrl;
    if (!address) return;
    event.preventDefault();
    try {
      const response = await fetch(address, { method: "POST", body: fields(form), redirect: "manual" });
      if (!response.ok) throw new Error(String(response.status));
      const holder = document.createElement("template");
      holder.innerHTML = await response.text();
      const shown = holder.content.querySelector("[data-preview]");
      form.parentElement.querySelector("[data-preview]")?.remove();
      form.after(shown);
      shown.focus();
    } catch {
      form.requestSubmit(button); // the site shows it on a page of its own
    }
  });
}

/* --- Names after «@»: of those who may read the board */

function mentioning(area) {
  const address = area.dataset.peopleUrl;
  if (!address) return;
  const list = document.createElement("ul");
  list.id = `${area.id}_people`;
  list.className = "people";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "People who read this board");
  list.hidden = true;
  area.after(list);
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", list.id);
  let asked = "";
  let at = -1;

  const begun = () => /(^|[\s(])@([\p{L}][\p{L}'’ -]{1,40})$/u.exec(area.value.slice(0, area.selectionStart))?.[2];
  const close = () => {
    list.hidden = true;
    list.replaceChildren();
    area.removeAttribute("aria-activedescendant");
    at = -1;
  };
  const mark = (to) => {
    at = (to + list.children.length) % list.children.length;
    [...list.children].forEach((one, number) => one.setAttribute("aria-selected", String(number === at)));
    area.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const take = (option) => {
    const words = begun() ?? "";
    const end = area.selectionStart;
    close();
    insert(area, `${option.dataset.name} `, end - words.length, end);
  };
  area.addEventListener("input", async () => {
    const words = begun();
    if (!words) return close();
    asked = words;
    try {
      const response = await fetch(`${address}?q=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" }, redirect: "manual" });
      if (!response.ok || asked !== words) return;
      const { people } = await response.json();
      if (asked !== begun()) return;
      close();
      list.append(
        ...people.map(({ name, place }, number) => {
          const option = document.createElement("li");
          option.id = `${list.id}_${number}`;
          option.setAttribute("role", "option");
          option.dataset.name = name;
          option.textContent = place ? `${name}, ${place}` : name;
          option.addEventListener("mousedown", (event) => {
            event.preventDefault();
            take(option);
          });
          return option;
        }),
      );
      list.hidden = !people.length;
      if (people.length) mark(0);
    } catch {
      close(); // away: a name typed whole does the same
    }
  });
  area.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown") mark(at + 1);
    else if (event.key === "ArrowUp") mark(at - 1);
    else if (event.key === "Enter" || event.key === "Tab") take(list.children[at]);
    else return;
    event.preventDefault();
  });
  area.addEventListener("blur", close);
}

for (const form of document.querySelectorAll("form[data-composer]")) {
  const area = form.elements.text;
  if (!area) continue;
  toolbar(area);
  mentioning(area);
  previewing(form, area);
  if (form.elements.draft_version) keeping(form, area);
}
