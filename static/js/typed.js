// Reads what is typed in a form, and puts it into a fresh copy of that form; rows and found options are made anew.

const SKIP = new Set(["csrf_token", "version", "seen_hash", "_was", "_save", "base_heading", "base_body"]);
const BASE = ["version", "_was"];

// What is typed, as [name, value, label]; the label only where an option was found by a search.
export function typed(form) {
  const fields = [...new FormData(form)].filter(([name, value]) => !SKIP.has(name) && typeof value === "string");
  return fields
    .filter(([name]) => !name.startsWith("_q."))
    .map(([name, value]) => {
      const input = form.querySelector(`[data-find] input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
      return input ? [name, value, input.closest("label").textContent.trim()] : [name, value];
    });
}

export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// What the form was opened on: whoever brings typed text back brings this back too, or what others saved meanwhile
// would look like a change of one's own.
export function base(form) {
  return Object.fromEntries(BASE.filter((name) => form.elements[name]).map((name) => [name, form.elements[name].value]));
}

function make(form, fields) {
  for (const [name, value, label] of fields) {
    const [, rows, number] = /^([a-z_]+)-(\d+)-/.exec(name) ?? [];
    const box = rows && form.querySelector(`[data-rows="${rows}"]`);
    if (box && !form.elements[`${rows}-${number}-id`]) {
      box.dataset.next = number;
      box.querySelector(":scope > [data-add]").click();
    }
    const input = `input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`;
    const search = form.querySelector(`input[name="_q.${CSS.escape(name)}"]`);
    if (!label || !search || form.querySelector(input)) continue;
    const item = document.createElement("li");
    const choice = document.createElement("input");
    Object.assign(choice, { type: "checkbox", name, value });
    const line = document.createElement("label");
    line.className = "ph-choice";
    line.append(choice, label);
    item.append(line);
    search.closest("[data-find]").querySelector("[data-chosen]").append(item);
  }
}

export function put(form, fields, opened = {}) {
  make(form, fields);
  for (const input of form.elements) {
    if (!input.name || SKIP.has(input.name) || input.type === "hidden") continue;
    const values = fields.filter(([name]) => name === input.name).map(([, value]) => value);
    if (input.type === "checkbox" || input.type === "radio") input.checked = values.includes(input.value);
    else if (values.length) input.value = values[0];
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
  for (const name of BASE) if (form.elements[name] && opened[name]) form.elements[name].value = opened[name];
}
