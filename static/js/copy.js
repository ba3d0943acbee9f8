// Copies a field's text to the clipboard, and says whether that worked.

for (const box of document.querySelectorAll("[data-copy]")) {
  const field = box.querySelector("input, textarea");
  const state = box.parentElement.querySelector("[data-copy-state]");
  field.addEventListener("focus", () => field.select());
  box.querySelector("[data-copy-button]").addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      state.textContent = state.dataset.copied;
    } catch {
      state.textContent = state.dataset.failed;
    }
  });
}
