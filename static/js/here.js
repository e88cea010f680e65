// Says that somebody is at work on this page, and in which section, as long as the page is seen; shows who else is.

const EVERY = 20_000;
const box = document.querySelector("[data-here]");
let section = "";
let timer;

function body(more = {}) {
  const sent = new FormData();
  for (const [name, value] of Object.entries({ csrf_token: box.dataset.token, section, ...more })) sent.set(name, value);
  return sent;
}

async function sign() {
  clearTimeout(timer);
  if (document.hidden) return;
  timer = setTimeout(sign, EVERY);
  try {
    const answer = await fetch(box.dataset.here, { method: "POST", body: body(), redirect: "manual" });
    if (!answer.ok) return;
    const text = (await answer.text()).trim();
    if (box.innerHTML.trim() !== text) box.innerHTML = text; // ours, escaped as every page is
  } catch {
    // a lost line: the next sign comes by itself
  }
}

if (box) {
  document.addEventListener("focusin", (event) => {
    const here = event.target.closest("form[data-section]")?.dataset.section;
    if (!here || here === section) return;
    section = here;
    clearTimeout(timer);
    timer = setTimeout(sign, 1500);
  });
  document.addEventListener("visibilitychange", sign);
  window.addEventListener("pagehide", () => navigator.sendBeacon(box.dataset.here, body({ _leave: "1" })));
  sign();
}
