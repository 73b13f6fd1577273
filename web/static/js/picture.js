// A part is chosen where it sits on the board.
import { keep } from "./typed.js";

export function runPicture() {
  document.addEventListener("click", event => choose(event.target.closest("[data-choose]")));
  document.addEventListener("keydown", event => {
    const part = event.key === " " && event.target.closest?.("[data-choose]");
    if (!part) return;
    event.preventDefault();
    choose(part);
  });
}

function choose(part) {
  if (!part) return;
  const picture = part.closest("svg");
  for (const other of picture.querySelectorAll("[data-choose]")) {
    other.classList.toggle("sel", other === part);
    other.setAttribute("aria-pressed", String(other === part));
  }
  const name = part.dataset.choose;
  const input = picture.parentElement.querySelector(`input[name="${CSS.escape(part.dataset.into)}"]`);
  picture.parentElement.querySelector("em").textContent = name;
  input.value = name;
  keep(input);
  input.dispatchEvent(new CustomEvent("keyed", { bubbles: true, detail: { field: input.name, value: name } }));
}
