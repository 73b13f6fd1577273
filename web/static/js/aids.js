// Counting full boxes: boxes x standard + rest, panels x boards; the sum goes to the count.
import { amount, write } from "./fields.js";

export function runAids() {
  document.addEventListener("keyed", event => {
    const aids = event.target.closest("[data-sum-into]");
    if (aids) work(aids);
  });
}

function work(aids) {
  const sum = [...aids.querySelectorAll("[data-aid]")].map(product).reduce((all, one) => all + one, 0);
  const target = document.querySelector(`[data-field] input[type=hidden][name="${CSS.escape(aids.dataset.sumInto)}"]`);
  if (target) write(target.closest("[data-field]"), sum ? String(sum) : "");
}

function product(aid) {
  const factors = [...aid.querySelectorAll("[data-part=factor]")].map(amount);
  const terms = [...aid.querySelectorAll("[data-part=term]")].map(amount);
  return factors.reduce((all, one) => all * one, 1) + terms.reduce((all, one) => all + one, 0);
}
