// The look, set before the first paint: a classic script in the head, since a module would come too late.
(function () {
  const root = document.documentElement;
  const device = window.matchMedia("(prefers-color-scheme: dark)");

  function apply() {
    const chosen = root.dataset.theme;
    root.dataset.bsTheme = chosen === "auto" ? (device.matches ? "dark" : "light") : chosen;
  }

  root.classList.add("scripted");
  apply();
  device.addEventListener("change", apply);
  document.addEventListener("theme-chosen", apply);
})();
