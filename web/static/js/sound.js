// Two sounds that differ in pattern, not only in pitch: good is one short high, bad is three low.
const GOOD = [[1760, 0, 0.09]];
const BAD = [[330, 0, 0.12], [330, 0.18, 0.12], [330, 0.36, 0.12]];
const LOUDNESS = 0.15;
let audio = null;

export function soundScans() {
  document.addEventListener("scan", event => beep(verdict(event.detail?.data)));
  document.addEventListener("pointerdown", () => audio?.resume(), { passive: true });
}

function verdict(data) {
  try { return JSON.parse(data).ok === true; } catch { return false; }
}

export function beep(good) {
  audio ??= new AudioContext();
  audio.resume();
  for (const note of good ? GOOD : BAD) play(...note);
}

function play(pitch, delay, length) {
  const voice = audio.createOscillator();
  const gain = audio.createGain();
  voice.type = "square";
  voice.frequency.value = pitch;
  gain.gain.value = LOUDNESS;
  voice.connect(gain).connect(audio.destination);
  voice.start(audio.currentTime + delay);
  voice.stop(audio.currentTime + delay + length);
}
