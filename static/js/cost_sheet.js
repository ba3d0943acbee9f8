// The cost sheet: as many new lines as needed, cloned from the template of an empty one.

const sheet = document.querySelector("[data-cost-sheet]");
const lines = sheet.querySelector("[data-lines]");
const template = sheet.querySelector("[data-new-line]");
const total = sheet.querySelector("[name=lines-TOTAL_FORMS]");
const most = Number(sheet.querySelector("[name=lines-MAX_NUM_FORMS]").value);
const add = sheet.querySelector("[data-add-line]");

function number(element, index) {
  for (const name of ["id", "name", "for", "aria-describedby"]) {
    const value = element.getAttribute(name);
    if (value) element.setAttribute(name, value.replaceAll("__prefix__", index));
  }
}

add.addEventListener("click", () => {
  const index = Number(total.value);
  const line = template.content.cloneNode(true);
  for (const element of line.querySelectorAll("*")) number(element, index);
  lines.append(line);
  total.value = String(index + 1);
  add.disabled = index + 1 >= most;
  lines.lastElementChild.querySelector("select").focus();
});
