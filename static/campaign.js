// What a campaign's own page does beside planner.js, whose functions it calls.
"use strict";

// A campaign without a shared link gets one by the same press: the form is sent, and the part of
// the page with the links is replaced.
async function shareNew(form) {
  const data = new FormData(form);
  data.set("action", "share");
  // Its property "action" is the button of that name.
  const response = await fetch(form.getAttribute("action"), { method: "POST", body: data });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const field = page.getElementById("shared-link");
  if (!response.ok || !field) throw new Error("not shared");
  return { page, address: response.url, link: field.value };
}

// Browsers give the clipboard for a press, not for an answer that comes later, so they are promised
// the text.
function copyLater(text) {
  const blob = text.then((words) => new Blob([words], { type: "text/plain" }));
  blob.catch(() => {});
  return navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
}

// An answer may have replaced the form meanwhile; a browser submits no form outside of its page.
function sendPlainly(form) {
  const action = document.createElement("input");
  Object.assign(action, { type: "hidden", name: "action", value: "share" });
  form.append(action);
  if (!form.isConnected) {
    form.hidden = true;
    document.body.append(form);
  }
  form.submit();
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-share-new]") || !window.ClipboardItem || !navigator.clipboard) return;
  event.preventDefault();
  const sharing = shareNew(form);
  const copying = copyLater(sharing.then(({ link }) => link)).then(() => true, () => false);
  try {
    const { page, address } = await sharing;
    const isCopied = await copying;
    for (const part of [".above", "#sharing"]) {
      document.querySelector(part).replaceWith(page.querySelector(part));
    }
    history.replaceState(history.state, "", address);
    prepare();
    offerSharing();
    const share = document.getElementById("shared-link").closest(".share");
    if (isCopied) say(share, "Link copied.");
    else showLink(share);
    share.querySelector("[data-share-copy]").focus();
  } catch {
    // The page shows the error.
    sendPlainly(form);
  }
});
