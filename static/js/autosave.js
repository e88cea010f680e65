// Sends what is typed in forms marked `data-autosave` to the server as the reader's own draft, while they type. What
// could not be sent stays in this browser (keeper.js) and goes as soon as the line, or the session, is there again.

import { forget } from "./keeper.js";
import { same, typed } from "./typed.js";

const english = document.documentElement.lang === "en";
const word = (th, en) => (english ? en : th);
const PAUSE = 2000; // after the last key
const LEAST = 5000; // between two drafts of one form
const AGAIN = 15_000; // after a lost line

const states = new Map(); // form -> { timer, last, fields, dirty }

function say(form, text) {
  const sign = form.querySelector("[data-kept]");
  if (sign) sign.textContent = text;
}

function refused(form, state, status) {
  if (status === 401)
    say(form, word("หมดเวลาใช้งาน ข้อความอยู่ในเครื่องนี้แล้ว เข้าสู่ระบบอีกครั้งแล้วจะส่งให้", "Your session has ended; your text is kept on this machine and is sent once you have signed in"));
  else if (status === 413 || status === 422)
    say(form, word("ข้อความยาวเกินกว่าจะเก็บเป็นร่างได้ โปรดบันทึกส่วนนี้", "Too long for a draft; please save this section"));
  else if (status === 403 || status === 404)
    say(form, word("เรื่องนี้แก้ไขไม่ได้แล้ว ข้อความยังอยู่ในเครื่องนี้", "This can no longer be changed; your text is kept on this machine"));
  else {
    say(form, word("ยังส่งร่างไม่ได้ ข้อความอยู่ในเครื่องนี้แล้ว จะส่งให้เองเมื่อเชื่อมต่อได้", "The draft could not be sent; it is kept on this machine and goes by itself"));
    state.timer = setTimeout(() => send(form), AGAIN);
  }
}

async function send(form) {
  const state = states.get(form);
  if (!state?.dirty) return;
  if (!form.isConnected) return states.delete(form);
  const fields = typed(form);
  state.last = Date.now();
  let status = 0;
  try {
    const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), redirect: "manual", headers: { Accept: "application/json" } });
    status = answer.type === "opaqueredirect" ? 401 : answer.status;
    if (!answer.ok) return refused(form, state, status);
    const { said } = await answer.json();
    if (!state.dirty || !form.isConnected) return; // saved meanwhile
    say(form, said);
    if (!same(fields, typed(form))) return wait(form, state);
    state.dirty = false;
    forget(`typed/${form.dataset.keep}`);
  } catch {
    refused(form, state, status);
  }
}

function wait(form, state) {
  clearTimeout(state.timer);
  state.timer = setTimeout(() => send(form), Math.max(PAUSE, LEAST - (Date.now() - state.last)));
}

function note(form) {
  if (!states.has(form)) states.set(form, { last: 0 });
  const state = states.get(form);
  state.dirty = true;
  wait(form, state);
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-autosave]");
  if (form && !event.target.name?.startsWith("_q.")) note(form);
});

// What this browser had kept and keep.js has just put in again.
document.querySelectorAll("form[data-unsent]").forEach(note);

// Saved, or thrown away: nothing of it is sent any more, and the browser forgets what was dropped.
document.addEventListener("submit", (event) => {
  const dropped = event.submitter?.dataset.drop;
  states.forEach((state, form) => {
    if (form !== event.target && form.dataset.keep !== dropped) return;
    clearTimeout(state.timer);
    state.dirty = false;
  });
  if (dropped) setTimeout(() => forget(`typed/${dropped}`)); // after keep.js has kept what was sent
}, true);

const now = () => states.forEach((state, form) => state.dirty && send(form));
window.addEventListener("online", now);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) return;
  states.forEach((state, form) => {
    if (state.dirty && form.isConnected) navigator.sendBeacon(form.dataset.autosave, new FormData(form));
  });
});
