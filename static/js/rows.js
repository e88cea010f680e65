// Rows of children without a round trip, and found options that stay chosen. Without a script the same buttons
// send the form, and the server draws it anew.

function renumber(box) {
  box.querySelectorAll(":scope > [data-row]").forEach((row, n) => {
    row.querySelectorAll("[data-place]").forEach((place) => (place.textContent = n + 1));
  });
}

function add(box) {
  const n = Number(box.dataset.next);
  box.dataset.next = n + 1;
  const made = box.querySelector(":scope > template").content.cloneNode(true);
  for (const part of made.querySelectorAll("*")) {
    for (const { name, value } of [...part.attributes]) {
      if (value.includes("-NEW")) part.setAttribute(name, value.replaceAll("-NEW", `-${n}`));
    }
  }
  const row = made.querySelector("[data-row]");
  box.querySelector(":scope > [data-add]").before(made);
  window.htmx?.process(row);
  renumber(box);
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

function remove(row) {
  const box = row.closest("[data-rows]");
  const next = row.nextElementSibling?.matches("[data-row]") ? row.nextElementSibling : null;
  row.remove();
  renumber(box);
  (next?.querySelector("input:not([type=hidden]), select, textarea") ?? box.querySelector("[data-add]")).focus();
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const adding = event.target.closest("[data-add]");
  const removing = event.target.closest("[data-remove]");
  if (!adding && !removing) return;
  event.preventDefault();
  if (adding) add(adding.closest("[data-rows]"));
  else remove(removing.closest("[data-row]"));
});

// A found option that is chosen moves up to the chosen ones, so that the next search does not lose it.
document.addEventListener("change", (event) => {
  const results = event.target.closest(".ph-find-results");
  if (!results || !event.target.checked) return;
  const chosen = results.closest("[data-find]").querySelector("[data-chosen]");
  if (event.target.type === "radio") chosen.replaceChildren();
  chosen.append(event.target.closest("li"));
  event.target.focus();
});

// Enter in a search searches; it does not send the form.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("[data-find] input[type=search]")) return;
  event.preventDefault();
  event.target.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("click", (event) => {
  if (event.target.closest("button[name=_find]")) {
    event.preventDefault();
    const input = event.target.closest(".ph-find-line").querySelector("input");
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
  }
});
