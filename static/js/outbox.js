// The outbox of a phone: a card that is sent is first kept on the machine, then handed over; without a signal it waits
// and goes by itself when the signal is back. A key makes a card that goes twice count once; what somebody else changed
// meanwhile is shown and never overwritten.

import { forget, keep, recall } from "./keeper.js";

const english = document.documentElement.lang === "en";
const word = (th, en) => (english ? en : th);
const QUEUE = "outbox/";
const WIDEST = 1280; // pixels: enough for paper, light enough for a weak signal
const box = document.getElementById("outbox");
let busy = false;

async function small(file) {
  if (!file?.size) return null;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, WIDEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", 0.82);
  } catch {
    return null;
  }
}

function bytes(address) {
  const raw = atob(address.slice(address.indexOf(",") + 1));
  return new Blob([Uint8Array.from(raw, (sign) => sign.charCodeAt(0))], { type: "image/jpeg" });
}

function body(item) {
  const form = new FormData();
  for (const [name, value] of item.fields) form.append(name, value);
  form.append("csrf_token", document.querySelector('input[name="csrf_token"]')?.value ?? "");
  form.append("key", item.key);
  if (item.photo) form.append("photo", bytes(item.photo), "photo.jpg");
  return form;
}

function say(code, text, actions = []) {
  const place = document.querySelector(`form[data-send="${CSS.escape(code)}"] [data-said]`) ?? box;
  if (!place) return;
  place.replaceChildren();
  const note = document.createElement("div");
  note.className = "ph-note t-wait mt-3";
  const inner = document.createElement("div");
  for (const line of [text].flat()) inner.append(Object.assign(document.createElement("p"), { textContent: line }));
  for (const [label, act] of actions) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn me-2", textContent: label });
    button.addEventListener("click", act);
    inner.append(button);
  }
  note.append(inner);
  place.append(note);
}

function gone(code) {
  document.querySelector(`form[data-send="${CSS.escape(code)}"]`)?.remove();
  document.querySelector(`[data-card="${CSS.escape(code)}"]`)?.remove();
  forget(`send-form/${code}`);
}

function onward(from) {
  const cards = [...document.querySelectorAll("form[data-send]")];
  const here = cards.findIndex((form) => form.dataset.send === from);
  const next = cards[here + 1] ?? cards.find((form) => form.dataset.send !== from);
  if (next) location.hash = next.id;
  else document.getElementById("cards")?.scrollIntoView();
}

function waiting() {
  const n = recall(QUEUE).length;
  if (box) box.textContent = n ? word(`รอส่ง ${n} กิจกรรม จะส่งเองเมื่อมีสัญญาณ`, `${n} waiting; they go by themselves when there is a signal`) : "";
}

async function hand(item) {
  const answer = await fetch(item.url, { method: "POST", body: body(item), headers: { Accept: "application/json" } });
  if (!answer.headers.get("content-type")?.startsWith("application/json")) {
    say(item.code, word("โปรดเข้าสู่ระบบแล้วเปิดหน้านี้อีกครั้ง ข้อความยังอยู่ในเครื่อง", "Please sign in and open this page again; your text is kept here"));
    return false;
  }
  const told = await answer.json();
  if (told.wait) return false;
  forget(item.name);
  if (told.sent) {
    gone(item.code);
  } else if (answer.status === 409) {
    const differ = told.clashes.map(([label, mine, theirs]) => word(`${label}: ของท่าน “${mine}” ในระบบ “${theirs}”`, `${label}: yours “${mine}”, stands “${theirs}”`));
    const again = () => {
      const fields = item.fields.map(([name, value]) => [name, name === "version" ? String(told.version) : value]);
      keep(QUEUE + item.code, { ...item, fields, key: crypto.randomUUID() });
      flush();
    };
    const intro = word("มีผู้แก้ไขรายงานนี้หลังจากท่านเปิด", "Somebody changed this after you opened it");
    say(item.code, [intro, ...differ], [[word("ใช้ของฉัน", "Use mine"), again], [word("ใช้ที่มีในระบบ", "Keep what stands"), () => location.reload()]]);
  } else {
    const version = document.querySelector(`form[data-send="${CSS.escape(item.code)}"] input[name="version"]`);
    if (version && told.version) version.value = told.version;
    say(item.code, [word("บันทึกแล้ว แต่ยังส่งไม่ได้", "Saved, but not sent yet"), ...(told.missing ?? [])]);
  }
  return true;
}

async function flush() {
  if (busy || !navigator.onLine) return waiting();
  busy = true;
  try {
    for (const item of recall(QUEUE)) if (!(await hand(item))) break;
  } catch {
    // no signal after all: it waits
  } finally {
    busy = false;
    waiting();
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-send]");
  if (!form) return;
  event.preventDefault();
  const photo = await small(form.elements.photo?.files[0]);
  const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrf_token");
  const item = { code: form.dataset.send, url: form.action, key: crypto.randomUUID?.() ?? String(Math.random()), fields, photo };
  const kept = keep(QUEUE + item.code, item) || keep(QUEUE + item.code, { ...item, photo: null });
  if (!kept) return form.submit(); // nowhere to keep it: the plain way
  onward(item.code);
  await flush();
  if (recall(QUEUE + item.code)) say(item.code, word("เก็บไว้ในเครื่องแล้ว จะส่งเมื่อมีสัญญาณ", "Kept on this machine; it goes when there is a signal"));
});

document.addEventListener("change", ({ target }) => {
  if (target.name === "photo") target.closest("label").querySelector("[data-photo]").textContent = target.files[0]?.name ?? "";
});

document.addEventListener("click", ({ target }) => {
  const by = Number(target.dataset?.step);
  if (!by) return;
  const input = target.parentElement.querySelector("input");
  const now = Number((input.value || input.dataset.last || "0").replaceAll(",", ""));
  input.value = String(Math.max(0, (Number.isFinite(now) ? now : 0) + by));
  input.dispatchEvent(new Event("input", { bubbles: true }));
});

for (const step of document.querySelectorAll(".rp-step")) step.classList.add("is-ready");
addEventListener("online", flush);
flush();
