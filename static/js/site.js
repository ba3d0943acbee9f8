// What every page does with script: the phone menu, menus that close, messages that go, a look without a reload.

const menuButton = document.querySelector("[data-menu-button]");
if (menuButton) {
  const menu = document.getElementById(menuButton.getAttribute("aria-controls"));
  menuButton.addEventListener("click", () => {
    menuButton.setAttribute("aria-expanded", String(menu.classList.toggle("is-open")));
  });
}

document.addEventListener("click", (event) => {
  for (const drop of document.querySelectorAll("details.drop[open]")) {
    if (!drop.contains(event.target)) drop.open = false;
  }
  const close = event.target.closest("[data-close]");
  if (close) close.closest(".message").remove();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const drop of document.querySelectorAll("details.drop[open]")) {
    drop.open = false;
    drop.querySelector("summary").focus();
  }
});

// Without a reload, so that nothing typed into a form is lost. If the request fails the form is sent as usual.
const lookForm = document.querySelector("[data-look]");
if (lookForm) {
  lookForm.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button) return;
    event.preventDefault();
    const body = new FormData(lookForm, button);
    try {
      const answer = await fetch(lookForm.action, { method: "POST", body, redirect: "manual" });
      if (answer.type !== "opaqueredirect") throw new Error(String(answer.status));
    } catch {
      lookForm.append(Object.assign(document.createElement("input"), { type: "hidden", name: "theme", value: button.value }));
      lookForm.submit();
      return;
    }
    document.documentElement.dataset.theme = button.value;
    document.dispatchEvent(new Event("theme-chosen"));
    for (const other of lookForm.querySelectorAll("[aria-pressed]")) {
      other.setAttribute("aria-pressed", String(other === button));
    }
  });
}

const problem = document.querySelector("[data-error-summary]");
if (problem) problem.focus();

// A second click while a form is on its way does nothing; a page that comes back from history starts afresh.
const sent = new WeakSet();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  setTimeout(() => sent.delete(form), 3000);
});
