// What is shown: a part of the page that could not be fetched again is old, and the page says so.
import { demandAttention } from "./live.js";

const AGAIN = 4000;   // by itself, as long as something is old
const old = new Set();
let planned = null;

export function watchPanels() {
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    const panel = panelOf(ctx);
    if (panel) (ctx.response.status < 500 ? fresh : outdated)(panel);
  });
  document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
    const panel = ctx && panelOf(ctx);
    if (panel) outdated(panel);
  });
  document.addEventListener("click", event => { if (event.target.closest("[data-renew]")) renew(); });
}

// one that fetches itself, or one that something inside it asks for
const panelOf = ctx => ctx.request.method === "GET" && ctx.sourceElement.id !== "stream"
  && ctx.sourceElement.closest("#bar, #strip, #desk")?.id;

function outdated(panel) {
  if (!old.size) demandAttention("outdated");
  old.add(panel);
  show();
  planned ??= setTimeout(renew, AGAIN);
}

function fresh(panel) {
  if (old.delete(panel)) show();
}

function renew() {
  clearTimeout(planned);
  planned = null;
  if (old.size) document.body.dispatchEvent(new CustomEvent("resync", { bubbles: true }));
}

function show() {
  const strip = document.getElementById("outdated");
  if (strip) strip.hidden = !old.size;
}
