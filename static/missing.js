// 上次有、这次没有: one key for each answer. J and K (or the arrows) go from line to line; without the script it is a form.
"use strict";
(() => {
  const form = document.querySelector("[data-missing]");
  if (!form) return;
  const lines = [...form.querySelectorAll("[data-line]")];
  const answers = { 1: "closed", 2: "moved", 3: "missed", 0: "" };
  lines.forEach((line) => { line.tabIndex = -1; });

  const here = () => lines.indexOf(document.activeElement?.closest("[data-line]"));
  const go = (place) => {
    const line = lines[Math.max(0, Math.min(place, lines.length - 1))];
    line.focus();
    line.scrollIntoView({ block: "nearest" });
  };
  const ticked = (line) => line.querySelector("input[name=picked]")?.checked;
  const say = (line, value) => { // a ticked line speaks for all ticked ones
    const radios = (ticked(line) ? lines.filter(ticked) : [line])
      .map((one) => one.querySelector(`input[type=radio][value="${value}"]`)).filter(Boolean);
    radios.forEach((radio) => { radio.checked = true; });
    return radios.length > 0;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const target = event.target;
    const typing = target.matches("select, textarea, input:not([type=radio]):not([type=checkbox])");
    const at = here();
    if (event.key === "Escape" && typing && at >= 0) { go(at); return; }
    const onLine = target.matches("[data-line]");
    if (event.key === "Enter" && typing && at >= 0) { event.preventDefault(); go(at + 1); return; }
    if (typing || !lines.length) return;
    const key = event.key.toLowerCase();
    if (key === "j" || (key === "arrowdown" && onLine)) go(at + 1);
    else if (key === "k" || (key === "arrowup" && onLine)) go(at - 1);
    else if (at >= 0 && key in answers) {
      if (!say(lines[at], answers[key])) return;
      if (key === "2") lines[at].querySelector(".lx-fate-where select")?.focus();
      else go(key === "0" ? at : at + 1);
    } else if (at >= 0 && key === "x") lines[at].querySelector("input[name=picked]")?.click();
    else if (key === "a") lines.forEach((line) => { if (!ticked(line)) line.querySelector("input[name=picked]")?.click(); });
    else if (onLine && key === "enter") lines[at].querySelector(".lx-fate-day input")?.focus();
    else return;
    event.preventDefault();
  });
})();
