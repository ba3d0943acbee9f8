// The strip under the grid: what earns which mark on the row that has the focus. `r` shows or hides it.

export function rubricStrip(form) {
  const strip = form.querySelector("[data-strip]");
  let isWanted = true;
  let row = null;

  function show(shown) {
    row = shown;
    const anchors = row?.querySelector("[data-rubric] .anchors");
    strip.hidden = !isWanted || !anchors;
    if (strip.hidden) return;
    const title = Object.assign(document.createElement("p"), {
      className: "rubric-title",
      textContent: row.querySelector(".criterion-name").textContent,
    });
    strip.replaceChildren(title, anchors.cloneNode(true));
  }

  function toggle() {
    isWanted = !isWanted;
    show(row);
  }

  return { show, toggle };
}
