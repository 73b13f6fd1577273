// The clock shows the server's time at the site, whatever the panel's own clock says.
const root = document.documentElement;
let offset = Number(root.dataset.now || Date.now()) - Date.now();

export function runClock() {
  const shape = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: root.dataset.zone });
  const tick = () => {
    const now = shape.format(new Date(Date.now() + offset));
    for (const clock of document.querySelectorAll("[data-clock]")) {
      if (clock.textContent !== now) clock.textContent = now;
    }
  };
  document.addEventListener("ping", event => {
    const now = Number(event.detail?.data);
    if (now) offset = now - Date.now();
    tick();
  });
  document.addEventListener("htmx:after:swap", tick);
  setInterval(tick, 1000);
  tick();
}
