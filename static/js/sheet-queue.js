// The queue: which cells are to be saved, which are on their way, and what every answer means.
// One request per cell at a time; typed twice while one is on its way, only the last is sent after it.

import { same } from "./sheet-cell.js";

const AT_ONCE = 4;
const PAUSE = { mark: 300, text: 900 }; // ms without typing
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
const STUCK = ["conflict", "invalid", "locked"]; // nothing is sent until the person acts

export class Queue {
  #ready = new Set();
  #timers = new Map();
  #onTheWay = new Set();
  #wait = 0; // ms of the present pause after a failure; 0 = none
  #lastWait = FIRST_WAIT / 2;
  #waitTimer = null;
  #isPaused = false; // signed out
  #idle = []; // who waits until nothing is on its way

  constructor(cells, server, { changed, signedOut, waiting }) {
    this.cells = cells;
    this.server = server;
    this.tell = { changed, signedOut, waiting };
    changed();
  }

  get isSettled() {
    return this.cells.every((cell) => cell.status === "saved" && !cell.isDirty);
  }

  edited(cell, { isText }) {
    if (cell.status === "conflict") cell.offerChoice(cell.theirs);
    if (cell.status === "conflict" || cell.status === "locked") return;
    if (!this.#isHeldUp(cell)) this.#show(cell, cell.isDirty ? "unsaved" : "saved");
    clearTimeout(this.#timers.get(cell));
    if (cell.owesReason) return;
    this.#timers.set(cell, setTimeout(() => this.save(cell), isText ? PAUSE.text : PAUSE.mark));
  }

  save(cell) {
    clearTimeout(this.#timers.get(cell));
    this.#timers.delete(cell);
    if (cell.status === "conflict" || cell.status === "locked") return;
    if (!cell.isDirty && !cell.sent) {
      cell.explain("");
      this.#show(cell, "saved");
      return;
    }
    this.#ready.add(cell);
    if (this.#isPaused) this.#show(cell, "signed-out");
    else if (!this.#isHeldUp(cell)) this.#show(cell, "unsaved");
    this.#send();
  }

  // Everything now; true when all of it is saved.
  async flush() {
    for (const cell of this.cells) if (cell.isDirty && !STUCK.includes(cell.status)) this.save(cell);
    if (this.#isPaused) this.tell.signedOut();
    this.retryNow();
    if (this.#onTheWay.size) await new Promise((resolve) => this.#idle.push(resolve));
    this.tell.changed();
    return this.isSettled;
  }

  choose(cell, kept) {
    const theirs = cell.theirs;
    cell.theirs = null;
    cell.closeChoice();
    cell.explain("");
    cell.sent = null;
    cell.stored({ ...theirs, typed: theirs.mark });
    if (kept === "theirs") cell.write(theirs);
    cell.status = "saved";
    cell.focus();
    this.save(cell);
  }

  retryNow() {
    clearTimeout(this.#waitTimer);
    if (!this.#wait) return;
    this.#wait = 0;
    this.tell.waiting(0);
    this.#send();
  }

  resume() {
    this.#isPaused = false;
    for (const cell of this.cells) if (cell.status === "signed-out") this.#show(cell, "unsaved");
    this.#send();
  }

  #send() {
    if (this.#isPaused || this.#wait) return;
    for (const cell of this.#ready) {
      if (this.#onTheWay.size >= AT_ONCE) return;
      if (this.#onTheWay.has(cell)) continue;
      this.#ready.delete(cell);
      this.#sendCell(cell);
    }
  }

  async #sendCell(cell) {
    cell.sent ??= { op: crypto.randomUUID(), version: cell.version, typed: cell.typed };
    this.#onTheWay.add(cell);
    this.#show(cell, "saving");
    let answer = await this.server.save(cell, cell.sent);
    if (answer.status === 403 && (await this.server.renew()) === "fresh") {
      answer = await this.server.save(cell, cell.sent);
    }
    this.#onTheWay.delete(cell);
    this.#answered(cell, answer);
    this.#send();
    if (!this.#onTheWay.size) for (const resolve of this.#idle.splice(0)) resolve();
  }

  #answered(cell, { status, said }) {
    if (status === 200) this.#stored(cell, said);
    else if (status === 409) this.#conflict(cell, said);
    else if (status === 423) this.#locked(said);
    else if (status === 401 || status === 403) this.#signedOut(cell);
    else if (status === 0 || status === 408 || status === 429 || status >= 500) this.#failed(cell);
    else this.#refused(cell, status, said);
  }

  #stored(cell, said) {
    this.#lastWait = FIRST_WAIT / 2;
    cell.tries = 0;
    // Our request had arrived, its answer had not, and somebody has changed the cell since.
    if (said.replay && said.version !== cell.sent.version + 1) {
      this.#conflict(cell, said);
      return;
    }
    cell.stored(said);
    cell.sent = null;
    cell.explain("");
    if (cell.isDirty) {
      this.#show(cell, "unsaved");
      if (!this.#timers.has(cell)) this.#ready.add(cell);
    } else {
      this.#show(cell, "saved");
    }
  }

  #conflict(cell, said) {
    const isAgreed = same(cell.typed, { mark: said.typed, comment: said.comment, evidence: said.evidence });
    cell.sent = null;
    if (isAgreed) {
      cell.stored(said);
      this.#show(cell, "saved");
      return;
    }
    const theirs = { mark: said.typed, comment: said.comment, evidence: said.evidence, version: said.version, state: said.state };
    cell.offerChoice(theirs);
    this.#show(cell, "conflict");
  }

  #refused(cell, status, said) {
    cell.sent = null;
    const errors = said.errors ? Object.values(said.errors).join(" ") : "";
    cell.explain(errors || (status === 404 ? cell.texts.gone : cell.texts.refused));
    this.#show(cell, "invalid");
  }

  #locked(said) {
    this.#ready.clear();
    for (const cell of this.cells) {
      const isLost = cell.isDirty || cell.sent;
      cell.sent = null;
      if (isLost) cell.explain(said.message ?? "", said);
      if (isLost) this.#show(cell, "locked");
      else cell.input.readOnly = true;
    }
    this.tell.changed();
  }

  #signedOut(cell) {
    this.#isPaused = true;
    cell.sent = null;
    this.#ready.add(cell);
    for (const each of this.#ready) this.#show(each, "signed-out");
    this.tell.signedOut();
  }

  // The same request again, later: the server may have done it already, and knows it by its op.
  #failed(cell) {
    cell.tries += 1;
    this.#ready.add(cell);
    this.#show(cell, "retrying");
    if (this.#wait) return;
    this.#lastWait = Math.min(2 * this.#lastWait, LONGEST_WAIT);
    this.#wait = this.#lastWait;
    this.#waitTimer = setTimeout(() => this.retryNow(), this.#wait);
    this.tell.waiting(this.#wait);
  }

  // On its way, or waiting for its next try: what it says about itself stays.
  #isHeldUp(cell) {
    return this.#onTheWay.has(cell) || cell.status === "retrying" || cell.status === "signed-out";
  }

  #show(cell, status) {
    cell.show(status);
    this.tell.changed();
  }
}
