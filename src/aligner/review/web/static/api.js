// Talks to the server. Every failure is one of three: the server refused, somebody else was faster, or nobody answers.

/** The server understood and said no. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Somebody else changed the segment: as this page saw it, and as it is now (null where it is gone). */
export class Conflict extends Error {
  constructor(message, seen, current) {
    super(message);
    this.seen = seen;
    this.current = current;
  }
}

/** No answer came. */
export class Lost extends Error {}

const PATIENCE_MS = 15000;

async function ask(path, options = {}, patience = PATIENCE_MS, stop = null) {
  const late = AbortSignal.timeout(patience);
  const signal = stop ? AbortSignal.any([late, stop]) : late;
  let answer;
  let said;
  try {
    answer = await fetch(path, { ...options, credentials: "same-origin", signal });
    said = await answer.text();
  } catch (error) {
    throw new Lost(String(error));
  }
  let read = null;
  try {
    read = JSON.parse(said);
  } catch {
    if (answer.ok) throw new Lost("the answer broke off");
  }
  if (answer.ok) return read;
  const message = read?.message ?? `${answer.status} ${answer.statusText}`;
  if (answer.status === 409) throw new Conflict(message, read?.seen ?? null, read?.current ?? null);
  throw new Refused(answer.status, message);
}

/** Asks for something; `query` may have lists, and leaves out what is empty. `stop` is a signal not to wait any longer. */
export function get(path, query = {}, patience = PATIENCE_MS, stop = null) {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    const said = Array.isArray(value) ? value.join(",") : value;
    if (said !== null && said !== undefined && said !== "" && said !== false) given.set(name, said === true ? "1" : said);
  }
  const tail = given.size ? `?${given}` : "";
  return ask(path + tail, {}, patience, stop);
}

/** Sends something. */
export function post(path, body) {
  const headers = { "Content-Type": "application/json", "X-Aligner": "1" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
}
