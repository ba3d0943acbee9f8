// The score sheet with script: every change is saved on its own, the keyboard goes around the grid, nothing typed is lost.
// Nothing is kept in the browser's storage: what is not saved yet lives in this page, and leaving it warns.

import { Cell } from "./sheet-cell.js";
import { helpDialog, offerPanel, signedOutDialog } from "./sheet-dialogs.js";
import { keyboard } from "./sheet-keys.js";
import { stateLine } from "./sheet-line.js";
import { Queue } from "./sheet-queue.js";
import { rubricStrip } from "./sheet-rubric.js";
import { Server } from "./sheet-server.js";

const form = document.querySelector("[data-sheet]");
const texts = document.querySelector("[data-texts]").dataset;
const offers = [...form.querySelectorAll("[data-offer]")].map((head) => head.dataset.offer);
const cells = [...form.querySelectorAll("[data-cell]")].map((place) => new Cell(place, offers, texts));
const cellAt = new Map(cells.map((cell) => [cell.place, cell]));
const strip = rubricStrip(form);
const panel = offerPanel(form);

// In reading order: after the one we stand on, then from the top.
function nextUnscored(from) {
  const start = cells.indexOf(from) + 1;
  return [...cells.slice(start), ...cells.slice(0, start)].find((cell) => !cell.isAnswered && !cell.typed.mark);
}

function goToNext(from = null) {
  const next = nextUnscored(from);
  if (next) next.focus();
}

const keys = keyboard(form, cellAt, {
  help: helpDialog(),
  strip,
  panel,
  next: goToNext,
  save: () => queue?.flush(),
});

let queue = null;
if (form.hasAttribute("data-open")) {
  const server = new Server(form);
  const line = stateLine(form, cells, texts);
  const signedOut = signedOutDialog(server, texts, () => queue.resume());
  queue = new Queue(cells, server, { changed: line.show, signedOut: signedOut.open, waiting: line.countDown });
  line.onRetry(() => queue.retryNow());
  watch(queue);
}

let current = null;
form.addEventListener("focusin", (event) => {
  const cell = cellAt.get(event.target.closest("[data-cell]"));
  if (!cell) return;
  current = cell;
  strip.show(cell.row);
  panel.follow(cell.offerKey);
  if (event.target === cell.input) cell.input.select();
  // Where the grid scrolls in itself it fills the window, so that bar and strip are in view with the cell.
  if (form.offsetHeight <= window.innerHeight) form.scrollIntoView({ block: "nearest" });
});

form.querySelector("[data-next]")?.addEventListener("click", (event) => {
  event.preventDefault();
  goToNext(current);
});

for (const link of document.querySelectorAll("[data-show-offer]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    panel.open(link.dataset.showOffer, link);
  });
}

// After the browser's own jump to the cell of that name, which would take the focus away again.
if (location.hash === "#next") window.addEventListener("load", () => setTimeout(goToNext));

function watch(queue) {
  form.addEventListener("input", (event) => {
    const cell = cellAt.get(event.target.closest("[data-cell]"));
    if (cell) queue.edited(cell, { isText: event.target === cell.comment });
  });
  form.addEventListener("change", (event) => {
    const cell = cellAt.get(event.target.closest("[data-cell]"));
    if (cell) queue.save(cell);
  });
  form.addEventListener("click", (event) => {
    const cell = cellAt.get(event.target.closest("[data-cell]"));
    const kept = event.target.closest("[data-keep]");
    if (cell && kept) queue.choose(cell, kept.dataset.keep);
    const letter = event.target.closest("[data-letter]");
    if (cell && letter) {
      cell.write({ mark: letter.dataset.letter });
      if (cell.owesReason) cell.comment.focus();
      else queue.save(cell);
    }
    if (cell && event.target.closest("[data-finish]")) keys.closePanel(cell);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    queue.flush();
  });
  for (const link of document.querySelectorAll("[data-after-saving]")) {
    link.addEventListener("click", async (event) => {
      if (queue.isSettled) return;
      event.preventDefault();
      if (await queue.flush()) location.assign(link.href);
    });
  }
  window.addEventListener("beforeunload", (event) => {
    if (!queue.isSettled) event.preventDefault();
  });
  window.addEventListener("online", () => queue.retryNow());
}
