// 季度确认: the button says how many ticked organizations it confirms, and rests when there is none.
"use strict";
(() => {
  const form = document.querySelector("[data-confirming]");
  if (!form) return;
  const button = form.querySelector("[data-says]");
  const count = () => {
    const ticked = form.querySelectorAll("input[name=picked]:checked").length;
    button.value = button.dataset.says.replace("#", ticked);
    button.disabled = !ticked;
  };
  form.addEventListener("change", count);
  window.addEventListener("pageshow", count); // going back restores ticks without an event
  count();
})();
