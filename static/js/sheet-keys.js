// The keyboard in a cell: moving, marking, and the single keys of the help. Outside a cell no key is taken.

const LETTERS = ["n", "a", "o"];

export function keyboard(form, cellAt, { help, strip, panel, next, save }) {
  const states = document.querySelector("[data-states]").content;

  form.addEventListener("keydown", (event) => {
    const cell = cellAt.get(event.target.closest("[data-cell]"));
    if (!cell || event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") take(event, save);
    else if (event.target === cell.input) inMark(event, cell);
    else if (cell.more.contains(event.target)) inPanel(event, cell);
  });

  // One open panel at a time; touch screens get buttons for what the letters do.
  form.addEventListener("toggle", (event) => {
    const opened = event.target;
    if (!opened.matches?.("[data-more]") || !opened.open) return;
    for (const other of form.querySelectorAll("[data-more][open]")) if (other !== opened) other.open = false;
    const body = opened.querySelector(".cell-panel");
    if (form.hasAttribute("data-open") && !body.querySelector(".cell-states")) body.append(states.cloneNode(true));
    body.scrollIntoView({ block: "nearest" });
  }, true);

  document.querySelector("[data-help]").addEventListener("click", help.toggle);

  function inMark(event, cell) {
    if (event.ctrlKey || event.metaKey) return withControl(event, cell);
    if (event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "arrowdown" || (key === "enter" && !event.shiftKey)) take(event, () => moveTo(below(cell, 1)));
    else if (key === "arrowup" || key === "enter") take(event, () => moveTo(below(cell, -1)));
    else if (key === "?") take(event, help.toggle);
    else if (key === "c") take(event, () => openPanel(cell));
    else if (key === "r") take(event, strip.toggle);
    else if (key === "f") take(event, () => panel.toggle(cell.offerKey, cell.input));
    else if (key === "u") take(event, () => next(cell));
    else if (!form.hasAttribute("data-open") || cell.input.readOnly) return;
    else if (LETTERS.includes(key)) take(event, () => write(cell, key));
    else if (key === "delete") take(event, () => write(cell, ""));
    else if (key === "escape") take(event, () => restore(cell));
  }

  function withControl(event, cell) {
    const inRow = cellsOf(cell.row);
    if (event.key === "ArrowLeft") take(event, () => moveTo(inRow[cell.column - 1]));
    else if (event.key === "ArrowRight") take(event, () => moveTo(inRow[cell.column + 1]));
    else if (event.key === "Home") take(event, () => moveTo(inRow[0]));
    else if (event.key === "End") take(event, () => moveTo(inRow.at(-1)));
  }

  function inPanel(event, cell) {
    const isDone = event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey));
    if (isDone) take(event, () => closePanel(cell));
  }

  function write(cell, mark) {
    cell.write({ mark });
    cell.input.select();
    cell.input.dispatchEvent(new Event("input", { bubbles: true }));
    if (cell.owesReason) openPanel(cell);
  }

  function restore(cell) {
    cell.write(cell.saved);
    cell.input.select();
    cell.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function openPanel(cell) {
    cell.more.open = true;
    cell.comment.focus();
  }

  function closePanel(cell) {
    cell.more.open = false;
    cell.focus();
  }

  function moveTo(cell) {
    if (cell) cell.focus();
  }

  function below(cell, step) {
    const rows = [...form.querySelectorAll("[data-row]")];
    const row = rows[rows.indexOf(cell.row) + step];
    return row && cellsOf(row)[cell.column];
  }

  function cellsOf(row) {
    return [...row.querySelectorAll("[data-cell]")].map((place) => cellAt.get(place));
  }

  return { closePanel };
}

function take(event, act) {
  event.preventDefault();
  act();
}
