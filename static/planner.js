// What HTML and htmx cannot say by themselves.
"use strict";

// A field with a message beneath it is an invalid field.
function markInvalidFields() {
  for (const message of document.querySelectorAll(".form .error")) {
    const invalid = message.textContent.trim() !== "";
    for (const input of document.getElementsByName(message.id.slice("error-".length))) {
      input.setAttribute("aria-invalid", String(invalid));
      if (invalid) input.setAttribute("aria-describedby", message.id);
    }
  }
}

// The address says everything, so copying it is sharing.
function offerCopying() {
  const button = document.getElementById("copy-address");
  if (!button || !navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const name = button.textContent;
    await navigator.clipboard.writeText(location.href);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = name; }, 2000);
  });
}

function showTrouble(shown) {
  const trouble = document.getElementById("trouble");
  if (trouble) trouble.hidden = !shown;
}

function prepare() {
  markInvalidFields();
  offerCopying();
}

document.addEventListener("DOMContentLoaded", prepare);
document.addEventListener("htmx:historyRestore", prepare);
document.addEventListener("htmx:afterSettle", markInvalidFields);
document.addEventListener("htmx:afterOnLoad", () => showTrouble(false));
for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failure, () => showTrouble(true));
}
