// The secretaries' screen of a sitting meeting: what is typed saves itself, a lost line loses nothing (floor-outbox.js), and
// two who write on one matter see both texts. Without a script the same form saves and records.

import { newKey, floorOutbox } from "./floor-outbox.js";

const english = document.documentElement.lang === "en";
const word = (th, en) => (english ? en : th);
const PAUSE = 1200; // after the last key until the draft is sent
const LOOK = 5000; // between two looks at what others write
const BESIDE = new Set(["csrf_token", "_key", "version", "_act"]);
const form = document.querySelector("form[data-live]");
let timer;
let dirty = false;

const sign = (text) => {
  form.querySelector("[data-saved]").textContent = text;
};
const isHere = (entry) => entry.about === form.dataset.live;

const out = form && floorOutbox("send/live/", {
  token: () => form.elements.csrf_token.value,
  lost: () => sign(word("ยังส่งไม่ได้ ข้อความเก็บไว้ในเครื่องนี้ จะส่งเองเมื่อมีสัญญาณ", "Not sent yet; kept on this machine and sent when the line is back")),
  taken(entry, answer) {
    if (!isHere(entry)) return;
    if (answer.version) form.elements.version.value = answer.version;
    for (const [name, value] of entry.fields) if (form.elements[`_was_${name}`]) form.elements[`_was_${name}`].value = value;
    sign(answer.said ?? "");
    if (entry.act !== "draft") location.assign(`?item=${encodeURIComponent(entry.about)}`);
  },
  refused(entry, status, answer) {
    if (status !== 409 && entry.act === "draft") sign((answer.errors ?? [answer.detail ?? status]).join(" · "));
    else openPlainly(entry); // the page sets both texts side by side, or says everything that is missing
  },
});

function openPlainly(entry) {
  const plain = document.createElement("form");
  Object.assign(plain, { method: "post", action: entry.url });
  const sent = [...entry.fields, ["version", entry.version], ["csrf_token", form.elements.csrf_token.value], ["_key", newKey()]];
  for (const [name, value] of sent) plain.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  dirty = false;
  document.body.append(plain);
  plain.submit();
}

function send(act) {
  clearTimeout(timer);
  const fields = [...new FormData(form)].filter(([name]) => !BESIDE.has(name));
  dirty = false;
  const entry = { act, url: form.action, about: form.dataset.live, version: form.elements.version.value };
  out.put({ ...entry, fields: [...fields, ["_act", act]] }, (last) => last.act === "draft" && isHere(last));
}

function mark(row, one, isNow) {
  const told = [one?.done ? `✓ ${word("มีมติแล้ว", "resolved")}` : "", isNow ? `▶ ${word("อยู่บนจอ", "on the screen")}` : ""];
  const text = told.join(" ").trim();
  if (text) row.querySelector("[data-note]").textContent = text;
}

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(form.dataset.pulse, { headers: { Accept: "application/json" } });
    const { items, now } = await answer.json();
    const mine = items[form.dataset.live];
    const isBehind = mine && mine.version > Number(form.elements.version.value);
    form.querySelector("[data-moved]").hidden = !isBehind || out.busy;
    for (const row of document.querySelectorAll("[data-item]")) mark(row, items[row.dataset.item], now === row.dataset.item);
  } catch {
    // the next look may find the line again
  }
}

if (form) {
  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(() => send("draft"), PAUSE);
  });
  form.addEventListener("submit", (event) => {
    const act = event.submitter?.value ?? "draft";
    if (act === "show") return void (dirty = false);
    event.preventDefault();
    delete form.dataset.sent;
    send(act);
  });
  form.addEventListener("change", ({ target }) => {
    if (target.name === "assign_org") form.elements.assign_org_other.value = "";
    if (target.name === "assign_due_in") form.elements.assign_due.value = "";
  });
  addEventListener("beforeunload", (event) => dirty && event.preventDefault());
  setInterval(look, LOOK);
  out.flush();
}

// Keys: 1 to 8 choose the kind where nothing is being typed, Ctrl+Enter records, Alt with an arrow goes to a neighbour.
document.addEventListener("keydown", (event) => {
  if (!form) return;
  const isTyping = event.target.matches("textarea, select, input:not([type=radio])");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.querySelector('[value="resolve"]')?.click();
  else if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    document.querySelector(`#matter a[rel=${event.key === "ArrowDown" ? "next" : "prev"}]`)?.click();
  } else if (!isTyping && !event.altKey && !event.ctrlKey && /^[1-8]$/.test(event.key)) {
    const chosen = form.querySelectorAll("[name=kind]")[Number(event.key) - 1];
    chosen?.click();
    (chosen?.value === "assigned" ? form.querySelector("[name=assign_org]") : chosen)?.focus();
  } else return;
  event.preventDefault();
});
