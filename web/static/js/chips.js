// A chip counts one kind of defect: a tap on its name adds one, a tap on the minus takes one back.
import { keep } from "./typed.js";

export function runChips() {
  document.addEventListener("click", event => {
    const button = event.target.closest("[data-add]");
    const chip = button?.closest("[data-chip]");
    if (chip) add(chip, Number(button.dataset.add));
  });
}

function add(chip, step) {
  const input = chip.querySelector("input[type=hidden]");
  const shown = chip.querySelector("output");
  const count = Math.max(0, Number(input.value || 0) + step);
  input.value = count || "";
  shown.textContent = count || "";
  chip.classList.toggle("on", count > 0);
  keep(chip, input, shown);
  input.dispatchEvent(new CustomEvent("keyed", { bubbles: true, detail: { field: input.name, value: input.value } }));
}
