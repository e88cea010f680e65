// The browser's own store for what a person has typed and the server has not taken yet. Everything is kept per reader,
// so that two who share a machine never see each other's text; it is forgotten at sign-out and after 14 days.
//
//   keep(name, value)   keeps an object under a name ("edit/PLAN-2570-0001", "send/…"); gives the time, 0 for no room
//   recall(name)        gives what is kept under it, with its time as `at`, or null; a name that ends in "/" gives all
//                       that begin with it, oldest first, as [{ name, at, … }]: a queue
//   forget(name)        forgets it; a name that ends in "/" forgets all that begin with it
//
// Without a signed-in reader, or with a store that is full or forbidden, nothing is kept and nothing fails.

const DAYS = 14;
const HOUSE = "planhub:";
const reader = document.querySelector('meta[name="planhub-reader"]')?.content;
const mine = `${HOUSE}${reader}:`;

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function keysOf(start) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(start));
  } catch {
    return []; // a browser that forbids its store
  }
}

export function keep(name, value) {
  if (!reader) return 0;
  const at = Date.now();
  try {
    localStorage.setItem(mine + name, JSON.stringify({ ...value, at }));
    return at;
  } catch {
    return 0;
  }
}

export function recall(name) {
  if (!name.endsWith("/")) return reader ? read(mine + name) : null;
  if (!reader) return [];
  const found = keysOf(mine + name).map((key) => ({ ...read(key), name: key.slice(mine.length) }));
  return found.sort((one, other) => one.at - other.at);
}

export function forget(name) {
  for (const key of keysOf(mine + name)) if (name.endsWith("/") || key === mine + name) localStorage.removeItem(key);
}

// Whoever signs out leaves nothing behind; what nobody came back for goes with the days.
document.querySelector("form[data-forget]")?.addEventListener("submit", () => {
  for (const key of keysOf(HOUSE)) localStorage.removeItem(key);
});
for (const key of keysOf(HOUSE)) if (!(read(key)?.at > Date.now() - DAYS * 86_400_000)) localStorage.removeItem(key);
