// One keypad in one place: its keys write to the chosen tile, and to nothing else.
import { amount, chosen, mirror, number, radios, write } from "./fields.js";

// the first digit replaces what stands in a tile, the next ones follow it
let editing = null;
let work = "";

export function runKeypad() {
  document.addEventListener("click", event => {
    const key = event.target.closest("[data-key]");
    const pad = key?.closest("[data-writes-to]");
    if (pad) press(document.getElementById(pad.dataset.writesTo), key.dataset.key, Number(pad.dataset.limit));
  });
  document.addEventListener("change", event => {
    const tile = event.target.name === "field" && event.target.closest("[data-field]");
    if (tile) choose(tile);
  });
  document.addEventListener("htmx:after:swap", () => document.querySelectorAll("form").forEach(form => { follow(form); mirror(form); }));
}

// a scan chooses a tile; what was keyed into the others stays
let followed = "";

function follow(form) {
  const { chosen: name, chosenAt } = form.dataset;
  if (!chosenAt || chosenAt === followed) return;
  followed = chosenAt;
  const radio = radios(form).find(one => one.value === name);
  if (!radio || radio.checked) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

function choose(tile) {
  editing = null;
  mirror(number(tile).form);
}

function press(form, key, limit) {
  const tile = form && chosen(form);
  if (!tile) return;
  if (key === "next") return next(form);
  if (work !== form.dataset.work) editing = null;
  const text = after(key, tile);
  editing = tile;
  work = form.dataset.work;
  if (Number(text || 0) <= limit) write(tile, text);
}

function after(key, tile) {
  const text = number(tile).value;
  if (key === "clear") return "";
  if (key === "back") return text.slice(0, -1);
  if (key.startsWith("+")) return String(amount(tile) + Number(key));
  return String(Number((editing === tile ? text : "") + key));
}

// only what can be seen is next: a form may keep tiles in parts that are not open
function next(form) {
  const all = radios(form).filter(one => one.checked || one.closest("[data-field]")?.offsetParent);
  const radio = all[(all.findIndex(one => one.checked) + 1) % all.length];
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}
