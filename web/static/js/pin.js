// The PIN: its digits live here only, never in the page, and leave it only when a signature is sent.
let digits = "";
let owner = null;   // the form and the work that these digits were typed for

export function runPin() {
  document.addEventListener("click", event => {
    const key = event.target.closest("[data-key]");
    const pad = key?.closest("[data-pin-for]");
    if (pad) press(pad, key.dataset.key);
  });
  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    ctx.request.body?.delete?.("pin");
    if (ctx.sourceEvent?.type === "submit" && owner && ctx.request.form?.id === owner.form) {
      ctx.request.body.set("pin", digits);
    }
  });
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    if (owner && ctx.sourceEvent?.type === "submit" && ctx.request.form?.id === owner.form) wipe();
  });
  document.addEventListener("htmx:after:swap", () => {
    const pad = document.querySelector("[data-pin-for]");
    if (!pad || key(pad) !== owner?.key) wipe();
    if (pad) show(pad);
  });
}

const key = pad => `${pad.dataset.pinFor} ${document.getElementById(pad.dataset.pinFor)?.dataset.work ?? ""}`;

function press(pad, pressed) {
  const length = Number(pad.dataset.length);
  owner = { form: pad.dataset.pinFor, key: key(pad) };
  if (pressed === "clear") digits = "";
  else if (pressed === "back") digits = digits.slice(0, -1);
  else if (digits.length < length) digits += pressed;
  show(pad);
}

function wipe() {
  digits = "";
  owner = null;
  const pad = document.querySelector("[data-pin-for]");
  if (pad) show(pad);
}

function show(pad) {
  const dots = [...pad.querySelectorAll("[data-pin-dots] i")];
  dots.forEach((dot, place) => dot.classList.toggle("on", place < digits.length));
  pad.querySelector("[data-pin-dots]").setAttribute("aria-label", JSON.parse(pad.dataset.entered)[digits.length]);
  const button = document.querySelector(`[form="${pad.dataset.pinFor}"][data-pin-whys]`);
  if (button) allow(button, dots.length - digits.length);
}

function allow(button, missing) {
  button.querySelector("[data-why]").textContent = JSON.parse(button.dataset.pinWhys)[missing];
  if (missing > 0) button.setAttribute("aria-disabled", "true");
  else if (!("blockedByLoss" in button.dataset)) button.removeAttribute("aria-disabled");
}
