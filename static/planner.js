// What HTML and htmx cannot say by themselves.
"use strict";

// The server takes today from the reader's clock. A new reader's first page has it in UTC.
function rememberTimeZone() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone) return;
  const secure = location.protocol === "https:" ? "; secure" : "";
  // Not every browser has the Cookie Store API.
  // oxlint-disable-next-line unicorn/no-document-cookie
  document.cookie = `timezone=${zone}; path=/; max-age=31536000; samesite=lax${secure}`;
}
rememberTimeZone();

// A field with a mistake beneath it is an invalid field; what it was read as belongs to it, too.
function markInvalidFields() {
  for (const message of document.querySelectorAll(".form :is(.error, .understood)")) {
    const speaks = message.textContent.trim() !== "";
    const invalid = speaks && message.matches(".error");
    for (const input of document.getElementsByName(message.id.slice("error-".length))) {
      if (input.matches("button")) continue;
      input.setAttribute("aria-invalid", String(invalid));
      if (speaks) input.setAttribute("aria-describedby", message.id);
    }
  }
}

// A button that says how a field is meant writes it into the field, where the reader goes on.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-fills]");
  if (!button) return;
  const field = document.getElementById(button.dataset.fills);
  field.value = button.value;
  field.focus();
});

// The name of a field with a mistake leads into the field, out of a closed panel, too.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#error-"]');
  if (!link) return;
  const name = link.hash.slice("#error-".length);
  const field = [...document.getElementsByName(name)].find((one) => one.type !== "hidden");
  if (!field) return;
  event.preventDefault();
  for (let panel = field.closest("details"); panel; panel = panel.parentElement.closest("details")) {
    panel.open = true;
  }
  field.focus();
});

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

// What is saved is what the forms say now, also while an answer is still on the way.
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

function showTrouble(shown) {
  const trouble = document.getElementById("trouble");
  if (trouble) trouble.hidden = !shown;
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
document.addEventListener("htmx:historyRestore", prepare);
document.addEventListener("page:replaced", prepare);
document.addEventListener("htmx:afterSettle", markInvalidFields);
document.addEventListener("htmx:afterOnLoad", () => showTrouble(false));
for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failure, () => showTrouble(true));
}

// What was asked for takes the place of its link, and then of the wait for it: the reader goes on
// where it stands, unless they have gone elsewhere.
const linked = document.getElementById(location.hash.slice(1));
let goesOnAt = linked?.matches(".study") ? linked.id : "";
let pressed = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  const { elt, triggeringEvent } = event.detail.requestConfig ?? {};
  pressed = triggeringEvent?.submitter ?? elt ?? null;
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
