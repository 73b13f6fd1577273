// What the operator has just keyed in outlives a refresh of the page until the server has it.
const marks = new Map();
let count = 0;

const work = element => (element.form ?? element.closest("form"))?.dataset.work ?? "";

/** Mark elements as newer than anything the server can have rendered. */
export function keep(...elements) {
  count += 1;
  for (const element of elements) marks.set(element, { count, work: work(element) });
}

export function keepTyped() {
  htmx.registerExtension("typed", { htmx_before_morph_node: mayMorph });
  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => { ctx.typed = count; });
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx.request.form && ctx.request.method !== "GET" && ctx.response.status < 400) arrived(ctx);
  });
}

function arrived({ request: { form }, typed }) {
  for (const [element, mark] of marks) {
    const sent = mark.count <= typed && (element.form ?? element.closest("form")) === form;
    if (sent || !element.isConnected) marks.delete(element);
  }
}

// another piece of work in the same place starts clean: no choice is inherited from the last one
function mayMorph(old, { newNode }) {
  if (old.matches?.("form[data-work]") && old.dataset.work !== newNode.dataset.work) old.reset();
  const mark = marks.get(old);
  if (!mark) return true;
  if (mark.work === work(old)) return false;
  marks.delete(old);
  return true;
}
