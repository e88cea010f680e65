// What is to be sent and may not be lost: each write has a key and waits in the browser's store until the server has
// taken it, in its order. A write that was tried keeps its key, so that what had arrived after all is not done twice.
//
//   const out = floorOutbox("send/live/", { token, taken, refused, lost })
//   out.put({ url, about, version, fields }, replaces)   `replaces(entry)`: an untried one that gives way
//   taken(entry, answer)   the server has it; refused(entry, status, answer): it said no; lost(): no line

import { forget, keep, recall } from "./keeper.js";

const AGAIN = 4000;

export const newKey = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;

export function floorOutbox(name, { token, taken, refused, lost }) {
  let sending = false;
  let timer;
  const waiting = () => recall(name).sort((one, other) => (one.name < other.name ? -1 : 1));

  function again({ name: at, ...entry }) {
    keep(at, entry);
  }

  async function post(entry) {
    const body = new FormData();
    for (const [field, value] of entry.fields) body.append(field, value);
    body.set("version", entry.version);
    body.set("csrf_token", token());
    const headers = { Accept: "application/json", "Idempotency-Key": entry.key };
    const answer = await fetch(entry.url, { method: "POST", body, headers });
    if (!answer.headers.get("Content-Type")?.includes("json")) throw new Error("signed out");
    return [answer.status, await answer.json()];
  }

  // Later writes about the same thing are made on what this one has left.
  function settle(entry, answer) {
    forget(entry.name);
    if (!answer.version) return;
    for (const later of waiting()) if (later.about === entry.about) again({ ...later, version: answer.version });
  }

  async function flush() {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    try {
      for (let entry = waiting()[0]; entry; entry = waiting()[0]) {
        again({ ...entry, tried: true });
        const [status, answer] = await post(entry);
        if (status >= 400) {
          for (const one of waiting()) if (one.about === entry.about) forget(one.name);
          refused(entry, status, answer);
          break;
        }
        settle(entry, answer);
        taken(entry, answer);
      }
    } catch {
      lost();
      timer = setTimeout(flush, AGAIN);
    }
    sending = false;
  }

  addEventListener("online", flush);
  return {
    flush,
    put(entry, replaces = () => false) {
      const last = waiting().at(-1);
      if (last && !last.tried && replaces(last)) forget(last.name);
      keep(`${name}${Date.now()}-${newKey()}`, { ...entry, key: newKey(), tried: false });
      flush();
    },
    get busy() {
      return sending || waiting().length > 0;
    },
  };
}
