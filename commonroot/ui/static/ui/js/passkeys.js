/* Passkeys: a form with data-passkey="get" or "create" asks the browser, then sends its answer. */
"use strict";

const bytes = (text) => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
};
const words = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/* What the server said, with bytes where the browser wants bytes. */
function prepared(options) {
  const asked = options.publicKey;
  asked.challenge = bytes(asked.challenge);
  if (asked.user) asked.user.id = bytes(asked.user.id);
  for (const list of [asked.excludeCredentials, asked.allowCredentials])
    for (const known of list || []) known.id = bytes(known.id);
  return { publicKey: asked };
}

/* What the browser answered, as JSON. */
function answered(made) {
  const said = made.response;
  const response = { clientDataJSON: words(said.clientDataJSON) };
  if (said.attestationObject) response.attestationObject = words(said.attestationObject);
  if (said.authenticatorData) {
    response.authenticatorData = words(said.authenticatorData);
    response.signature = words(said.signature);
    if (said.userHandle) response.userHandle = words(said.userHandle);
  }
  return JSON.stringify({
    id: made.id, rawId: words(made.rawId), type: made.type, response, clientExtensionResults: {},
  });
}

async function askBrowser(event) {
  const form = event.target;
  if (form.elements.answer.value) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const trouble = form.querySelector("[data-trouble]");
  if (trouble) trouble.hidden = true;
  try {
    const token = form.elements.csrfmiddlewaretoken.value;
    const begun = await fetch(form.dataset.begin, { method: "POST", headers: { "X-CSRFToken": token } });
    if (!begun.ok) throw new Error(begun.statusText);
    const options = prepared(await begun.json());
    form.elements.answer.value = answered(await navigator.credentials[form.dataset.passkey](options));
    form.submit();
  } catch {
    if (trouble) trouble.hidden = false;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", askBrowser);
}
