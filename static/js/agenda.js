// The order of the agenda by drag and by keyboard. Without a script the buttons beside each matter do the same.
// A matter moves within its part; each move is sent at once and the answer, with new numbers and times, is shown.

const root = document.querySelector("[data-agenda]");

const rowsOf = (list) => [...list.querySelectorAll(":scope > [data-item]")];

async function send(form, focus) {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    headers: { "HX-Request": "true" },
  }).catch(() => null);
  if (!answer?.ok) return form.requestSubmit();
  root.innerHTML = await answer.text();
  const row = root.querySelector(`[data-item="${CSS.escape(focus)}"]`);
  row?.querySelector("[data-handle]")?.focus();
  const told = document.querySelector("[data-agenda-said]");
  if (told && row) told.textContent = row.querySelector("[data-number]").textContent.trim();
}

function step(row, way) {
  const other = way < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other?.matches("[data-item]")) return;
  if (way < 0) other.before(row);
  else other.after(row);
  send(row.closest("form"), row.dataset.item);
}

let dragged = null;

function over(event) {
  const list = dragged.parentElement;
  const under = rowsOf(list).find((row) => {
    const box = row.getBoundingClientRect();
    return event.clientY >= box.top && event.clientY <= box.bottom;
  });
  if (!under || under === dragged) return;
  const box = under.getBoundingClientRect();
  if (event.clientY < box.top + box.height / 2) under.before(dragged);
  else under.after(dragged);
}

root?.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest("[data-handle]");
  if (!handle || event.button) return;
  dragged = handle.closest("[data-item]");
  dragged.dataset.was = rowsOf(dragged.parentElement).indexOf(dragged);
  dragged.classList.add("is-dragged");
  handle.setPointerCapture(event.pointerId);
});

root?.addEventListener("pointermove", (event) => {
  if (dragged) over(event);
});

function drop() {
  if (!dragged) return;
  const row = dragged;
  dragged = null;
  row.classList.remove("is-dragged");
  if (rowsOf(row.parentElement).indexOf(row) !== Number(row.dataset.was)) send(row.closest("form"), row.dataset.item);
}

root?.addEventListener("pointerup", drop);
root?.addEventListener("pointercancel", drop);

root?.addEventListener("keydown", (event) => {
  const row = event.target.closest("[data-handle]")?.closest("[data-item]");
  const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!row || !way) return;
  event.preventDefault();
  step(row, way);
});
