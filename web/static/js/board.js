// The wall board: news is gathered for a second, the figures' age is told, a lost feed says since when.
const QUIET = 1000;     // at most one fetch a second, and none of the news is lost
const ANYWAY = 20000;   // ages grow even when nothing happens

const board = document.getElementById("board");
let fetched = performance.now();
let answered = fetched;
let planned = null;

function plan() {
  planned ??= setTimeout(fetchAgain, Math.max(0, fetched + QUIET - performance.now()));
}

function fetchAgain() {
  planned = null;
  fetched = performance.now();
  board.dispatchEvent(new CustomEvent("fresh"));
}

function write(name, text) {
  for (const slot of document.querySelectorAll(`[data-${name}]`)) slot.textContent = text;
}

function tellAge() {
  write("age", Math.round((performance.now() - answered) / 1000));
}

function beat() {
  write("stopped", document.querySelector("[data-clock]")?.textContent ?? "");
}

document.addEventListener("board", plan);
document.addEventListener("resync", plan);
document.addEventListener("htmx:sse:before:message", beat);
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement === board && ctx.response.status < 400) answered = performance.now();
  tellAge();
});
document.addEventListener("htmx:after:swap", () => { tellAge(); beat(); });
setInterval(plan, ANYWAY);
setInterval(tellAge, 1000);
beat();
tellAge();
