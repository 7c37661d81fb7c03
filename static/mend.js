// The grid in which rows of an import are mended. The active cell holds a real text box, so that input methods, the
// clipboard and screen readers work as anywhere; every other cell is plain text.
"use strict";
const board = document.querySelector("[data-mend]");
if (board) {
  const box = document.createElement("input");
  box.type = "text";
  box.autocomplete = "off";
  box.className = "lx-cell-box";
  const save = board.querySelector("[type=submit]");
  const same = board.querySelector("[data-same]");
  const undo = board.querySelector("[data-undo]");
  const status = board.querySelector("[data-status]");
  const live = board.querySelector("[data-live]");
  let active = null; // the cell that holds the box
  let writing = false; // whether its text is being changed with the caret in it
  let anchor = null; // where a selection of several rows began
  let saving = false;
  let counting = false; // whether the line beside the buttons says how many changes wait
  const done = []; // what was changed, step by step: [[cell, text before], …]
  const everywhere = []; // changes that also concern rows of other pages

  const textOf = (cell) => cell.querySelector("[data-text]").textContent;
  const cellAt = (row, place) => board.querySelector(`tr[data-row="${row}"] td[data-place="${place}"]`);
  const all = () => [...board.querySelectorAll("td[data-place]")];
  const before = (cell) => (cell.dataset.before === undefined ? textOf(cell) : cell.dataset.before);
  const changed = () => all().filter((cell) => cell.dataset.before !== undefined && cell.dataset.before !== textOf(cell));
  const headerOf = (cell) => cell.closest("table").tHead.rows[0].cells[cell.cellIndex].textContent.trim();
  const nameOf = (cell) => `第 ${cell.parentNode.cells[0].textContent} 行 ${headerOf(cell)}`;

  const say = (cell, severity, sentence) => {
    const said = cell.querySelector("[data-said]");
    said.textContent = sentence;
    cell.classList.toggle("lx-cell-bad", severity === "error");
    cell.classList.toggle("lx-cell-warn", severity !== "" && severity !== "error");
    if (severity === "error") cell.setAttribute("aria-invalid", "true");
    else cell.removeAttribute("aria-invalid");
    if (cell === active) describe();
  };

  const count = () => {
    const pending = active && box.value.trim() !== textOf(active) && before(active) === textOf(active);
    const number = changed().length + (pending ? 1 : 0);
    save.disabled = saving || !number;
    undo.disabled = !done.length;
    same.disabled = !active;
    if (saving || !(number || counting)) return; // what was said of the last save stays until the next change
    counting = number > 0;
    status.textContent = number ? `${number} 处改动没有保存` : "";
    status.classList.remove("lx-bad");
  };

  const put = (cell, text) => {
    if (cell.dataset.before === undefined) cell.dataset.before = textOf(cell);
    cell.querySelector("[data-text]").textContent = text;
    cell.classList.toggle("lx-cell-changed", cell.dataset.before !== text);
    if (cell === active) box.value = text;
  };

  const change = (pairs) => { // [[cell, text], …]: one step that can be taken back
    const real = pairs.filter(([cell, text]) => textOf(cell) !== text);
    if (!real.length) return;
    done.push(real.map(([cell]) => [cell, textOf(cell)]));
    real.forEach(([cell, text]) => put(cell, text));
    count();
    ask(real.map(([cell]) => cell));
  };

  const takeBack = () => {
    const step = (done.pop() || []).filter(([cell]) => cell.isConnected);
    step.forEach(([cell, text]) => put(cell, text));
    count();
    if (step.length) ask(step.map(([cell]) => cell));
  };

  const post = async (address, body) => {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": board.elements.csrfmiddlewaretoken.value },
      body: JSON.stringify(body),
      redirect: "error",
    });
    const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
    if (!answer.ok) throw new Error(told.said || "");
    return told;
  };

  const rowsOf = (cells) => {
    const rows = {};
    cells.forEach((cell) => {
      (rows[cell.parentNode.dataset.row] ||= {})[cell.dataset.place] = textOf(cell);
    });
    return rows;
  };

  const ask = async (cells) => { // the check of what was just left: the column's own rule, nothing is planned
    const rows = rowsOf(cells);
    changed().forEach((cell) => { // what else was changed in the row decides with, as the town does for the village
      const row = rows[cell.parentNode.dataset.row];
      if (row) row[cell.dataset.place] = textOf(cell);
    });
    try {
      const told = await post(board.dataset.check, { rows });
      const said = [];
      Object.entries(told.rows).forEach(([row, places]) => Object.entries(places).forEach(([place, [severity, sentence]]) => {
        const cell = cellAt(row, place);
        if (!cell || textOf(cell) !== rows[row][place]) return; // changed again meanwhile
        say(cell, severity, sentence);
        if (sentence && cells.includes(cell)) said.push(`${nameOf(cell)}：${sentence}`);
      }));
      live.textContent = said.slice(0, 3).join("；");
    } catch {
      live.textContent = "暂时连不上服务器，这一格还没有检查；改动都在，保存时会一起检查。";
      status.textContent = live.textContent;
    }
  };

  const describe = () => {
    const said = active.querySelector("[data-said]");
    box.setAttribute("aria-label", nameOf(active));
    if (active.hasAttribute("aria-invalid")) box.setAttribute("aria-invalid", "true");
    else box.removeAttribute("aria-invalid");
    if (said.textContent) {
      said.id ||= `said-${active.parentNode.dataset.row}-${active.dataset.place}`;
      box.setAttribute("aria-describedby", said.id);
    } else box.removeAttribute("aria-describedby");
  };

  const unpick = () => board.querySelectorAll(".lx-picked").forEach((cell) => cell.classList.remove("lx-picked"));

  const leave = () => { // the box leaves its cell, and what stands in it is the cell's text
    if (!active) return;
    const cell = active;
    const text = box.value.trim();
    active = null;
    writing = false;
    box.remove();
    cell.classList.remove("lx-cell-active");
    cell.tabIndex = 0;
    change([[cell, text]]);
    count();
  };

  const enter = (cell, keep = false) => {
    if (!cell || cell === active) return;
    leave();
    board.querySelectorAll('td[tabindex="0"]').forEach((one) => { one.tabIndex = -1; });
    active = cell;
    if (!keep) {
      unpick();
      anchor = cell;
    }
    cell.tabIndex = -1;
    cell.classList.add("lx-cell-active");
    box.value = textOf(cell);
    cell.prepend(box);
    describe();
    box.focus({ preventScroll: true });
    box.select();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    count();
  };

  const cellsIn = (row) => [...row.querySelectorAll("td[data-place]")];
  const beside = (cell, down, right) => {
    const rows = [...cell.closest("tbody").rows];
    const row = rows[rows.indexOf(cell.parentNode) + down];
    return row && cellsIn(row)[cellsIn(cell.parentNode).indexOf(cell) + right];
  };
  const onwards = (cell, step) => {
    const cells = [...cell.closest("tbody").querySelectorAll("td[data-place]")];
    return cells[cells.indexOf(cell) + step];
  };

  const picked = () => { // the cells of the selection, always in one column
    if (!anchor || !active || anchor === active || anchor.closest("tbody") !== active.closest("tbody")) return active ? [active] : [];
    const rows = [...active.closest("tbody").rows];
    const [first, last] = [rows.indexOf(anchor.parentNode), rows.indexOf(active.parentNode)].sort((a, b) => a - b);
    const column = cellsIn(active.parentNode).indexOf(active);
    return rows.slice(first, last + 1).map((row) => cellsIn(row)[column]);
  };

  const fillDown = () => {
    let cells = picked();
    if (cells.length < 2) cells = [beside(active, -1, 0), active].filter(Boolean);
    const text = cells[0] === active ? box.value.trim() : textOf(cells[0]);
    change(cells.map((cell) => [cell, text]));
    box.select();
  };

  const alike = () => { // as this cell was changed, so all cells of its column that said the same
    const cell = active;
    const text = box.value.trim();
    const old = before(cell);
    if (text === old) {
      live.textContent = status.textContent = "先改这一格，再让相同的都照它改。";
      return;
    }
    const key = (one) => one.closest("table").tHead.rows[0].cells[one.cellIndex].dataset.key;
    const others = all().filter((one) => key(one) === key(cell) && textOf(one) === old);
    change([[cell, text], ...others.map((one) => [one, text])]);
    if (board.dataset.more !== undefined) everywhere.push({ row: Number(cell.parentNode.dataset.row), place: Number(cell.dataset.place), old, new: text });
    status.textContent = live.textContent = `这一页相同的 ${others.length} 格也改了` + (board.dataset.more !== undefined ? "，别的页上相同的保存时一起改" : "");
  };

  const table = (text) => { // what the office suite puts on the clipboard: tabs, line breaks, cells in quotes
    const rows = [[""]];
    let quoted = false;
    text = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (let at = 0; at < text.length; at += 1) {
      const row = rows[rows.length - 1];
      const sign = text[at];
      if (quoted) {
        if (sign !== '"') row[row.length - 1] += sign;
        else if (text[at + 1] === '"') { row[row.length - 1] += '"'; at += 1; } else quoted = false;
      } else if (sign === '"' && row[row.length - 1] === "") quoted = true;
      else if (sign === "\t") row.push("");
      else if (sign === "\n") rows.push([""]);
      else row[row.length - 1] += sign;
    }
    return rows;
  };

  const keys = {
    ArrowUp: () => enter(beside(active, -1, 0)),
    ArrowDown: () => enter(beside(active, 1, 0)),
    ArrowLeft: () => enter(beside(active, 0, -1)),
    ArrowRight: () => enter(beside(active, 0, 1)),
  };

  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return; // the input method has it
    const control = event.ctrlKey || event.metaKey;
    const key = event.key;
    const handled = () => event.preventDefault();
    if (control && key.toLowerCase() === "d") { handled(); fillDown(); }
    else if (control && key === "Enter") { handled(); alike(); }
    else if (control && key.toLowerCase() === "s") { handled(); leaveAndSave(); }
    else if (control && key.toLowerCase() === "z" && box.value === textOf(active)) { handled(); takeBack(); box.select(); }
    else if (key === "F2") { handled(); writing = true; box.setSelectionRange(box.value.length, box.value.length); }
    else if (key === "Enter") {
      handled();
      if (!writing && box.value === textOf(active) && !event.shiftKey) { writing = true; box.setSelectionRange(box.value.length, box.value.length); }
      else { const next = beside(active, event.shiftKey ? -1 : 1, 0); if (next) enter(next); else commit(); }
    } else if (key === "Tab") {
      const next = onwards(active, event.shiftKey ? -1 : 1);
      if (next) { handled(); enter(next); }
    } else if (key === "Escape") {
      handled();
      if (writing || box.value !== textOf(active)) { box.value = textOf(active); writing = false; box.select(); count(); }
      else (save.disabled ? board.querySelector(".submit-row a") : save).focus();
    } else if (key in keys && event.shiftKey && !writing && (key === "ArrowUp" || key === "ArrowDown")) {
      handled();
      const next = beside(active, key === "ArrowUp" ? -1 : 1, 0);
      if (next) { enter(next, true); unpick(); picked().forEach((cell) => cell.classList.add("lx-picked")); }
    } else if (key in keys && !control && !event.altKey && !event.shiftKey) {
      if (writing && (key === "ArrowLeft" || key === "ArrowRight")) return;
      handled();
      keys[key]();
    } else if (key === "Delete" && !writing && picked().length > 1) { handled(); change(picked().map((cell) => [cell, ""])); }
  });

  const commit = () => { // the text is taken while the box stays
    const text = box.value.trim();
    writing = false;
    change([[active, text]]);
    box.select();
  };

  box.addEventListener("input", count);
  box.addEventListener("mousedown", () => { writing = true; });
  box.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain");
    const rows = table(text);
    if (rows.length === 1 && rows[0].length === 1) return;
    event.preventDefault();
    const pairs = [];
    rows.forEach((row, down) => row.forEach((value, right) => {
      const cell = beside(active, down, right);
      if (cell) pairs.push([cell, value.trim()]);
    }));
    change(pairs);
    status.textContent = `粘贴了 ${pairs.length} 格` + (pairs.length < rows.flat().length ? "，表格以外的没有粘贴" : "");
    box.select();
  });
  box.addEventListener("blur", () => { // to a button of this page the cell stays the active one
    setTimeout(() => {
      if (!active || document.activeElement === box) return;
      if (document.activeElement === same || document.activeElement === undo) commitQuietly();
      else leave();
    }, 0);
  });
  const commitQuietly = () => change([[active, box.value.trim()]]);

  board.addEventListener("mousedown", (event) => {
    const cell = event.target.closest("td[data-place]");
    if (!cell || cell === active) return;
    event.preventDefault();
    if (event.shiftKey && active && cell.cellIndex === active.cellIndex && cell.closest("tbody") === active.closest("tbody")) {
      enter(cell, true);
      unpick();
      picked().forEach((one) => one.classList.add("lx-picked"));
    } else enter(cell);
  });
  board.addEventListener("focusin", (event) => {
    if (!event.target.matches("td[data-place]")) return;
    if (event.target === active) box.focus();
    else enter(event.target);
  });
  same.addEventListener("mousedown", (event) => event.preventDefault()); // the cell keeps the focus
  undo.addEventListener("mousedown", (event) => event.preventDefault());
  same.addEventListener("click", () => { if (active) alike(); });
  undo.addEventListener("click", () => { if (active) box.value = textOf(active); takeBack(); });

  const renew = async () => { // who signed in again elsewhere has a new token, and nothing typed here is lost
    try {
      const page = new DOMParser().parseFromString(await (await fetch(window.location.href)).text(), "text/html");
      const token = page.querySelector("[data-mend] [name=csrfmiddlewaretoken]");
      if (token) board.elements.csrfmiddlewaretoken.value = token.value;
    } catch {
      // the next try says so
    }
  };

  const taken = (told, sent) => { // what the server says of the rows that were sent
    sent.forEach(([cell, text]) => {
      cell.dataset.before = text;
      cell.classList.toggle("lx-cell-changed", textOf(cell) !== text);
    });
    Object.entries(told.bad).forEach(([key, { cells, said }]) => {
      const row = board.querySelector(`tr[data-row="${key}"]`);
      if (!row) return;
      cellsIn(row).forEach((cell) => say(cell, ...(cells[cell.dataset.place] || ["", ""])));
      row.querySelector("[data-whole]").textContent = said.join(" ");
    });
    told.good.forEach((key) => board.querySelector(`tr[data-row="${key}"]`)?.remove());
    board.querySelectorAll("[data-block]").forEach((block) => { if (!block.querySelector("tr[data-row]")) block.remove(); });
    const badge = document.querySelector(".lx-steps [aria-current] b");
    if (badge) badge.textContent = told.left;
    done.length = everywhere.length = 0;
  };

  const send = async () => {
    const cells = changed();
    if (!cells.length || saving) return;
    const sent = cells.map((cell) => [cell, textOf(cell)]);
    saving = true;
    count();
    status.textContent = "正在保存……";
    try {
      const alike = everywhere.filter((one) => textOf(cellAt(one.row, one.place)) === one.new); // not what was taken back
      const told = await post(board.action, { rows: rowsOf(cells), same: alike });
      taken(told, sent);
      saving = false;
      count();
      counting = false;
      status.textContent = told.said;
      if (!board.querySelector("tr[data-row]")) window.location.reload();
      else (board.querySelector("td[aria-invalid]") || board.querySelector("td[data-place]")).focus();
    } catch (problem) {
      saving = false;
      count();
      counting = false;
      const why = problem.name === "Error" && problem.message;
      status.textContent = `没有保存上，改动都还在这一页。${why || "可能是网络断了，或者登录已过期（可在另一个标签页重新登录）"}，请再保存一次。`;
      status.classList.add("lx-bad");
      if (!why) renew();
    }
  };
  const leaveAndSave = () => { leave(); send(); };
  board.addEventListener("submit", (event) => {
    event.preventDefault();
    leaveAndSave();
  });
  window.addEventListener("beforeunload", (event) => {
    if (active && box.value.trim() !== textOf(active)) event.preventDefault();
    if (changed().length) event.preventDefault();
  });
  const first = board.querySelector("td[aria-invalid]") || board.querySelector("td[data-place]");
  if (first) first.tabIndex = 0;
  count();
}
