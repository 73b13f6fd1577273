// Every press shows at once; a button that cannot be pressed draws the eye to why.
const PRESSABLE = "button, label, [role=button]";

export function answerPresses() {
  document.addEventListener("pointerdown", event => mark(event.target.closest?.(PRESSABLE)), { passive: true });
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => setTimeout(release, 90), { passive: true });
  }
  document.addEventListener("click", refuse, true);
}

function mark(pressed) {
  release();
  pressed?.classList.add("pressed");
}

function release() {
  for (const pressed of document.querySelectorAll(".pressed")) pressed.classList.remove("pressed");
}

function refuse(event) {
  const button = event.target.closest?.("[aria-disabled=true]");
  if (!button) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  button.classList.remove("look");
  void button.offsetWidth;   // lets the animation start again
  button.classList.add("look");
}
