// What the operator has just keyed in outlives a refresh of the page until the page was drawn from it.
const marks = new Map();
let count = 0;       // of marks made
let requests = 0;    // of requests begun
let shown = 0;       // the request whose answer is being shown

const work = element => (element.form ?? element.closest("form"))?.dataset.work ?? "";

/** How much has been typed on this page until now; a request that knows it can say what it carries. */
export const typed = () => count;

/** Mark elements as newer than anything the server can have rendered. */
export function keep(...elements) {
  count += 1;
  for (const element of elements) marks.set(element, { count, work: work(element), arrived: Infinity });
}

export function keepTyped() {
  htmx.registerExtension("typed", { htmx_before_morph_node: mayMorph });
  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    requests += 1;
    ctx.number = requests;
    ctx.typed ??= count;
  });
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx.request.form && ctx.request.method !== "GET" && ctx.response.status < 400) arrived(ctx);
  });
  document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => { shown = ctx.number ?? 0; });
}

// an answer may be older than what has arrived: only what is asked for from now on is surely drawn from it
function arrived({ request: { form }, typed: sent }) {
  for (const [element, mark] of marks) {
    if (!element.isConnected) marks.delete(element);
    else if (mark.count <= sent && (element.form ?? element.closest("form")) === form) mark.arrived = Math.min(mark.arrived, requests);
  }
}

// another piece of work in the same place starts clean: no choice is inherited from the last one
function mayMorph(old, { newNode }) {
  if (old.matches?.("form[data-work]") && old.dataset.work !== newNode.dataset.work) old.reset();
  const mark = marks.get(old);
  if (!mark) return true;
  if (mark.work === work(old) && shown <= mark.arrived) return false;
  marks.delete(old);
  return true;
}
