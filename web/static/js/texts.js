// Words are typed, or put there by a quick key; either way the form hears it at once.
import { keep } from "./typed.js";

const TEXT = "input[type=text], textarea";

export function runTexts() {
  document.addEventListener("input", event => { if (event.target.matches(TEXT)) tell(event.target); });
  document.addEventListener("click", event => {
    const key = event.target.closest("[data-put]");
    const field = key && document.getElementById(key.dataset.into);
    if (field) put(field, key.dataset.put);
  });
}

// a quick key adds its word, and a second tap takes it away again
function put(field, word) {
  const words = field.value.split(/\s*[,，、]\s*/).filter(Boolean);
  const without = words.filter(one => one !== word);
  field.value = (without.length === words.length ? [...words, word] : without).join(", ");
  tell(field);
}

function tell(field) {
  keep(field);
  field.dispatchEvent(new CustomEvent("keyed", { bubbles: true, detail: { field: field.name, value: field.value } }));
}
