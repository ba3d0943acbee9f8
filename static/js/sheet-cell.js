// One cell: its fields, what is saved of them, and what it says about itself.

const LETTERS = { n: "notApplicable", a: "abstained", o: "leftOpen" };

export class Cell {
  constructor(place, offers, texts) {
    this.place = place;
    this.texts = texts;
    this.row = place.closest("[data-row]");
    this.input = place.querySelector(".cell-mark");
    this.more = place.querySelector("[data-more]");
    this.comment = place.querySelector("textarea");
    this.evidence = place.querySelector("select");
    this.says = place.querySelector(".cell-says");
    this.column = place.cellIndex - 1; // the first column names the criterion
    this.offerKey = offers[this.column];
    this.criterionKey = this.row.dataset.criterion;
    this.version = Number(place.dataset.version);
    this.saved = place.dataset.saved ? JSON.parse(place.dataset.saved) : this.typed;
    this.theirs = null; // what another tab saved, while the person has not chosen
    this.sent = null; // what is on its way: a repeated request must say the same under the same op
    this.tries = 0;
    this.status = "saved"; // saved | unsaved | saving | retrying | conflict | invalid | locked | signed-out
    if (place.dataset.saved) this.#takeUpFromServer();
  }

  get typed() {
    return { mark: this.input.value.trim(), comment: this.comment.value, evidence: this.evidence.value };
  }

  get isDirty() {
    return !same(this.typed, this.saved);
  }

  // "Left open" cannot be saved before its reason is typed; until then the server is not asked.
  get owesReason() {
    return this.typed.mark === "o" && !this.comment.value.trim();
  }

  get isAnswered() {
    return this.place.hasAttribute("data-answered");
  }

  write(fields) {
    for (const [name, element] of [["mark", this.input], ["comment", this.comment], ["evidence", this.evidence]]) {
      if (name in fields && element.value !== fields[name]) element.value = fields[name];
    }
  }

  // The server has it: the fields show what it made of it, unless the person typed on in the meantime.
  stored(answer) {
    const said = { mark: answer.typed, comment: answer.comment, evidence: answer.evidence };
    if (this.sent && same(this.typed, this.sent.typed)) this.write(said);
    this.version = answer.version;
    this.saved = said;
    this.place.toggleAttribute("data-answered", answer.state !== "missing");
  }

  focus() {
    this.input.focus();
  }

  show(status, words = "") {
    this.status = status;
    const isEmpty = status === "saved" && !this.isAnswered;
    const icon = isEmpty ? "empty" : status;
    this.place.dataset.status = icon;
    this.says.querySelector("use").setAttribute("href", `#icon-${icon}`);
    this.says.lastElementChild.textContent = words || this.#words(status, isEmpty);
    const isWrong = ["invalid", "conflict"].includes(status);
    this.input.classList.toggle("is-invalid", isWrong);
    if (isWrong) this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
    if (status === "locked") this.#readOnly();
    this.#showComment();
  }

  // `way` leads to where something can be done about it.
  explain(sentence, way = null) {
    const error = this.place.querySelector("[data-error]");
    error.textContent = sentence;
    error.hidden = !sentence;
    if (!way?.url) return;
    const link = document.createElement("a");
    link.href = way.url;
    link.textContent = way.link;
    error.append(" ", link);
  }

  offerChoice(theirs) {
    this.theirs = theirs;
    this.closeChoice();
    const choice = document.querySelector("[data-choice]").content.cloneNode(true);
    choice.querySelector("[data-mine]").textContent = this.#described(this.typed);
    choice.querySelector("[data-theirs]").textContent = this.#described(theirs);
    this.place.append(choice);
  }

  closeChoice() {
    this.place.querySelector(".cell-choice")?.remove();
  }

  // The page came back from an ordinary "Save all" with something that was not saved.
  #takeUpFromServer() {
    this.place.querySelector(".cell-theirs")?.remove();
    if (this.place.dataset.status !== "conflict") {
      this.status = this.place.dataset.status;
      return;
    }
    this.explain("");
    this.status = "conflict";
    this.offerChoice({ ...this.saved, version: this.version, state: this.isAnswered ? "marked" : "missing" });
  }

  #words(status, isEmpty) {
    if (isEmpty) return this.texts.empty;
    if (status === "saved") return this.texts[LETTERS[this.saved.mark]] ?? this.texts.saved;
    const name = status.replace(/-(\w)/, (_, letter) => letter.toUpperCase());
    return this.texts[name].replace("{count}", this.tries);
  }

  #described({ mark, comment, evidence }) {
    const kind = [...this.evidence.options].find((option) => option.value && option.value === evidence);
    const parts = [this.texts[LETTERS[mark]] ?? mark, comment, kind?.label];
    return parts.filter(Boolean).join(" · ") || this.texts.leaveEmpty;
  }

  #showComment() {
    const has = Boolean(this.comment.value.trim());
    this.more.toggleAttribute("data-commented", has);
    this.more.querySelector("use").setAttribute("href", has ? "#icon-commented" : "#icon-comment");
    this.more.querySelector("summary .visually-hidden").textContent = has ? this.texts.commented : this.texts.comment;
  }

  #readOnly() {
    this.input.readOnly = true;
    this.comment.readOnly = true;
  }
}

export function same(one, other) {
  return one.mark === other.mark && one.comment === other.comment && one.evidence === other.evidence;
}
