// A tap on the picture of a board is a place on it; near a place that is known it is that one, and on itself it is none.
import { keep } from "./typed.js";

const NEAR = 45;    // thousandths of the picture's width

export function runPlaces() {
  document.addEventListener("click", event => {
    const map = event.target.closest?.("svg[data-places]");
    const form = map && document.getElementById(map.dataset.places);
    if (form) tap(map, form.elements, event);
  });
}

function tap(map, fields, { clientX, clientY }) {
  const point = new DOMPoint(clientX, clientY).matrixTransform(map.getScreenCTM().inverse());
  const { width, height } = map.viewBox.baseVal;
  const at = { across: inside(point.x / width), down: inside(point.y / height) };
  const flat = height / width;
  const far = one => Math.hypot(one.across - at.across, (one.down - at.down) * flat);
  const known = [...map.querySelectorAll("[data-known]")].map(({ dataset }) => (
    { name: dataset.known, across: Number(dataset.across), down: Number(dataset.down) }
  ));
  const near = known.filter(one => far(one) < NEAR).sort((one, other) => far(one) - far(other))[0];
  const chosen = fields.picture.value === map.dataset.picture
    ? { across: Number(fields.across.value), down: Number(fields.down.value) } : null;
  const place = near ?? at;
  const again = chosen && far(chosen) < NEAR && (!near || (chosen.across === near.across && chosen.down === near.down));
  choose(map, fields, again ? null : place);
  name(fields.location, again ? "" : near?.name ?? "", known);
  fields.picture.dispatchEvent(new CustomEvent("keyed", { bubbles: true, detail: { field: "picture", value: fields.picture.value } }));
}

function choose(map, fields, place) {
  put(fields.picture, place ? map.dataset.picture : "");
  put(fields.across, place ? place.across : "");
  put(fields.down, place ? place.down : "");
  const here = map.querySelector("[data-here]");
  here.toggleAttribute("hidden", !place);
  const { width, height } = map.viewBox.baseVal;
  if (place) here.firstElementChild.setAttribute("transform", `translate(${place.across * width / 1000} ${place.down * height / 1000})`);
}

// what somebody has typed himself stays; the name of another known place goes with it
function name(field, wanted, known) {
  if (wanted || known.some(one => one.name && one.name === field.value)) put(field, wanted);
}

function put(field, value) {
  field.value = value;
  keep(field);
}

const inside = share => Math.round(Math.min(1, Math.max(0, share)) * 1000);
