// The print button of a form; without it the browser's own menu prints the same.
const button = document.querySelector("[data-print]");
if (button) button.addEventListener("click", () => window.print());
