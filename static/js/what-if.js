// What if: each slider and its number show the same weight. The server computes; nothing is reckoned here.

const form = document.querySelector("[data-what-if]");

for (const slider of form.querySelectorAll("[data-slider]")) {
  const number = document.getElementById(slider.dataset.slider);
  slider.addEventListener("input", () => {
    number.value = slider.value;
  });
  number.addEventListener("input", () => {
    if (number.value.trim() !== "" && Number.isFinite(Number(number.value))) slider.value = number.value;
  });
}

// Another formula takes other parameters, which the page brings along with it.
form.elements.price_formula.addEventListener("change", () => form.submit());
