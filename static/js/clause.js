// Writing clauses: drafts that save themselves, who else is here, places by dragging. Without a script the same
// forms save one clause at a time, and arrows move it.

const english = document.documentElement.lang === "en";
const word = (th, en) => (english ? en : th);
const PAUSE = 1200; // after the last key until the draft is sent
const SIGN = 25_000; // between two signs that a clause stands open
const LOOK = 30_000; // between two looks at what others do
const AGAIN = 10_000; // after a lost line

const waiting = new WeakMap();
const unsent = new Set();

function show(form, answer) {
  const others = form.querySelector("[data-others]");
  others.hidden = !answer.others.length;
  others.textContent = answer.others.length
    ? `${answer.others.join(", ")} ${word("กำลังเปิดข้อนี้อยู่ด้วย", "has this clause open too")}`
    : "";
  form.querySelector("[data-moved]").hidden = !answer.moved_on;
  const unknown = form.querySelector("[data-unknown]");
  if (answer.said) {
    unknown.hidden = !answer.unknown.length;
    unknown.querySelector("[data-names]").textContent = answer.unknown.map((name) => `{${name}}`).join(" ");
    form.querySelector("[data-saved]").textContent = answer.said;
  }
}

async function send(form, typed) {
  if (!form.isConnected) return unsent.delete(form);
  const body = new FormData(form);
  if (!typed) for (const name of ["body", "heading", "reason"]) body.delete(name);
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok || !answer.headers.get("Content-Type")?.includes("json")) throw new Error(String(answer.status));
    if (typed) unsent.delete(form);
    show(form, await answer.json());
  } catch {
    if (!typed || !form.isConnected) return;
    form.querySelector("[data-saved]").textContent = word(
      "ยังส่งร่างไม่ได้ ข้อความยังอยู่ในหน้านี้ จะลองใหม่เอง",
      "The draft could not be sent; it stays on this page and is tried again",
    );
    waiting.set(form, setTimeout(() => send(form, true), AGAIN));
  }
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-draft]");
  if (!form) return;
  unsent.add(form);
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(() => send(form, true), PAUSE));
});

document.addEventListener("submit", (event) => {
  clearTimeout(waiting.get(event.target));
  unsent.delete(event.target);
}, true);

addEventListener("beforeunload", (event) => {
  for (const form of unsent) if (!form.isConnected) unsent.delete(form);
  if (unsent.size) event.preventDefault();
});

const open = () => document.querySelectorAll("form[data-draft]");
const signs = () => document.hidden || open().forEach((form) => send(form, false));
setInterval(signs, SIGN);
signs();

// Who is at work, and which clauses say something else by now.
async function look() {
  const list = document.querySelector("[data-at-work]");
  if (!list || document.hidden) return;
  try {
    const answer = await fetch(list.dataset.atWork, { headers: { Accept: "application/json" } });
    const found = await answer.json();
    for (const card of list.querySelectorAll("[data-clause]")) {
      const now = found[card.dataset.clause];
      const people = card.querySelector("[data-people]");
      people.textContent = now?.names.length ? `● ${now.names.join(", ")} ${word("กำลังเปิดข้อนี้อยู่", "has this open")}` : "";
      card.querySelector("[data-stale]").hidden = now?.digest === card.dataset.digest;
    }
  } catch {
    // the next look may find the line again
  }
}
setInterval(look, LOOK);

// Places by dragging: the same form as the arrows, with the place as its word.
function grips() {
  const list = document.querySelector("[data-clauses]");
  if (!list || !window.Sortable || list.dataset.sorts) return;
  list.dataset.sorts = "yes";
  for (const place of list.querySelectorAll("[data-place]")) {
    const grip = document.createElement("button");
    grip.type = "button";
    grip.className = "ph-grip";
    grip.tabIndex = -1;
    grip.setAttribute("aria-hidden", "true");
    grip.textContent = "⠿";
    place.prepend(grip);
  }
  window.Sortable.create(list, {
    handle: ".ph-grip",
    draggable: "[data-clause]",
    animation: 120,
    onEnd: ({ item, oldDraggableIndex, newDraggableIndex }) => {
      if (oldDraggableIndex === newDraggableIndex) return;
      const form = item.querySelector("[data-place]");
      const to = Object.assign(document.createElement("input"), { type: "hidden", name: "to", value: newDraggableIndex + 1 });
      form.append(to);
      form.requestSubmit();
    },
  });
}
addEventListener("load", grips);

// What dragging leaves behind would be copied by a swap, which the page's policy of styles refuses.
const bare = () => document.querySelectorAll("[data-clause][style]").forEach((card) => card.removeAttribute("style"));
for (const act of ["click", "submit"]) document.addEventListener(act, bare, true);

document.addEventListener("htmx:after:swap", () => {
  grips();
  signs();
  document.querySelector(".ph-clause.is-open [autofocus]")?.focus();
});
