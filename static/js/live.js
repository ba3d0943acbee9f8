// Answers that arrive while one types: only the part that was asked for is taken. If the session has ended, the answer
// is a sign-in page: then the old figures stay, marked as such, and saving leads to the door.

document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, xhr } = event.detail;
  const isFragment = xhr.status === 200 && new DOMParser().parseFromString(xhr.responseText, "text/html").getElementById(target.id);
  if (isFragment) return;
  event.detail.shouldSwap = false;
  event.detail.isError = false;
  target.setAttribute("data-stale", "");
});

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => event.detail.target.setAttribute("data-stale", ""));
}
