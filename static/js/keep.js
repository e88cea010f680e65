// Keeps what is typed in forms marked `data-keep` on this machine until the server has taken it: a lost line, an
// ended session or a closed tab loses nothing. Kept per reader; forgotten at sign-out and after 14 days.

const DAYS = 14;
const reader = document.querySelector('meta[name="planhub-reader"]')?.content;
const english = document.documentElement.lang === "en";
const word = (th, en) => (english ? en : th);
const keyOf = (form) => `planhub:${reader}:${form.dataset.keep}`;
const SKIP = new Set(["csrf_token", "version", "seen_hash", "_was", "_save", "base_heading", "base_body"]);

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

// What is typed, as [name, value, label]; the label only where an option was found by a search.
function typed(form) {
  const fields = [...new FormData(form)].filter(([name, value]) => !SKIP.has(name) && typeof value === "string");
  return fields
    .filter(([name]) => !name.startsWith("_q."))
    .map(([name, value]) => {
      const input = form.querySelector(`[data-find] input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
      return input ? [name, value, input.closest("label").textContent.trim()] : [name, value];
    });
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function clock(time) {
  const at = new Date(time);
  const two = (n) => String(n).padStart(2, "0");
  return `${two(at.getHours())}${word(".", ":")}${two(at.getMinutes())}${word(" น.", "")}`;
}

// Rows of children and found options that the fresh form does not have are made before anything is put in.
function make(form, fields) {
  for (const [name, value, label] of fields) {
    const [, rows, number] = /^([a-z_]+)-(\d+)-/.exec(name) ?? [];
    const box = rows && form.querySelector(`[data-rows="${rows}"]`);
    if (box && !form.elements[`${rows}-${number}-id`]) {
      box.dataset.next = number;
      box.querySelector(":scope > [data-add]").click();
    }
    const input = `input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`;
    const search = form.querySelector(`input[name="_q.${CSS.escape(name)}"]`);
    if (!label || !search || form.querySelector(input)) continue;
    const item = document.createElement("li");
    const choice = document.createElement("input");
    Object.assign(choice, { type: "checkbox", name, value });
    const line = document.createElement("label");
    line.className = "ph-choice";
    line.append(choice, label);
    item.append(line);
    search.closest("[data-find]").querySelector("[data-chosen]").append(item);
  }
}

function put(form, fields) {
  make(form, fields);
  for (const input of form.elements) {
    if (!input.name || SKIP.has(input.name) || input.type === "hidden") continue;
    const values = fields.filter(([name]) => name === input.name).map(([, value]) => value);
    if (input.type === "checkbox" || input.type === "radio") input.checked = values.includes(input.value);
    else if (values.length) input.value = values[0];
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function offer(form, kept) {
  const bar = document.createElement("div");
  bar.className = "ph-restore";
  bar.setAttribute("role", "status");
  const text = document.createElement("p");
  text.textContent = word("มีข้อความที่พิมพ์ค้างไว้เมื่อ ", "There is unsent text from ") + clock(kept.at);
  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-sm";
    made.textContent = label;
    made.addEventListener("click", () => {
      act();
      bar.remove();
    });
    return made;
  };
  bar.append(
    text,
    button(word("นำกลับมา", "Bring it back"), () => put(form, kept.fields)),
    button(word("ทิ้ง", "Drop it"), () => localStorage.removeItem(keyOf(form))),
  );
  form.prepend(bar);
}

function watch(form) {
  if (form.dataset.watched) return;
  form.dataset.watched = "yes";
  const key = keyOf(form);
  const begun = typed(form);
  const kept = read(key);
  const answered = form.querySelector("#faults") !== null; // the server has just given everything back
  if (kept && !answered && !same(kept.fields, begun)) offer(form, kept);
  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const now = typed(form);
      if (same(now, begun)) return;
      const at = Date.now();
      const done = write(key, { at, fields: now });
      const sign = form.querySelector("[data-kept]");
      if (sign && done) sign.textContent = word("เก็บข้อความในเครื่องนี้แล้วเมื่อ ", "Kept on this machine at ") + clock(at);
    }, 700);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    write(key, { at: Date.now(), fields: typed(form), sent: true });
  });
}

function sweep() {
  const here = new Set([...document.querySelectorAll("form[data-keep]")].map(keyOf));
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith("planhub:"))) {
    const kept = read(key);
    const old = !kept || Date.now() - kept.at > DAYS * 86400000;
    const arrived = kept?.sent && key.startsWith(`planhub:${reader}:`) && !here.has(key);
    const saved = kept?.sent && document.querySelector(".ph-flash") !== null;
    if (old || arrived || saved) localStorage.removeItem(key);
  }
}

if (reader) {
  const begin = () => document.querySelectorAll("form[data-keep]").forEach(watch);
  sweep();
  begin();
  document.addEventListener("htmx:after:swap", begin);
  // Sent, but nobody was there to take it: it is offered again after the sign-in.
  document.addEventListener("signed-out", () => {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(`planhub:${reader}:`))) {
      if (read(key)?.sent) write(key, { ...read(key), sent: false });
    }
  });
  document.querySelector("form[data-forget]")?.addEventListener("submit", () => {
    for (const key of Object.keys(localStorage)) if (key.startsWith("planhub:")) localStorage.removeItem(key);
  });
}
