// A reader that types like a keyboard: a burst too fast for fingers, ended by Enter or Tab, wherever the focus is.
import { demandAttention, stale } from "./live.js";
import { failed, hide, token } from "./posts.js";
import { beep } from "./sound.js";

const GAP = 50;       // ms between two characters of one burst
const PATIENCE = 10000;   // ms after which a code that nobody took is told
const WINDOW = 400;   // ms within which the same code is the same scan
const SHORTEST = 6;
const SHORT = /^[DK]\d{1,6}[0-9A-Z]$/;   // digits and words of the command sheet
const CONTROL = 64;   // Ctrl+] is how most wedges send the separator GS
const KEYS = { F8: "\x1d", F9: "\x1e" };   // and how some send GS and RS
const LOST = "\ufffd";   // what no keyboard can say: the code is refused, never guessed
const SILENT = new Set(["Shift", "Control", "CapsLock", "NumLock", "AltGraph", "Meta"]);
// what stands on the keys that an input method hides, without and with Shift
const HIDDEN = {
  Digit1: "1!", Digit2: "2@", Digit3: "3#", Digit4: "4$", Digit5: "5%", Digit6: "6^", Digit7: "7&", Digit8: "8*",
  Digit9: "9(", Digit0: "0)", Minus: "-_", Equal: "=+", BracketLeft: "[{", BracketRight: "]}", Backslash: "\\|",
  Semicolon: ";:", Quote: "'\"", Backquote: "`~", Comma: ",<", Period: ".>", Slash: "/?", Space: "  ",
};

let burst = "";
let at = 0;
let number = "";   // of Alt+029, which is how others send GS
let field = null;
let before = "";
let last = { code: "", at: -Infinity };
let sending = Promise.resolve();

export function listenToWedge() {
  if (!document.querySelector("[data-wedge-url]")) return;
  addEventListener("keydown", hear, true);
  addEventListener("keyup", event => { if (event.key === "Alt") numbered(); }, true);
}

function hear(event) {
  if (SILENT.has(event.key)) return;
  // when the key came, and not when a busy page got round to it
  if (event.timeStamp - at > GAP) burst = number = "";
  at = event.timeStamp;
  if (event.key === "Alt") return;
  if (event.altKey && /^Numpad\d$/.test(event.code)) { number += event.code.at(-1); return; }
  numbered();
  if (event.key === "Enter" || event.key === "Tab") return end(event);
  const character = typed(event);
  if (!character) return;
  add(character);
  // a space must not press the focused button, Ctrl+J and F8 must not do what browsers do with them
  if (burst.length > 1 && (character < "!" || event.key in KEYS)) event.preventDefault();
}

function add(character) {
  if (!burst) remember();
  burst += character;
}

// above ASCII nobody knows which character a number means: that depends on the machine's code page
function numbered() {
  if (number) add(number < 128 ? String.fromCharCode(number) : LOST);
  number = "";
}

function end(event) {
  const code = burst;
  burst = "";
  if (code.length < SHORTEST && !SHORT.test(code)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  restore();
  const again = code === last.code && event.timeStamp - last.at < WINDOW;
  last = { code, at: event.timeStamp };
  if (!again) sending = sending.then(() => send(code));   // one after the other: they arrive in their order
}

function typed(event) {
  if (event.key === "Process") return hidden(event);
  if (burst && event.key in KEYS) return KEYS[event.key];
  if (event.key === "Unidentified" || event.key === "Dead") return burst && LOST;
  if (event.key.length !== 1) return "";
  return event.ctrlKey ? String.fromCharCode(event.key.toUpperCase().charCodeAt(0) - CONTROL) : event.key;
}

// an input method hides the key, but not where it is on the keyboard
function hidden(event) {
  const letter = /^Key(.)$/.exec(event.code)?.[1];
  const keys = letter ? letter.toLowerCase() + letter : HIDDEN[event.code];
  if (!keys) return burst && LOST;
  if (event.ctrlKey) return String.fromCharCode((letter ?? keys[0]).charCodeAt(0) - CONTROL);
  return keys[Number(letter ? event.shiftKey !== event.getModifierState("CapsLock") : event.shiftKey)];
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
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.ok) hide(); else failed();   // an old token or an unknown browser loses the scan too
  } catch { failed(); }
}
