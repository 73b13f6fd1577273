// A quick phrase goes into its text field; a second tap takes it out again.
import { keep } from "./typed.js";

export function runPhrases() {
  document.addEventListener("click", event => {
    const button = event.target.closest("[data-phrase]");
    const input = button && document.getElementById(button.dataset.into);
    if (input) toggle(input, button.dataset.phrase);
  });
}

function toggle(input, phrase) {
  const said = input.value.split("，").map(part => part.trim()).filter(Boolean);
  const without = said.filter(part => part !== phrase);
  input.value = (without.length < said.length ? without : [...said, phrase]).join("，");
  keep(input);
  input.dispatchEvent(new CustomEvent("keyed", { bubbles: true, detail: { field: input.name, value: input.value } }));
}
