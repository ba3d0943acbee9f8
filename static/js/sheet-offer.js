// One offer at a time with script: Ctrl+Enter saves and goes on, and leaving with something unsaved warns.

const form = document.querySelector("[data-offer-form]");
// Beside the cards where there is room; on a phone it would stand in their way.
document.querySelector("[data-offer-facts]").open = window.matchMedia("(min-width: 62rem)").matches;

const start = typed();
let isSending = false;

function typed() {
  return new URLSearchParams(new FormData(form)).toString();
}

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

form.addEventListener("submit", () => {
  isSending = true;
});

window.addEventListener("beforeunload", (event) => {
  if (!isSending && typed() !== start) event.preventDefault();
});

// A page taken out of the browser's memory has not sent anything yet.
window.addEventListener("pageshow", () => {
  isSending = false;
});
