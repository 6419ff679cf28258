// What HTML and htmx cannot say: a field with a message beneath it is an invalid field.
"use strict";

function markInvalidFields() {
  for (const message of document.querySelectorAll(".form .error")) {
    const invalid = message.textContent.trim() !== "";
    for (const input of document.getElementsByName(message.id.slice("error-".length))) {
      input.setAttribute("aria-invalid", String(invalid));
      if (invalid) input.setAttribute("aria-describedby", message.id);
    }
  }
}

document.addEventListener("DOMContentLoaded", markInvalidFields);
document.addEventListener("htmx:afterSettle", markInvalidFields);
