// A reader that types like a keyboard: a burst too fast for fingers, ended by Enter, wherever the focus is.
import { demandAttention, stale } from "./live.js";
import { failed, hide, token } from "./posts.js";
import { beep } from "./sound.js";

const GAP = 50;       // ms between two characters of one burst
const SHORTEST = 6;
const SHORT = /^[DK]\d{1,6}[0-9A-Z]$/;   // digits and words of the command sheet
const CONTROL = 64;   // Ctrl+] is how a wedge sends the separator GS

let burst = "";
let at = 0;
let field = null;
let before = "";

export function listenToWedge() {
  if (document.querySelector("[data-wedge-url]")) addEventListener("keydown", hear, true);
}

function hear(event) {
  // when the key came, and not when a busy page got round to it
  if (event.timeStamp - at > GAP) burst = "";
  at = event.timeStamp;
  if (event.key === "Enter") return end(event);
  const character = typed(event);
  if (!character) return;
  if (!burst) remember();
  burst += character;
  // a space must not press the focused button, Ctrl+J must not open a browser window
  if (burst.length > 1 && (character === " " || event.ctrlKey)) event.preventDefault();
}

function end(event) {
  const code = burst;
  burst = "";
  if (code.length < SHORTEST && !SHORT.test(code)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  restore();
  send(code);
}

// an input method hides the key, but not where it is on the keyboard
function typed(event) {
  if (event.key === "Process") return /^(?:Key|Digit)(.)$/.exec(event.code)?.[1] ?? "";
  if (event.key.length !== 1) return "";
  return event.ctrlKey ? String.fromCharCode(event.key.toUpperCase().charCodeAt(0) - CONTROL) : event.key;
}

function remember() {
  const focused = document.activeElement;
  field = focused?.matches("input:not([type=radio], [type=checkbox]), textarea") ? focused : null;
  before = field?.value ?? "";
}

function restore() {
  if (!field || field !== document.activeElement) return;
  field.value = before;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function nonce() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), byte => byte.toString(16).padStart(2, "0")).join("");
}

async function send(code) {
  if (stale()) { beep(false); demandAttention("offline"); return; }
  const url = document.querySelector("[data-wedge-url]").dataset.wedgeUrl;
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "X-CSRFToken": token() },
      body: new URLSearchParams({ code, nonce: nonce() }),
    });
    if (answer.status >= 500) failed(); else hide();
  } catch { failed(); }
}
