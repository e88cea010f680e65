// The frame of every page: menus that close, the theme at once, the focus after a swap, and words for ears.

const said = document.getElementById("said");

function say(text) {
  if (said) said.textContent = text;
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== except && !menu.contains(except)) menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  const inside = event.target.closest("details[data-menu]");
  closeMenus(inside ?? event.target);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details[data-menu][open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  } else if (location.hash === "#menu") {
    location.hash = "#main";
  }
});

// The theme is the form's business; here it only shows without waiting for the answer.
document.querySelector("[data-themes]")?.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const root = document.documentElement;
  if (button.value === "auto") delete root.dataset.bsTheme;
  else root.dataset.bsTheme = button.value;
});

// A refused form: what is wrong is read out, and the next Tab begins there.
document.querySelector("[data-focus]")?.focus();

// A fault's link goes to its input, or to the first one of a group.
document.addEventListener("click", (event) => {
  const link = event.target.closest('#faults a[href^="#f-"], #faults a[href^="#rows-"], a[data-goto]');
  if (!link) return;
  const place = document.getElementById(link.hash.slice(1));
  const input = place?.matches("input, select, textarea") ? place : place?.querySelector("input, select, textarea");
  if (!input) return;
  event.preventDefault();
  input.closest("details")?.setAttribute("open", "");
  input.focus();
  input.scrollIntoView({ block: "center" });
});

// A button pressed twice acts once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  else form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Addresses of lists say only what was chosen, and the links by state keep it.
document.addEventListener("htmx:config:request", (event) => {
  const { method, body } = event.detail.ctx.request;
  if (method?.toUpperCase() !== "GET" || !(body instanceof FormData)) return;
  for (const [name, value] of [...body]) if (value === "") body.delete(name);
});
document.addEventListener("htmx:after:history:push", () => {
  for (const link of document.querySelectorAll("#states a")) {
    const chosen = new URLSearchParams(location.search);
    const state = new URL(link.href).searchParams.get("state");
    chosen.delete("cursor");
    if (state) chosen.set("state", state);
    else chosen.delete("state");
    link.search = chosen.toString();
  }
});

// On a phone a row is a card: what would not say by itself what it is gets its column's name.
function label() {
  for (const table of document.querySelectorAll(".ph-rows")) {
    table.querySelectorAll("thead th").forEach((head, n) => {
      if (!head.dataset.label) return;
      for (const row of table.tBodies[0].rows) if (row.cells[n].textContent) row.cells[n].dataset.label = head.dataset.label;
    });
  }
}
label();
document.addEventListener("htmx:after:swap", label);

// After a swap: the title stays, the new part is announced by its name.
document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail?.ctx?.target;
  const rows = document.querySelectorAll("#results tbody tr").length;
  if (target?.id === "results") {
    const label = document.getElementById("results")?.getAttribute("aria-label") ?? "";
    say(`${label}: ${rows}`);
  }
});

// The session has ended while the page stood open: sign in, and come back to the same place.
document.addEventListener("signed-out", () => {
  location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
});
