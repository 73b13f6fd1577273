// What is sent: always with the page's token, never without a server, and never lost in silence.
import { demandAttention, stale } from "./live.js";
import { beep } from "./sound.js";

export const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const writes = ctx => ctx.request.method !== "GET";

export function guardPosts() {
  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    if (writes(ctx)) ctx.request.headers["X-CSRFToken"] = token();
  });
  document.addEventListener("htmx:before:request", event => {
    if (!writes(event.detail.ctx) || !stale()) return;
    event.preventDefault();
    if (event.detail.ctx.draft) return;   // it waits by itself
    demandAttention("offline");
    beep(false);
  });
  document.addEventListener("htmx:error", ({ detail: { ctx } }) => { if (!ctx || writes(ctx)) failed(); });
  document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
    if (writes(ctx) && ctx.response.status >= 500) failed();
  });
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (writes(ctx) && ctx.response.status < 500) hide();
  });
  document.addEventListener("click", event => { if (event.target.closest("[data-dismiss]")) hide(); });
}

export function failed() {
  const strip = document.getElementById("failed");
  if (strip) strip.hidden = false;
  demandAttention("failed");
  beep(false);
}

export function hide() {
  const strip = document.getElementById("failed");
  if (strip) strip.hidden = true;
}
