// One tap fills a form in as it was last time; what is filled in can be changed like anything that was typed.
import { setChip } from "./chips.js";
import { keep } from "./typed.js";

export function runFill() {
  document.addEventListener("click", event => {
    const button = event.target.closest("[data-fill]");
    const form = button && document.getElementById(button.dataset.into);
    if (form) fill(form, JSON.parse(button.dataset.fill));
  });
}

function fill(form, values) {
  for (const field of form.elements) {
    if (field.name in values) put(field, String(values[field.name]));
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

function put(field, value) {
  const chip = field.closest("[data-chip]");
  if (chip) return setChip(chip, Number(value));
  if (field.type === "radio") field.checked = field.value === value;
  else {
    field.value = value;
    keep(field);
  }
}
