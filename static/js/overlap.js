// The overlap: areas open in place, the address keeps what is open, and the page prints.

const said = document.getElementById("said");

function opened(address) {
  return (address.searchParams.get("open") ?? "").split(".").filter(Boolean);
}

function toggled(codes, code) {
  return codes.includes(code) ? codes.filter((c) => !c.startsWith(code)) : [...codes, code];
}

function keep(address, codes) {
  if (codes.length) address.searchParams.set("open", codes.join("."));
  else address.searchParams.delete("open");
  for (const input of document.querySelectorAll('form input[name="open"]')) input.value = codes.join(".");
  for (const link of document.querySelectorAll("[data-keeps-open]")) {
    const other = new URL(link.href);
    if (codes.length) other.searchParams.set("open", codes.join("."));
    else other.searchParams.delete("open");
    link.href = other.href;
  }
}

async function open(link) {
  const body = link.closest("tbody");
  const here = new URL(location.href);
  const codes = toggled(opened(here), link.dataset.open);
  keep(here, codes);
  here.hash = "";
  const part = new URL(here);
  part.searchParams.set("part", body.dataset.area);
  body.setAttribute("aria-busy", "true");
  await window.htmx.ajax("GET", part.pathname + part.search, { target: `#${body.id}`, swap: "outerHTML" });
  history.replaceState(history.state, "", here);
  const again = document.getElementById(link.id);
  again?.focus({ preventScroll: true });
  const rows = document.getElementById(body.id)?.querySelectorAll("tr:not(.ov-ask)").length ?? 1;
  if (said && again) said.textContent = again.getAttribute("aria-expanded") === "true" ? `${again.textContent}: ${rows - 1}` : again.textContent;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-open]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  open(link).catch(() => location.assign(link.href));
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

function ready() {
  for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
}
ready();
document.addEventListener("htmx:after:swap", (event) => {
  ready();
  if (event.detail?.ctx?.target?.id === "overlap" && said) said.textContent = document.getElementById("said-overlap")?.textContent ?? "";
});
