// The bar of a long import: asks once a second how far it is, and opens the batch when it is done.
"use strict";
const bar = document.querySelector("[data-progress]");
if (bar) {
  const part = (name) => bar.querySelector(`[data-${name}]`);
  let failures = 0;
  const show = (told) => {
    if (part("step").textContent !== told.step) part("step").textContent = told.step;
    part("place").textContent = told.place;
    part("rows").textContent = told.rows;
    const line = bar.querySelector("progress");
    if (told.percent === null) line.removeAttribute("value");
    else line.value = told.percent;
    if (told.cancelling) part("note").textContent = "正在取消……";
  };
  const ask = async () => {
    try {
      const answer = await fetch(bar.dataset.progress, { headers: { Accept: "application/json" }, redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      const told = await answer.json();
      if (!told.busy) {
        window.location.replace(bar.dataset.then);
        return;
      }
      if (failures) part("note").textContent = "";
      failures = 0;
      show(told);
    } catch {
      failures += 1;
      if (failures > 2) part("note").textContent = "暂时连不上服务器，正在重试。导入不受影响，恢复后会接着显示。";
    }
    window.setTimeout(ask, failures > 2 ? 5000 : 1000);
  };
  window.setTimeout(ask, 1000);
}
