// What HTML and htmx cannot express.
"use strict";

// The server takes today from the reader's clock. A new reader's first page has it in UTC.
function remember(name, value) {
  if (!value) return;
  const secure = location.protocol === "https:" ? "; secure" : "";
  // Not every browser has the Cookie Store API.
  // oxlint-disable-next-line unicorn/no-document-cookie
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax${secure}`;
}
// To find it takes longer than all else that a page does at its start. Before one of these events
// nothing more is asked for.
const SIGNS = ["pointerdown", "keydown", "input", "click", "pagehide"];
function rememberTimeZone() {
  for (const sign of SIGNS) removeEventListener(sign, rememberTimeZone, true);
  remember("timezone", Intl.DateTimeFormat().resolvedOptions().timeZone);
}
for (const sign of SIGNS) addEventListener(sign, rememberTimeZone, { capture: true, passive: true });

// A new question is asked by the price book that was chosen last.
document.addEventListener("change", (event) => {
  if (event.target.matches("select[name=price_book]")) remember("price_book", event.target.value);
});
document.addEventListener("click", (event) => {
  remember("price_book", event.target.closest("a[data-book]")?.dataset.book);
});

// A field with an error below it is invalid; its reading describes it, too. The others are not
// touched: to write an attribute into each takes longer than to draw them.
function markInvalidFields() {
  const valid = new Set(document.querySelectorAll(".form [aria-invalid=true]"));
  for (const message of document.querySelectorAll(".form :is(.error, .understood)")) {
    if (message.textContent.trim() === "") continue;
    for (const input of document.getElementsByName(message.id.slice("error-".length))) {
      if (input.matches("button")) continue;
      valid.delete(input);
      input.setAttribute("aria-invalid", message.matches(".error"));
      input.setAttribute("aria-describedby", message.id);
    }
  }
  for (const input of valid) input.setAttribute("aria-invalid", "false");
}

// A rate of 0 in whose place another one is taken is not shown, and is again where people are the goal.
// What is typed stays until the field is left.
function showRate() {
  const field = document.getElementById("id_reply_rate");
  if (!field || field === document.activeElement) return;
  const { assumed } = document.getElementById("error-reply_rate").dataset;
  const goal = field.form.elements.goal.value;
  if (assumed && (isEmpty(field) || Number.parseFloat(field.value.replace(",", ".")) === 0)) {
    field.value = "";
    field.placeholder = assumed;
  } else if (!assumed && goal === "contacted") {
    field.placeholder = "";
    if (isEmpty(field)) field.value = "0";
  }
}
document.addEventListener("focusout", showRate);

// An answer brings the messages that there are: those of before have had their time.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "answer" || !event.detail.shouldSwap) return;
  for (const message of document.querySelectorAll(".form :is(.error, .understood):not([hidden])")) {
    message.replaceChildren();
    message.className = "error";
    message.hidden = true;
    delete message.dataset.assumed;
  }
});

// An entry that lacks what it needs is no mistake while it is filled in: it is sent when it is left.
let unfinished = null;
function isEmpty(field) {
  return field.value.trim() === "";
}
function lacksSomething(entry) {
  const needed = [...entry.querySelectorAll("[aria-required=true]")];
  const typed = [...entry.querySelectorAll("input:not([type=hidden])")];
  return needed.some(isEmpty) && ![...needed, ...typed].every(isEmpty);
}
document.addEventListener("focusout", (event) => {
  const isLeft = document.hasFocus() && !unfinished?.contains(event.relatedTarget);
  if (!unfinished || !isLeft) return;
  unfinished = null;
  htmx.trigger("#scenario", "chosen");
});

// A choice is answered at once; what is typed waits until the keys rest.
document.addEventListener(
  "input",
  (event) => {
    const form = event.target.closest("#scenario");
    if (!form) return;
    const entry = event.target.closest(".entries > fieldset, .custom-plan");
    unfinished = entry && lacksSomething(entry) ? entry : null;
    if (unfinished) {
      event.stopPropagation();
      return;
    }
    if (!event.target.matches("select, [type=radio], [type=checkbox]")) return;
    event.stopPropagation();
    htmx.trigger(form, "chosen");
  },
  true,
);

// htmx sends the button that has the focus along with what is typed: only a pressed one is meant.
document.addEventListener(
  "focusin",
  (event) => {
    if (event.target.matches("#scenario button[name]")) event.stopPropagation();
  },
  true,
);

// A button with a reading of a field writes it into the field and moves the focus there.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-fills]");
  if (!button) return;
  const field = document.getElementById(button.dataset.fills);
  field.value = button.value;
  field.focus();
});

// The name of a field with a mistake leads into the field, out of a closed panel, too; from another
// page as well.
function enterField(hash) {
  const name = hash.slice("#error-".length);
  const field = [...document.getElementsByName(name)].find((one) => one.type !== "hidden");
  if (!field) return false;
  for (let panel = field.closest("details"); panel; panel = panel.parentElement.closest("details")) {
    panel.open = true;
  }
  field.focus();
  return true;
}
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#error-"]');
  if (link && enterField(link.hash)) event.preventDefault();
});
// Another page's link leads into a field, and a form that was refused to its first mistake.
function enterFirst() {
  if (location.hash.startsWith("#error-")) enterField(location.hash);
  else document.querySelector('main form:not(#scenario) [aria-invalid="true"]')?.focus();
}
// Until the page is drawn, the browser moves the focus to the address's part itself: the second frame
// comes after that, also where the page is slow.
addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(enterFirst)));

// Links are there to be copied.
function offerCopying() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copies]")) {
    const name = button.textContent;
    const field = document.getElementById(button.dataset.copies);
    button.hidden = false;
    button.onclick = async () => {
      await navigator.clipboard.writeText(field.value);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = name; }, 2000);
    };
  }
}

// Saving sends the forms' current values, also while an answer is loading.
document.addEventListener("submit", (event) => {
  const scenario = document.getElementById("scenario");
  const form = event.target;
  if (!scenario || !form.matches(".asks")) return;
  form.elements.asked.value = new URLSearchParams(new FormData(scenario)).toString();
  if (form.id === "campaign") return;
  for (const words of document.querySelectorAll("#campaign :is([name=name], [name=note])")) {
    const carried = document.createElement("input");
    Object.assign(carried, { type: "hidden", name: words.name, value: words.value });
    form.append(carried);
  }
});

// The last answer stays beside a mistake, also where the page is loaded again.
function rememberAnswer() {
  const isAnswered = document.getElementById("answer") && !document.querySelector("#faults > *");
  try {
    if (isAnswered) sessionStorage.setItem(location.pathname, location.search);
  } catch {
    // A browser may forbid to store anything.
  }
}

async function restoreAnswer() {
  const answer = document.getElementById("answer");
  if (!answer || !document.querySelector("#faults > *")) return;
  try {
    const search = sessionStorage.getItem(location.pathname);
    if (search === null) return;
    const response = await fetch(location.pathname + search);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const last = page.getElementById("answer");
    if (!response.ok || !last || !document.querySelector("#faults > *")) return;
    const sharing = answer.querySelector("#sharing");
    if (sharing) last.querySelector("#sharing")?.replaceWith(sharing);
    answer.replaceChildren(...last.childNodes);
    htmx.process(answer);
  } catch {
    // Without it, the page still shows the error.
  }
}

function prepare() {
  markInvalidFields();
  offerCopying();
}

// Back pressed twice asks for two pages: the first to be asked for may be the last to come.
let restoring = null;
document.addEventListener("htmx:historyCacheMiss", (event) => {
  restoring?.abort();
  restoring = event.detail.xhr;
});

document.addEventListener("DOMContentLoaded", prepare);
document.addEventListener("DOMContentLoaded", restoreAnswer);
for (const moment of ["DOMContentLoaded", "htmx:afterSettle"]) {
  document.addEventListener(moment, rememberAnswer);
}
document.addEventListener("htmx:historyRestore", prepare);
document.addEventListener("htmx:afterSettle", markInvalidFields);
document.addEventListener("htmx:afterSettle", showRate);

// What the page asks for by itself is no trouble where it does not come, and moves no focus.
const UNASKED = "#mix-way, #sure-budget";

// A question without an answer is asked again: once the browser is online, else after longer and longer pauses.
// What is refused stays refused, but for "too many at once"; no other request is repeated.
const FIRST_PAUSE = 5000;
const LONGEST_PAUSE = 60000;
let pause = FIRST_PAUSE;
let askingAgain = 0;
let isLost = false;
function showTrouble(shown) {
  const trouble = document.getElementById("trouble");
  if (!trouble) return;
  trouble.querySelector(".asks-again").hidden = !isLost;
  trouble.querySelector(".tries-again").hidden = isLost;
  trouble.hidden = !shown;
}
function askAgain() {
  if (isLost) htmx.trigger("#scenario", "chosen");
}
addEventListener("online", askAgain);
// htmx announces a load of errors, too. Only an answer takes the place of one that is missing.
document.addEventListener("htmx:afterOnLoad", (event) => {
  if (!event.detail.successful || event.detail.target.id !== "answer") return;
  clearTimeout(askingAgain);
  pause = FIRST_PAUSE;
  isLost = false;
  showTrouble(false);
});
for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    if (event.target.matches(UNASKED)) return;
    if (event.target.id === "scenario") {
      const { status } = event.detail.xhr;
      isLost = status < 400 || status >= 500 || status === 429;
      clearTimeout(askingAgain);
    }
    showTrouble(true);
    if (event.target.id !== "scenario" || !isLost) return;
    askingAgain = setTimeout(askAgain, pause);
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  });
}

// A requested study replaces its link, then its busy indicator: the focus moves to it, unless the
// reader has moved it elsewhere.
const linked = document.getElementById(location.hash.slice(1));
let goesOnAt = linked?.matches(".study") ? linked.id : "";
let pressed = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  const { elt, triggeringEvent } = event.detail.requestConfig ?? {};
  pressed = elt?.matches(UNASKED) ? null : triggeringEvent?.submitter ?? elt ?? null;
  goesOnAt = pressed?.dataset.offers ?? goesOnAt;
});
document.addEventListener("focusin", (event) => {
  if (event.target.id !== goesOnAt) goesOnAt = "";
});
document.addEventListener("htmx:afterSettle", () => {
  const part = document.getElementById(goesOnAt) ?? standInFor(pressed);
  pressed = null;
  if (!part) return;
  if (!part.matches("a, button")) part.tabIndex = -1;
  part.focus();
  if (!part.matches(".waiting")) goesOnAt = "";
});

// What its own press has replaced leaves the reader at what stands in its place: the same button,
// the cell that is now shown, or the comparison.
function standInFor(element) {
  if (!element || document.activeElement !== document.body) return null;
  const same = element.id && document.getElementById(element.id);
  if (element.matches("[data-book]")) return document.querySelector("#other-books a");
  if (same || !element.closest(".matrix, .ways, .switch")) return same || null;
  return document.querySelector(".matrix .here button") ?? document.getElementById("compare-title");
}

// In the comparison the arrow keys go from cell to cell.
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
document.addEventListener("keydown", (event) => {
  const cell = event.target.closest(".matrix button")?.closest("td, th");
  const step = STEPS[event.key];
  if (!cell || !step) return;
  const rows = [...cell.closest("table").rows];
  let row = rows.indexOf(cell.parentElement) + step[0];
  let column = cell.cellIndex + step[1];
  while (rows[row]?.cells[column] || rows[row]?.matches(".inside")) {
    const next = rows[row].cells[column]?.querySelector("button");
    if (next && next.checkVisibility()) {
      event.preventDefault();
      next.focus();
      return;
    }
    row += step[0];
    column += step[1];
    if (!step[0] && !step[1]) return;
  }
});

// All cells are one stop of the Tab key, at the head of the column that is shown: from the name of a
// plan Tab leads into what its row has opened.
function gatherCells() {
  for (const cell of document.querySelectorAll(".matrix [name=choose]")) {
    cell.tabIndex = cell.matches("thead .current > button") ? 0 : -1;
  }
}
for (const moment of ["DOMContentLoaded", "htmx:historyRestore", "htmx:afterSettle"]) {
  document.addEventListener(moment, gatherCells);
}

// Escape closes what is open around the focus, and moves the focus to what opened it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  const inside = event.target.closest(".inside");
  const row = inside ? inside.previousElementSibling : event.target.closest(".matrix > tbody > tr");
  const plan = row?.querySelector(".plan[aria-expanded=true]");
  const panel = event.target.closest("details[open]");
  if (plan) {
    plan.focus();
    plan.click();
  } else if (panel) {
    panel.open = false;
    panel.querySelector("summary").focus();
  }
});

// A printed page is passed on, so the links of a campaign's own page stay off the paper.
const secret = /^\/campaigns\/[\w-]{16,}\//;
window.addEventListener("beforeprint", () => {
  for (const link of document.querySelectorAll("a[href]")) {
    if (!secret.test(new URL(link.href, location.href).pathname)) continue;
    link.dataset.href = link.getAttribute("href");
    link.removeAttribute("href");
  }
});
window.addEventListener("afterprint", () => {
  for (const link of document.querySelectorAll("a[data-href]")) {
    link.setAttribute("href", link.dataset.href);
    delete link.dataset.href;
  }
});

// Sharing. One press copies the link to send; without this script the link stands there as a text.
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

// An answer is painted before it is settled: its buttons are there from the first.
for (const moment of ["DOMContentLoaded", "htmx:historyRestore", "htmx:afterSwap"]) {
  document.addEventListener(moment, offerSharing);
}
