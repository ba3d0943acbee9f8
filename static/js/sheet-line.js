// The line above the grid: how saving goes, and how much is done. Screen readers hear at most one sentence in 2 seconds.

const QUIET = 2_000;
// What is worse is said first.
const ORDER = ["signed-out", "locked", "retrying", "conflict", "invalid", "saving", "unsaved"];

export function stateLine(form, cells, texts) {
  const line = form.querySelector("[data-line]");
  const countdown = form.querySelector("[data-countdown]");
  const retry = form.querySelector("[data-retry]");
  const next = form.querySelector("[data-next]");
  let sentence = "";
  let worst = null;
  let hasSaved = false;
  let quietUntil = 0;
  let timer = null;
  let ticker = null;

  function show() {
    const counts = new Map();
    let done = 0;
    for (const cell of cells) {
      counts.set(cell.status, (counts.get(cell.status) ?? 0) + 1);
      if (cell.isAnswered) done += 1;
    }
    worst = ORDER.find((status) => counts.has(status));
    if (worst) hasSaved = true;
    sentence = worst ? told(worst, counts.get(worst)) : hasSaved ? texts.lineSaved.replace("{time}", now()) : "";
    progress(done);
    announce();
  }

  function told(status, count) {
    const name = status.replace(/-(\w)/, (_, letter) => letter.toUpperCase());
    return texts[`line${name[0].toUpperCase()}${name.slice(1)}`].replace("{count}", count);
  }

  // Only this page's cells are counted here: under a filter the others are all answered.
  const { value, max } = form.querySelector("[data-progress]");
  const elsewhere = value - cells.filter((cell) => cell.isAnswered).length;

  function progress(done) {
    form.querySelector("[data-progress]").value = elsewhere + done;
    form.querySelector("[data-done]").textContent = texts.done
      .replace("{done}", elsewhere + done)
      .replace("{total}", max);
    next.hidden = elsewhere + done >= max;
  }

  function announce() {
    clearTimeout(timer);
    const wait = quietUntil - Date.now();
    if (wait > 0) {
      timer = setTimeout(announce, wait);
      return;
    }
    if (line.textContent === sentence) return;
    line.textContent = sentence;
    form.querySelector("[data-bar]").dataset.worst = worst ?? "saved";
    quietUntil = Date.now() + QUIET;
  }

  // Seen, and not read out: a figure that changes every second is noise.
  function countDown(wait) {
    clearInterval(ticker);
    retry.hidden = !wait;
    let seconds = Math.ceil(wait / 1000);
    countdown.textContent = wait ? texts.countdown.replace("{seconds}", seconds) : "";
    if (!wait) return;
    ticker = setInterval(() => {
      seconds -= 1;
      countdown.textContent = seconds > 0 ? texts.countdown.replace("{seconds}", seconds) : "";
    }, 1000);
  }

  function now() {
    return new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  }

  return { show, countDown, onRetry: (act) => retry.addEventListener("click", act) };
}
