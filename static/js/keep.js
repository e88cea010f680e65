// Keeps what is typed in forms marked `data-keep` on this machine until the server has taken it: a lost line, an
// ended session or a closed tab loses nothing.

import { forget, keep, recall } from "./keeper.js";
import { base, put, same, typed } from "./typed.js";

const english = document.documentElement.lang === "en";
const word = (th, en) => (english ? en : th);
const nameOf = (form) => `typed/${form.dataset.keep}`;

function clock(time) {
  const at = new Date(time);
  const two = (n) => String(n).padStart(2, "0");
  return `${two(at.getHours())}${word(".", ":")}${two(at.getMinutes())}${word(" น.", "")}`;
}

// A draft that the server may not have is put in by itself; other text is offered.
function offer(form, kept) {
  const isDraft = form.dataset.autosave && kept.at > Number(form.dataset.draftAt ?? 0);
  if (isDraft) {
    put(form, kept.fields, kept.opened);
    form.dataset.unsent = "yes"; // autosave.js sends it
  }
  const bar = document.createElement("div");
  bar.className = "ph-restore";
  bar.setAttribute("role", "status");
  const text = document.createElement("p");
  text.textContent = isDraft
    ? word("นำข้อความที่ยังไม่ได้ส่งกลับมาแล้ว พิมพ์ไว้เมื่อ ", "Your unsent text is here again, typed at ") + clock(kept.at)
    : word("มีข้อความที่พิมพ์ค้างไว้เมื่อ ", "There is unsent text from ") + clock(kept.at);
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
  const bring = button(word("นำกลับมา", "Bring it back"), () => put(form, kept.fields, kept.opened));
  const drop = button(word("ทิ้ง", "Drop it"), () => {
    forget(nameOf(form));
    if (isDraft) form.reset();
  });
  bar.append(text, ...(isDraft ? [drop] : [bring, drop]));
  form.prepend(bar);
}

function watch(form) {
  if (form.dataset.watched) return;
  form.dataset.watched = "yes";
  if ("saved" in form.dataset) forget(nameOf(form)); // the server has just taken it
  const begun = typed(form);
  const kept = recall(nameOf(form));
  const answered = form.querySelector("#faults") !== null; // the server has just given everything back
  if (kept && !answered && !same(kept.fields, begun)) offer(form, kept);
  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const fields = typed(form);
      if (same(fields, begun)) return;
      const at = keep(nameOf(form), { fields, opened: base(form) });
      const sign = form.querySelector("[data-kept]");
      if (sign && at) sign.textContent = word("เก็บข้อความในเครื่องนี้แล้วเมื่อ ", "Kept on this machine at ") + clock(at);
    }, 700);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    keep(nameOf(form), { fields: typed(form), opened: base(form), sent: true });
  });
}

// What was sent has arrived where its form is gone, or where the page says that it was saved.
function sweep() {
  const here = new Set([...document.querySelectorAll("form[data-keep]")].map(nameOf));
  const saved = document.querySelector(".ph-flash") !== null;
  for (const { name, sent } of recall("typed/")) if (sent && (saved || !here.has(name))) forget(name);
}

const begin = () => document.querySelectorAll("form[data-keep]").forEach(watch);
sweep();
begin();
document.addEventListener("htmx:after:swap", begin);
// Sent, but nobody was there to take it: it is offered again after the sign-in.
document.addEventListener("signed-out", () => {
  for (const { name, at, ...kept } of recall("typed/")) if (kept.sent) keep(name, { ...kept, sent: false });
});
