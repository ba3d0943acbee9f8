// Criteria and weights: shows at once what each weight comes to. The server computes what counts; this only previews it.

const CLASS_WEIGHTS = { must: 3, bonus: 1, redundant: 0 };
const form = document.querySelector("[data-weights]");
const dimensions = [...form.querySelectorAll("[data-dimension-weight]")];
const unsaved = form.querySelector("[data-unsaved]");
let isChanged = false;

// A field that is empty or not a number yet says nothing.
const figure = (field) => (field.value.trim() === "" || !Number.isFinite(Number(field.value)) ? null : Number(field.value));
const sum = (figures) => figures.reduce((total, each) => total + each, 0);
const round = (value, digits) => String(Number(value.toFixed(digits)));
const percent = (share) => `${(share * 100).toFixed(1)}${document.documentElement.lang.startsWith("zh") ? "%" : " %"}`;

function rowsOf(card) {
  return [...card.querySelectorAll("[data-row]")].map((row) => {
    const grade = row.querySelector("[data-part=grade]").value;
    const weight = row.querySelector("[data-part=weight]");
    return {
      weight,
      share: row.querySelector("[data-share]"),
      isPrice: "price" in row.dataset,
      counts: grade !== "redundant" && row.dataset.applies === "yes",
      byDefault: CLASS_WEIGHTS[grade],
    };
  });
}

function showCard(card, dimensionShare) {
  const rows = rowsOf(card);
  const others = sum(rows.filter((row) => row.counts && !row.isPrice).map((row) => figure(row.weight) ?? row.byDefault));
  for (const row of rows) {
    if (row.isPrice) row.byDefault = row.counts ? others || 1 : 0;
    row.comes = row.counts ? (figure(row.weight) ?? row.byDefault) : null;
    row.weight.placeholder = round(row.byDefault, 2);
  }
  const total = sum(rows.map((row) => row.comes ?? 0));
  for (const row of rows) {
    row.share.textContent = row.comes === null || total === 0 ? "–" : percent((dimensionShare * row.comes) / total);
  }
}

function show() {
  const weights = dimensions.map((field) => figure(field) ?? 0);
  const total = sum(weights);
  dimensions.forEach((field, number) => {
    const share = total > 0 ? weights[number] / total : 0;
    field.parentElement.querySelector("[data-dimension-share]").textContent = total > 0 ? percent(share) : "–";
    const card = form.querySelector(`[data-card=${field.dataset.dimensionWeight}]`);
    if (card) showCard(card, share);
  });
  form.querySelector("[data-dimension-total]").textContent = round(total, 2);
  form.querySelector("[data-spread]").disabled = Math.abs(total - 100) < 0.005;
}

function change() {
  isChanged = true;
  unsaved.textContent = unsaved.dataset.text;
  show();
}

form.querySelector("[data-spread]").addEventListener("click", () => {
  const weights = dimensions.map((field) => Math.max(0, figure(field) ?? 0));
  const rest = 100 - sum(weights);
  // More than there is cannot be taken from a dimension, so too much is taken back in proportion.
  const spread = weights.map((each) => (rest >= 0 ? each + rest / weights.length : (each * 100) / (100 - rest)));
  const rounded = spread.map((each) => Number(each.toFixed(2)));
  rounded[0] = Number((rounded[0] + 100 - sum(rounded)).toFixed(2));
  dimensions.forEach((field, number) => {
    field.value = String(rounded[number]);
  });
  change();
});

for (const button of form.querySelectorAll("[data-defaults]")) {
  button.addEventListener("click", () => {
    for (const row of rowsOf(button.closest("[data-card]"))) row.weight.value = "";
    change();
  });
}

form.addEventListener("input", change);
form.addEventListener("submit", () => {
  isChanged = false;
});
window.addEventListener("beforeunload", (event) => {
  if (isChanged) event.preventDefault();
});
show();
