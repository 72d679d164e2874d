// Passkeys: the browser's part. The page works without it, by a code sent by e-mail.
//
// <div data-passkey="sign-in|make" data-options="/…" data-answer="/…" data-csrf="…"
//      data-next="/…" data-failed="a sentence" hidden> … <button type="button"> …
//      <p data-passkey-problem role="alert"></p> </div>

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0))

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "")

const known = (list) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }))

async function send(address, body, csrf) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json", "x-csrf-token": csrf },
    body: JSON.stringify(body),
  })
  const said = await answer.json()
  if (!answer.ok) throw new Error(said.problem ?? "", { cause: "said" })
  return said
}

async function make(options) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: known(options.excludeCredentials),
    },
  })
  return {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    response: {
      clientDataJSON: text(made.response.clientDataJSON),
      attestationObject: text(made.response.attestationObject),
    },
  }
}

async function ask(options) {
  const given = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: known(options.allowCredentials),
    },
  })
  const { clientDataJSON, authenticatorData, signature, userHandle } = given.response
  return {
    id: given.id,
    rawId: text(given.rawId),
    type: given.type,
    response: {
      clientDataJSON: text(clientDataJSON),
      authenticatorData: text(authenticatorData),
      signature: text(signature),
      userHandle: userHandle ? text(userHandle) : null,
    },
  }
}

export function startPasskey(place) {
  if (!window.PublicKeyCredential) return
  const { passkey, options, answer, csrf, next, failed } = place.dataset
  const button = place.querySelector("button")
  const problem = place.querySelector("[data-passkey-problem]")
  const label = place.querySelector("input[type=text]")
  place.hidden = false
  button.addEventListener("click", async () => {
    button.disabled = true
    problem.textContent = ""
    try {
      const offered = await send(options, {}, csrf)
      const credential = passkey === "make" ? await make(offered) : await ask(offered)
      const body = { credential: JSON.stringify(credential), next, label: label?.value ?? "" }
      window.location.assign((await send(answer, body, csrf)).next)
    } catch (trouble) {
      problem.textContent = (trouble.cause === "said" && trouble.message) || failed
      button.disabled = false
    }
  })
}
