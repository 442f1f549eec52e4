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
      // Words of this tab that the site has not kept yet: they grew from the very draft that the page shows.
      const newer = kept[""] !== undefined && kept[""] === form.elements.draft_version?.value && kept[field.name] !== field.value;
      if (kept[field.name] && (newer || !field.value.trim())) {
        field.value = kept[field.name]
        field.dispatchEvent(new Event("input"))
        restored = true
      }
    }
    if (restored && note) note.textContent = "This is what you had begun to write."
    form.addEventListener("input", () => {
      const written = Object.fromEntries(fields.filter((field) => field.value.trim()).map((field) => [field.name, field.value]))
      if (Object.keys(written).length && form.elements.draft_version) written[""] = form.elements.draft_version.value;
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

// Files can be pasted and dropped as well as chosen. They go into the form's own field, so that the form sends them as ever.
for (const input of document.querySelectorAll("input[data-files]")) {
  const form = input.form
  const list = form.querySelector("[data-files-chosen]")
  const same = (one, other) => one.name === other.name && one.size === other.size
  let chosen = []
  const keep = (files) => {
    const all = new DataTransfer()
    for (const file of (chosen = files)) all.items.add(file)
    input.files = all.files
    list.hidden = !files.length
    list.replaceChildren(...files.map((file) => {
      const row = document.createElement("li")
      const out = document.createElement("button")
      const size = file.size < 1e6 ? `${Math.ceil(file.size / 1e3)} kB` : `${(file.size / 1e6).toFixed(1)} MB`
      row.className = "choice"
      row.append(`${file.name}, ${size}${file.size > input.dataset.most ? ": more than 15 MB, so it will not be taken" : ""}`, out)
      out.type = "button"
      out.className = "btn slight"
      out.textContent = "Take out"
      out.setAttribute("aria-label", `Take out ${file.name}`)
      out.addEventListener("click", () => {
        keep(chosen.filter((other) => other !== file))
        input.focus()
      })
      return row
    }))
  }
  const add = (files) => keep([...chosen, ...[...files].filter((file) => !chosen.some((other) => same(file, other)))])
  input.addEventListener("change", () => add(input.files))
  form.addEventListener("paste", (event) => {
    // A piece of a Word text comes as a picture as well: then it is the words that are meant.
    const { files, types } = event.clipboardData
    if (!files.length || types.includes("text/plain")) return
    event.preventDefault()
    add(files)
  })
  form.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault()
  })
  form.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return
    event.preventDefault()
    add(event.dataTransfer.files)
  })
  for (const hint of form.querySelectorAll("[data-files-script]")) hint.hidden = false
}

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

// A browser scrolls to the caret of a text box, not to the box: half of it would stay under the bar of a phone.
document.addEventListener("focusin", ({ target }) => {
  if (target.matches("textarea")) target.scrollIntoView({ block: "nearest" })
})
