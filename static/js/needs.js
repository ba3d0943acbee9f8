// The need self-check: one more row for a channel or a conversation. The server computes every answer.

const REFERENCES = ["id", "name", "for", "aria-describedby"];

function emptyRow(rows, place) {
  const row = rows.querySelector("[data-empty-row]").content.cloneNode(true).querySelector("tr");
  for (const element of row.querySelectorAll("*")) {
    for (const name of REFERENCES) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replaceAll("__prefix__", String(place)));
    }
    if (element.matches("label")) element.textContent = element.textContent.replace("__number__", String(place + 1));
  }
  return row;
}

function limit(rows) {
  const total = Number(rows.querySelector("[name$='-TOTAL_FORMS']").value);
  rows.querySelector("[data-add-row]").disabled = total >= Number(rows.dataset.most);
}

function addRow(rows) {
  const total = rows.querySelector("[name$='-TOTAL_FORMS']");
  const row = emptyRow(rows, Number(total.value));
  rows.querySelector("[data-body]").append(row);
  total.value = String(Number(total.value) + 1);
  row.querySelector("input").focus();
  limit(rows);
}

for (const rows of document.querySelectorAll("[data-rows]")) {
  rows.querySelector("[data-add-row]").addEventListener("click", () => addRow(rows));
  limit(rows);
}

// A session that ran out leads to the sign-in page, which is no answer: what is there stays until something is sent.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (new URL(event.detail.xhr.responseURL).pathname !== location.pathname) event.detail.shouldSwap = false;
});
