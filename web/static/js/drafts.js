// What is being filled in reaches the server by itself: soon after the last key, and always before its form can go away.
import { typed } from "./typed.js";

const SOON = 150;
const touched = new Map();    // form: the timer that will save it
const unsaved = new Map();    // piece of work: the draft that did not arrive
let underWay = 0;
let settlers = [];

export function saveDrafts() {
  for (const touch of ["keyed", "change"]) document.addEventListener(touch, soon);
  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => { if (ctx.draft) begin(ctx); });
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => { if (ctx.draft) end(ctx); });
  // any answer may take the form away, and so may leaving the page
  document.addEventListener("htmx:before:swap", saveAll);
  window.addEventListener("pagehide", saveAll);
  document.addEventListener("htmx:before:response", stayForDrafts);
  document.addEventListener("resync", again);
}

function soon({ target }) {
  const form = target.form ?? target.closest?.("form");
  if (!form?.dataset.draft) return;
  clearTimeout(touched.get(form));
  touched.set(form, setTimeout(() => save(form), SOON));
}

function saveAll() {
  for (const form of touched.keys()) save(form);
}

function save(form) {
  clearTimeout(touched.get(form));
  touched.delete(form);
  send({ form, url: form.dataset.draft, work: form.dataset.work, body: new FormData(form), typed: typed() });
}

// the queue of this one element keeps drafts in the order in which they were made
function send(draft) {
  unsaved.delete(draft.work);
  htmx.ajax("POST", draft.url, { source: "#drafts", target: "#desk", swap: "innerMorph", draft });
}

function begin(ctx) {
  underWay += 1;
  Object.assign(ctx.request, { form: ctx.draft.form, body: ctx.draft.body, keepalive: true });
  ctx.typed = ctx.draft.typed;
}

function end({ draft, response }) {
  if (!(response?.status < 400) && !unsaved.has(draft.work)) unsaved.set(draft.work, draft);
  underWay -= 1;
  if (underWay) return;
  for (const settle of settlers) settle();
  settlers = [];
}

function again() {
  for (const draft of unsaved.values()) send(draft);
}

function settled() {
  saveAll();
  return underWay ? new Promise(settle => settlers.push(settle)) : Promise.resolve();
}

// a page that is drawn anew must not be drawn from before the last draft
function stayForDrafts(event) {
  if (event.detail.ctx.hx.refresh !== "true") return;
  event.preventDefault();
  settled().then(() => location.reload());
}
