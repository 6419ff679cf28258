// One press copies the link to send. Without this script the link stands there as a text to copy.
"use strict";

function say(share, words) {
  share.querySelector("[data-share-status]").textContent = words;
}

function fieldOf(share) {
  return share.querySelector("input[readonly]");
}

// The page's own address where it names a whole question: htmx may have changed it since the field
// was written.
function linkOf(share) {
  const { value } = fieldOf(share);
  const isSamePage = new URL(value).pathname === location.pathname;
  const isWhole = new URLSearchParams(location.search).has("price_book");
  return isSamePage && isWhole ? location.href : value;
}

// Where the browser gives no clipboard (an address without https, a permission refused), the link
// is selected, ready to be copied by hand.
function showLink(share) {
  const field = fieldOf(share);
  field.closest(".link").classList.add("shown");
  field.value = linkOf(share);
  field.focus();
  field.select();
  say(share, "Copy the link above.");
}

async function copyLink(share) {
  try {
    await navigator.clipboard.writeText(linkOf(share));
    say(share, "Link copied.");
  } catch {
    showLink(share);
  }
}

async function openSheet(share) {
  const { shareTitle: title, shareText: text } = share.dataset;
  try {
    await navigator.share({ title, text, url: linkOf(share) });
  } catch (error) {
    // Closing the sheet is no mistake.
    if (error.name !== "AbortError") showLink(share);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-share-copy], [data-share-sheet], [data-print]");
  if (!button) return;
  if (button.matches("[data-print]")) print();
  else if (button.matches("[data-share-sheet]")) openSheet(button.closest(".share"));
  else copyLink(button.closest(".share"));
});

// A campaign that has no link to send yet gets one by the same press: the form is sent, and the
// part of the page that tells of links takes the place of the old one.
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

function sendPlainly(form) {
  const action = document.createElement("input");
  Object.assign(action, { type: "hidden", name: "action", value: "share" });
  form.append(action);
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
    document.querySelector(".above").replaceWith(page.querySelector(".above"));
    history.replaceState(history.state, "", address);
    document.dispatchEvent(new Event("page:replaced"));
    const share = document.getElementById("shared-link").closest(".share");
    if (isCopied) say(share, "Link copied.");
    else showLink(share);
    share.querySelector("[data-share-copy]").focus();
  } catch {
    // The page tells what is wrong.
    sendPlainly(form);
  }
});

function offerSharing() {
  for (const button of document.querySelectorAll("[data-share-copy], [data-print]")) {
    button.hidden = false;
  }
  for (const button of document.querySelectorAll("[data-share-sheet]")) {
    button.hidden = !navigator.share;
  }
}

// The question on paper is the one that was asked last, also where htmx has changed the page since.
// Below a secret address the paper has the link to send, or none.
window.addEventListener("beforeprint", () => {
  const printed = document.getElementById("printed-address");
  if (!printed || location.pathname.startsWith("/campaigns/")) return;
  if (new URLSearchParams(location.search).has("price_book")) printed.textContent = location.href;
});

for (const moment of ["DOMContentLoaded", "htmx:historyRestore", "htmx:afterSettle", "page:replaced"]) {
  document.addEventListener(moment, offerSharing);
}
