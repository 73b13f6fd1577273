// Is the server still there? Only silence tells: a half-open connection raises no browser event.
const STALE = 3500;   // the server says "ping" every second
const LOOK = 250;
const POLL = 2000;
const RETRY = 2000;

const root = document.documentElement;
let last = performance.now();
let retried = 0;
let connection = null;
let polling = null;

export const stale = () => root.dataset.live === "stale";
export const demandAttention = id => {
  const strip = document.getElementById(id);
  if (!strip) return;
  strip.classList.remove("look");
  void strip.offsetWidth;   // lets the animation start again
  strip.classList.add("look");
};

export function watch() {
  if (!document.getElementById("stream")) return;
  root.dataset.live = "live";
  retried = performance.now();
  document.addEventListener("htmx:sse:after:connection", event => connected(event.detail.connection));
  document.addEventListener("htmx:sse:before:message", beat);
  document.addEventListener("htmx:sse:close", () => { connection = null; });
  document.addEventListener("htmx:sse:error", event => refused(event.detail.status));
  document.addEventListener("htmx:after:request", answered);
  document.addEventListener("htmx:after:swap", show);
  document.addEventListener("click", event => { if (event.target.closest("[data-reconnect]")) reconnect(); });
  setInterval(look, LOOK);
}

function beat() {
  last = performance.now();
  if (stale()) { root.dataset.live = "live"; show(); }
}

function connected(now) {
  connection = now;
  clearInterval(polling);
  polling = null;
  document.body.dispatchEvent(new CustomEvent("resync", { bubbles: true }));
}

// the server has no stream left for us: ask instead of listening, an answer is as good as a ping
function refused(status) {
  if (status === 503 && !polling) {
    polling = setInterval(() => document.body.dispatchEvent(new CustomEvent("resync", { bubbles: true })), POLL);
  }
}

function answered({ detail: { ctx } }) {
  const status = ctx.response.status;
  if (ctx.sourceElement.id === "stream") refused(status);
  else if (polling && status < 500) beat();
}

function look() {
  const silence = performance.now() - last;
  if (silence >= STALE && !stale()) { root.dataset.live = "stale"; show(); }
  if (stale()) seconds(silence);
  if ((!connection || stale()) && performance.now() - retried > RETRY) reconnect();
}

function reconnect() {
  retried = performance.now();
  if (connection?.delayCanceller) connection.delayCanceller();
  else if (connection?.reader) connection.reader.cancel().catch(() => {});
  else if (!connection) document.getElementById("stream").dispatchEvent(new CustomEvent("reconnect"));
}

function seconds(silence) {
  for (const slot of document.querySelectorAll("[data-lost-seconds]")) {
    slot.textContent = Math.round(silence / 1000);
  }
}

// what must not be pressed without a server says so; the server's own words come back afterwards
function show() {
  const lost = stale();
  const offline = document.getElementById("offline");
  if (offline) offline.hidden = !lost;
  for (const button of document.querySelectorAll("[data-writes]")) {
    if (lost && !button.hasAttribute("aria-disabled")) {
      button.dataset.blockedByLoss = "";
      button.setAttribute("aria-disabled", "true");
    } else if (!lost && "blockedByLoss" in button.dataset) {
      delete button.dataset.blockedByLoss;
      button.removeAttribute("aria-disabled");
    }
  }
}
