// Copies the text that a button names. Where the browser gives no clipboard (plain http), the text is marked instead,
// so that the usual keys copy it.

const words = document.querySelector("[data-copied]")?.dataset.copied ?? "";
const said = document.getElementById("said");

function mark(text) {
  const range = document.createRange();
  range.selectNodeContents(text);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

async function copy(button) {
  const text = document.getElementById(button.dataset.copy);
  mark(text);
  try {
    await navigator.clipboard.writeText(text.textContent);
  } catch {
    if (!document.execCommand("copy")) return;
  }
  const label = button.querySelector("span");
  label.dataset.before ??= label.textContent;
  label.textContent = words;
  if (said) said.textContent = words;
  setTimeout(() => {
    label.textContent = label.dataset.before;
  }, 2000);
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}
