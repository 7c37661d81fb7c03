// 记录走访: what is typed into the search box leaves the organizations whose name or pinyin holds it.
"use strict";
(() => {
  const box = document.querySelector("[data-find]");
  box?.addEventListener("input", () => {
    const wanted = box.value.replace(/\s/g, "").toLowerCase();
    document.querySelectorAll("[data-key]").forEach((line) => {
      line.hidden = !(line.dataset.key.toLowerCase().includes(wanted) || line.querySelector("input").checked);
    });
  });
})();
