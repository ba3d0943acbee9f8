// Tables of rows: as many new rows as needed, cloned from the template of an empty one; and in a grid of amounts Enter
// and the arrow keys lead up and down the column.

function number(element, index) {
  for (const name of ["id", "name", "for", "aria-describedby"]) {
    const value = element.getAttribute(name);
    if (value) element.setAttribute(name, value.replaceAll("__prefix__", index));
  }
}

for (const table of document.querySelectorAll("[data-rows]")) {
  const list = table.querySelector("[data-row-list]");
  const template = table.querySelector("[data-new-row]");
  const total = table.querySelector(`[name=${table.dataset.rows}-TOTAL_FORMS]`);
  const most = Number(table.querySelector(`[name=${table.dataset.rows}-MAX_NUM_FORMS]`).value);
  const add = table.querySelector("[data-add-row]");

  add.addEventListener("click", () => {
    const index = Number(total.value);
    const row = template.content.cloneNode(true);
    for (const element of row.querySelectorAll("*")) number(element, index);
    list.append(row);
    total.value = String(index + 1);
    add.disabled = index + 1 >= most;
    list.lastElementChild.querySelector("input:not([type=hidden]), select, textarea").focus();
  });
}

// Amounts carry data-column: the year and whether expected, low or high.
document.addEventListener("keydown", (event) => {
  const field = event.target;
  const column = field.dataset?.column;
  if (!column || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  const step = { ArrowDown: 1, ArrowUp: -1, Enter: event.shiftKey ? -1 : 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const inColumn = [...field.form.querySelectorAll(`[data-column="${column}"]`)];
  const next = inColumn[inColumn.indexOf(field) + step];
  next?.focus();
  next?.select();
});
