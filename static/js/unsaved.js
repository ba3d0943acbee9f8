// A form with answers that nobody has sent yet: leaving the page asks first.

const form = document.querySelector("[data-unsaved-form]");
let isChanged = false;

form.addEventListener("input", () => {
  isChanged = true;
});
form.addEventListener("submit", () => {
  isChanged = false;
});
window.addEventListener("beforeunload", (event) => {
  if (isChanged) event.preventDefault();
});
