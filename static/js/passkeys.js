// Passkeys: asks the site what to ask, asks the browser, and sends the form with the answer in it. Without passkeys in
// the browser the form to sign in with one stays hidden: the code by mail is always there.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0))
const text = (buffer) => {
  const signs = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("")
  return btoa(signs).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")
}

function readable(options) {
  const found = { ...options, challenge: bytes(options.challenge) }
  if (found.user) found.user = { ...found.user, id: bytes(found.user.id) }
  for (const name of ["allowCredentials", "excludeCredentials"]) {
    found[name] = (options[name] ?? []).map((one) => ({ ...one, id: bytes(one.id) }))
  }
  return found
}

function sendable(credential) {
  const answer = credential.response
  const response = { clientDataJSON: text(answer.clientDataJSON) }
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (answer[name]) response[name] = text(answer[name])
  }
  return JSON.stringify({
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
  })
}

async function ask(form) {
  const token = form.elements.csrfmiddlewaretoken.value
  const answer = await fetch(form.dataset.options, {
    method: "POST", headers: { "X-CSRFToken": token, Accept: "application/json" }, credentials: "same-origin",
  })
  if (!answer.ok || answer.redirected) throw new Error("The site did not answer. Open this page again, then try once more.")
  const { publicKey } = await answer.json()
  const request = { publicKey: readable(publicKey) }
  return form.dataset.passkey === "create" ? navigator.credentials.create(request) : navigator.credentials.get(request)
}

const words = {
  NotAllowedError: "The browser did not finish it, or it took too long. Nothing was changed: try again.",
  InvalidStateError: "This device has a passkey for you here already.",
  SecurityError: "This address cannot have passkeys: the site must be opened by its name.",
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue
  form.hidden = false
  const said = form.querySelector("[data-passkey-error]")
  form.addEventListener("submit", async (event) => {
    event.preventDefault()
    said.hidden = true
    try {
      form.elements.credential.value = sendable(await ask(form))
      form.submit()
    } catch (error) {
      said.textContent = words[error.name] ?? error.message
      said.hidden = false
    }
  })
}
