// What makes a page a little kinder, and never what makes it work: every page is whole without this file.

// The error summary is where the reader should start.
document.querySelector("[data-errors]")?.focus()

// A textarea grows with its text; browsers that can do it by themselves (field-sizing) need nothing.
if (!CSS.supports("field-sizing", "content")) {
  for (const area of document.querySelectorAll("textarea")) {
    const fit = () => {
      area.style.blockSize = "auto"
      area.style.blockSize = `${area.scrollHeight + 2}px`
    }
    area.addEventListener("input", fit)
    if (area.value) fit()
  }
}

// What is being written is kept in this tab, until the site has taken it.
const store = (() => {
  try {
    sessionStorage.setItem("probe", "1")
    sessionStorage.removeItem("probe")
    return sessionStorage
  } catch {
    return null // storage is turned off: the page works without
  }
})()
const who = document.body.dataset.member

if (store && who) {
  const sent = store.getItem("sent")
  if (sent && !document.querySelector("[data-errors], [data-kept]")) store.removeItem(sent)
  store.removeItem("sent")

  for (const form of document.querySelectorAll("form[data-draft]")) {
    const key = `draft:${who}:${form.dataset.draft}`
    const fields = [...form.elements].filter((field) => field.matches("textarea, input[type=text]"))
    const note = form.querySelector("[data-draft-note]")
    const kept = JSON.parse(store.getItem(key) ?? "{}")
    let restored = false
    for (const field of fields) {
      if (kept[field.name] && !field.value.trim()) {
        field.value = kept[field.name]
        field.dispatchEvent(new Event("input"))
        restored = true
      }
    }
    if (restored && note) note.textContent = "This is what you had begun to write."
    form.addEventListener("input", () => {
      const written = Object.fromEntries(fields.filter((field) => field.value.trim()).map((field) => [field.name, field.value]))
      if (Object.keys(written).length) store.setItem(key, JSON.stringify(written))
      else store.removeItem(key)
    })
    form.addEventListener("submit", () => store.setItem("sent", key))
  }
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-sign-out]")) store.clear()
  })
}

// A double press sends once. Nothing is disabled, so pressing again later is a retry; the form's key makes one post of both.
const lately = new WeakMap()
document.addEventListener("submit", (event) => {
  const form = event.target
  if (form.method !== "post" || event.defaultPrevented) return
  const now = Date.now()
  if (now - (lately.get(form) ?? 0) < 3000) event.preventDefault()
  else lately.set(form, now)
})

// «Copy it», for a text that is given back.
for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.getElementById(button.dataset.copy)
  if (!source || !navigator.clipboard) continue
  button.hidden = false
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.value)
      button.textContent = "Copied"
    } catch {
      source.select()
      button.textContent = "Selected: press Ctrl and C"
    }
  })
}

// Work that goes on elsewhere: the page asks how far it is, and shows itself anew when it is done.
const progress = document.querySelector("[data-progress]")
if (progress) {
  const ask = async () => {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } })
      const page = new DOMParser().parseFromString(await answer.text(), "text/html")
      const now = page.querySelector("[data-progress]")
      if (!now) return location.reload()
      if (now.textContent !== progress.textContent) progress.replaceChildren(...now.childNodes)
    } catch {
      // the page stands as it is: «Look again» is a link
    }
    setTimeout(ask, 2000)
  }
  setTimeout(ask, 1000)
}
