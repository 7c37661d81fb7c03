// The grid of dues: a piece copied from an office suite spreads over the cells, arrows and Enter go up and down, a
// column's blanks take what is owed. Without this the boxes are plain boxes, and the same buttons work on the server.
"use strict";
const grid = document.querySelector("[data-dues]");
if (grid) {
  const form = grid.closest("form");
  const status = form.querySelector("[data-status]");
  const stored = JSON.parse(form.elements.opened.value);
  const rows = [...grid.tBodies[0].rows].map((row) => [...row.cells]);
  const boxOf = (cell) => cell && cell.querySelector("input, select");
  const placeOf = (box) => {
    const cell = box.closest("td");
    const down = rows.findIndex((cells) => cells.includes(cell));
    return [down, rows[down].indexOf(cell)];
  };
  const changed = () => [...grid.querySelectorAll("tbody :is(input, select)")].filter((box) => box.matches("input") && box.value.trim() !== (stored[box.name] || ""));
  const mark = () => {
    const boxes = changed();
    grid.querySelectorAll(".lx-cell-new").forEach((cell) => cell.classList.remove("lx-cell-new"));
    boxes.forEach((box) => box.closest("td").classList.add("lx-cell-new"));
    return boxes.length;
  };
  const say = (text) => { status.textContent = text; };
  const told = () => { const count = mark(); say(count ? `改了 ${count} 格，还没有保存` : ""); };

  const table = (text) => text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
  const put = (box, text) => { // into a drop-down goes what is one of its words
    if (box.matches("select")) {
      const option = [...box.options].find((one) => one.text === text || one.value === text);
      if (!option) return false;
      box.value = option.value;
    } else box.value = text;
    return true;
  };

  grid.addEventListener("paste", (event) => {
    const box = event.target.closest("input");
    const cells = table(event.clipboardData.getData("text/plain"));
    if (!box || (cells.length === 1 && cells[0].length === 1)) return;
    event.preventDefault();
    const [top, left] = placeOf(box);
    let count = 0;
    let lost = 0;
    cells.forEach((line, down) => line.forEach((text, right) => {
      const target = boxOf((rows[top + down] || [])[left + right]);
      if (target && put(target, text.trim())) count += 1;
      else if (text.trim()) lost += 1;
    }));
    mark();
    say(`粘贴了 ${count} 格` + (lost ? `，${lost} 格没有地方放，没有粘贴` : "") + "；核对后请保存");
  });

  grid.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1, Enter: event.shiftKey ? -1 : 1 }[event.key];
    if (!step || event.isComposing || !event.target.matches("input")) return;
    event.preventDefault();
    const [down, right] = placeOf(event.target);
    for (let row = down + step; rows[row]; row += step) {
      const box = boxOf(rows[row][right]);
      if (box) { box.focus(); box.select(); return; }
    }
  });

  grid.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fill]");
    if (!button) return;
    event.preventDefault();
    const right = button.closest("th").cellIndex;
    rows.forEach((cells) => {
      const box = boxOf(cells[right]);
      if (box && !box.value.trim() && box.placeholder) box.value = box.placeholder;
    });
    told();
  });
  let choices = false;
  grid.addEventListener("input", told);
  grid.addEventListener("change", (event) => { if (event.target.matches("select")) choices = true; });
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => { if (!leaving && (changed().length || choices)) event.preventDefault(); });
  mark();
}
