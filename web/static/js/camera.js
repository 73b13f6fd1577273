// Two controls of one form, camera and gallery: only what was chosen last is sent, and only once.
const SHUTTERS = "form.shoot, form.snap";

export function runCamera() {
  document.addEventListener("change", event => {
    const chosen = event.target;
    if (chosen.type === "file" && chosen.files.length && chosen.closest(SHUTTERS)) empty(chosen.form, chosen);
  }, true);   // before the form is read and sent
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    if (ctx.sourceElement?.matches?.(SHUTTERS)) empty(ctx.sourceElement);
  });
}

function empty(form, but) {
  for (const one of form.querySelectorAll("input[type=file]")) if (one !== but) one.value = "";
}
