// A tile is a choice and a number: a radio that selects it, a hidden input that is sent, an output that is seen.
import { keep } from "./typed.js";

export const radios = form => [...form.elements].filter(element => element.name === "field" && element.type === "radio");
export const chosen = form => radios(form).find(radio => radio.checked)?.closest("[data-field]");
export const number = tile => tile.querySelector("input[type=hidden]");
export const amount = tile => Number(number(tile).value || 0);

export function write(tile, text) {
  const input = number(tile);
  const output = tile.querySelector("output");
  input.value = text;
  output.textContent = text;
  keep(input, output);
  mirror(input.form);
  input.dispatchEvent(new CustomEvent("keyed", { bubbles: true, detail: { field: input.name, value: text } }));
}

/** Let the read-out of a form show the chosen tile. */
export function mirror(form) {
  const tile = form && chosen(form);
  const readout = document.querySelector(`[data-mirrors="${form?.id}"]`);
  if (!tile || !readout) return;
  const { caption, title, icon, tone } = tile.dataset;
  readout.className = `readout ${tone ?? ""}`;
  readout.querySelector("[data-caption]").textContent = caption ?? "";
  readout.querySelector("[data-title]").textContent = title ?? "";
  readout.querySelector("use").setAttribute("href", `#i-${icon || "count"}`);
  readout.querySelector("output").textContent = number(tile).value;
}
