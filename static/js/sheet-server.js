// The way to the server: one cell at a time, and a fresh token after the person has signed in again.

const PATIENCE = 20_000; // ms until a request counts as lost

export class Server {
  constructor(form) {
    this.form = form;
  }

  // The answer's status with what it says; status 0 when there was none.
  async save(cell, sent) {
    const { save, seat } = this.form.dataset;
    const url = save
      .replace("OFFER", encodeURIComponent(cell.offerKey))
      .replace("CRITERION", encodeURIComponent(cell.criterionKey));
    const { mark, comment, evidence } = sent.typed;
    const body = JSON.stringify({ op: sent.op, version: sent.version, seat, value: mark, comment, evidence });
    const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.#token.value };
    try {
      const answer = await fetch(url, { method: "POST", body, headers, signal: AbortSignal.timeout(PATIENCE) });
      return { status: answer.status, said: await said(answer) };
    } catch {
      return { status: 0, said: {} };
    }
  }

  // After a new sign-in the old token is worth nothing: "fresh", "signed-out", "other-person" or "unreachable".
  async renew() {
    try {
      const answer = await fetch(this.form.action, { signal: AbortSignal.timeout(PATIENCE) });
      if (!answer.ok) return answer.status < 500 ? "other-person" : "unreachable";
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-sheet]");
      if (!fresh) return "signed-out";
      if (fresh.dataset.seat !== this.form.dataset.seat) return "other-person";
      this.#token.value = fresh.querySelector("[name=csrfmiddlewaretoken]").value;
      return "fresh";
    } catch {
      return "unreachable";
    }
  }

  get #token() {
    return this.form.querySelector("[name=csrfmiddlewaretoken]");
  }
}

// Only JSON is an answer of ours; anything else is a proxy, or a page of error.
async function said(answer) {
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) {
    if (answer.ok) throw new TypeError("not an answer of ours");
    return {};
  }
  return answer.json();
}
