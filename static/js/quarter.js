// My quarter: a row that was changed says so until it is saved, and after a save the next row has the cursor.

const table = document.querySelector(".rp-quarter");
const english = document.documentElement.lang === "en";
let next = null;

table?.addEventListener("input", ({ target }) => target.closest(".rp-row")?.setAttribute("data-dirty", ""));

document.addEventListener("submit", ({ target }) => {
  const row = target.closest?.(".rp-row");
  next = row?.nextElementSibling?.id ?? null;
  row?.removeAttribute("data-dirty");
});

document.addEventListener("htmx:after:swap", () => {
  if (next) document.getElementById(next)?.querySelector(".rp-edit input, .rp-edit select")?.focus();
  next = null;
});

// Leaving with a row unsaved would lose it: the keeper has it, but a word beforehand is kinder.
window.addEventListener("beforeunload", (event) => {
  if (document.querySelector(".rp-row[data-dirty]")) event.preventDefault();
});

const said = document.getElementById("row-said");
table?.addEventListener("input", () => {
  const n = document.querySelectorAll(".rp-row[data-dirty]").length;
  if (said && n) said.textContent = english ? `${n} rows not saved yet` : `ยังไม่บันทึก ${n} แถว`;
});
