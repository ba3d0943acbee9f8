// The sheet's dialogs: the list of keys, "you are signed out", and the panel with an offer's promises and costs.

export function helpDialog() {
  const dialog = document.querySelector("[data-help-dialog]");
  return { toggle: () => (dialog.open ? dialog.close() : dialog.showModal()) };
}

export function signedOutDialog(server, texts, resume) {
  const dialog = document.querySelector("[data-signed-out-dialog]");
  const trouble = dialog.querySelector("[data-trouble]");
  const said = {
    "signed-out": texts.stillOut,
    "other-person": texts.otherPerson,
    unreachable: texts.unreachable,
  };
  dialog.querySelector("[data-resend]").addEventListener("click", async () => {
    trouble.textContent = "";
    const found = await server.renew();
    if (found === "fresh") {
      dialog.close();
      resume();
    } else {
      trouble.textContent = said[found];
    }
  });
  return {
    open() {
      if (!dialog.open) dialog.showModal();
    },
  };
}

// Beside the grid and not over it: marking goes on while it is open, and it follows the cell to the next offer.
export function offerPanel(form) {
  const dialog = document.querySelector("[data-offer-panel]");
  const body = dialog.querySelector("[data-offer-body]");
  let opener = null;

  function fill(key) {
    const dossier = document.querySelector(`[data-dossier="${CSS.escape(key)}"]`);
    if (!dossier || body.dataset.offer === key) return;
    const copy = dossier.cloneNode(true);
    copy.removeAttribute("aria-labelledby");
    for (const element of [copy, ...copy.querySelectorAll("[id]")]) element.removeAttribute("id");
    for (const element of copy.querySelectorAll("[aria-labelledby]")) {
      element.removeAttribute("aria-labelledby");
      element.setAttribute("aria-label", copy.querySelector("h2").textContent);
    }
    body.dataset.offer = key;
    body.replaceChildren(...copy.childNodes);
    dialog.scrollTop = 0;
  }

  function open(key, from) {
    fill(key);
    opener = from;
    if (!dialog.open) dialog.show();
    dialog.querySelector("[data-close-panel]").focus();
  }

  function close() {
    dialog.close();
    opener?.focus();
  }

  dialog.querySelector("[data-close-panel]").addEventListener("click", close);
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });

  return {
    open,
    // From a cell the focus stays in it, so that the next mark can be typed at once; a phone has no room for both.
    toggle(key, from) {
      if (dialog.open) {
        close();
        return;
      }
      open(key, from);
      if (window.matchMedia("(min-width: 62rem)").matches) from.focus();
    },
    follow(key) {
      if (dialog.open && form.contains(document.activeElement)) fill(key);
    },
  };
}
