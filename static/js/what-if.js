// What if: each slider and its number show the same weight. The server computes the ranking; here the sliders only keep
// the three weights at 100 together, as the tipping points do: one moves, and the others keep their proportion.

const form = document.querySelector("[data-what-if]");
const sliders = [...form.querySelectorAll("[data-slider]")];
const numberOf = (slider) => document.getElementById(slider.dataset.slider);
// The slider that moves, and what the others weighed when it began: so that they come back when it does.
let moving = null;

function begin(slider) {
  const others = sliders.filter((each) => each !== slider);
  const weights = others.map((each) => Math.max(0, Number(numberOf(each).value) || 0));
  const total = weights.reduce((sum, each) => sum + each, 0);
  return { slider, others, shares: weights.map((each) => (total > 0 ? each / total : 1 / others.length)) };
}

function move(slider) {
  if (moving?.slider !== slider) moving = begin(slider);
  numberOf(slider).value = slider.value;
  let rest = 100 - Number(slider.value);
  const spread = rest;
  moving.others.forEach((other, index) => {
    const isLast = index === moving.others.length - 1;
    const weight = Number((isLast ? rest : spread * moving.shares[index]).toFixed(1));
    rest -= weight;
    other.value = numberOf(other).value = String(weight);
  });
}

for (const slider of sliders) {
  slider.addEventListener("input", () => move(slider));
  numberOf(slider).addEventListener("input", ({ target }) => {
    moving = null;
    if (target.value.trim() !== "" && Number.isFinite(Number(target.value))) slider.value = target.value;
  });
}

// What came out is said beside the sliders, and the address stays that of what is shown.
document.addEventListener("htmx:afterSwap", () => {
  const said = document.querySelector("#tried [data-said]").textContent;
  form.querySelector("[data-said-here]").textContent = said.replace(/\s+/g, " ").trim();
  window.history.replaceState(null, "", `?${new URLSearchParams(new FormData(form))}`);
});
