// A chip counts one kind of thing: its buttons add to the number, take from it, or set it.
import { keep } from "./typed.js";

export function runChips() {
  document.addEventListener("click", event => {
    const button = event.target.closest("[data-add], [data-set]");
    const chip = button?.closest("[data-chip]");
    if (!chip) return;
    const { add, set } = button.dataset;
    setChip(chip, set === undefined ? Number(counted(chip).value || 0) + Number(add) : Number(set));
  });
}

const counted = chip => chip.querySelector("input[type=hidden]");

export function setChip(chip, number) {
  const input = counted(chip);
  const shown = chip.querySelector("output");
  const count = Math.max(0, number);
  input.value = count || "";
  shown.textContent = count || "";
  chip.classList.toggle("on", count > 0);
  keep(chip, input, shown);
  input.dispatchEvent(new CustomEvent("keyed", { bubbles: true, detail: { field: input.name, value: input.value } }));
}
