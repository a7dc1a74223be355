/* The grid of a table's variables: one cell takes the focus, Enter makes a field of it, blocks are copied and pasted as
   in a spreadsheet. Cells of one row are saved together, row after row. Without this file a variable has its own page. */
(() => {
  "use strict";
  const table = document.querySelector("table.grid[data-editable]");
  if (!table) return;
  const { post, gate, unsaved, lost } = steward;
  const PAGE = 20; // rows that Page Down goes
  const columns = [...table.querySelectorAll("thead th")].map((one) => ({
    path: one.dataset.path, kind: one.dataset.kind, label: one.textContent,
    choices: one.dataset.choices ? JSON.parse(one.dataset.choices) : [],
  }));
  const status = document.getElementById("grid-status");
  const body = table.tBodies[0];
  const say = (text) => { status.textContent = text; };
  const nameOf = (cell) => cell.parentElement.cells[0].textContent;
  const columnOf = (cell) => columns[cell.cellIndex];

  /* Where the focus is, and where it goes; rows that the filter hides are stepped over */
  let rows = [...body.rows];
  const cellAt = (row, column) => rows[row] && rows[row].cells[column];
  const target = (cell) => cell.querySelector("a") || cell;
  let focused = null;
  function mark(cell) {
    if (focused) target(focused).tabIndex = -1;
    focused = cell;
    target(cell).tabIndex = 0;
  }
  function enter(cell) {
    if (!cell) return;
    mark(cell);
    target(cell).focus();
  }
  function move(cell, down, right) {
    const row = Math.min(rows.length - 1, Math.max(0, rows.indexOf(cell.parentElement) + down));
    enter(cellAt(row, Math.min(columns.length - 1, Math.max(0, cell.cellIndex + right))));
  }
  function step(cell, by) {
    const next = cell.parentElement.cells[cell.cellIndex + by], row = rows.indexOf(cell.parentElement);
    if (next && next.cellIndex > 0) enter(next);
    else enter(cellAt(row + by, by > 0 ? 1 : columns.length - 1) || cell);
  }

  /* Saving: what waits, by row; the tags of a row are those of its last answer, so that nobody clashes with themselves */
  const waiting = new Map();
  let saving = false, left = 0;
  function keep(cell, text) {
    const row = cell.parentElement;
    cell.classList.add("unsaved");
    cell.classList.remove("failed");
    cell.removeAttribute("title");
    unsaved.add(cell);
    if (!waiting.has(row)) waiting.set(row, new Map());
    waiting.get(row).set(cell, text);
    if (!saving) drain();
  }
  async function drain() {
    saving = true;
    while (waiting.size) {
      const [row, cells] = waiting.entries().next().value;
      waiting.delete(row);
      left = waiting.size;
      await save(row, cells);
    }
    saving = false;
    gate();
  }
  async function save(row, cells) {
    const fields = {};
    for (const [cell, text] of cells) {
      const { path } = columnOf(cell);
      Object.assign(fields, { [path]: text, [`was.${path}`]: cell.dataset.was });
    }
    let told;
    try {
      told = await post(`/steward/drafts/${table.dataset.key}/parts/${row.dataset.part}`, fields);
    } catch {
      for (const cell of cells.keys()) failed(cell, lost);
      return;
    }
    if (told.ok) saved(row, cells, told);
    else if (told.clashes.length) clashed(cells, told);
    else if (cells.size > 1) for (const [cell, text] of cells) await save(row, new Map([[cell, text]]));
    else for (const cell of cells.keys()) failed(cell, `${columnOf(cell).label} of ${nameOf(cell)} was not saved. ${told.said}`);
  }
  function saved(row, cells, told) {
    columns.forEach((one, place) => { if (one.path in told.was) row.cells[place].dataset.was = told.was[one.path]; });
    const again = waiting.get(row);
    for (const cell of cells.keys()) if (!again || !again.has(cell)) settle(cell);
    const said = [...cells.keys()].map((cell) => columnOf(cell).label).join(", ");
    say(left ? `${left} rows are still to be saved.` : `${said} of ${row.cells[0].textContent} is saved.`);
  }
  /* One clash keeps all cells of the row from being saved: the others are sent again without it */
  function clashed(cells, told) {
    const found = new Map(told.clashes.map((one) => [one.name, one]));
    for (const [cell, text] of cells) {
      const { path } = columnOf(cell), newer = waiting.get(cell.parentElement);
      if (found.has(path)) clash(cell, text, found.get(path), told.was[path]);
      else if (!newer || !newer.has(cell)) keep(cell, text);
    }
  }
  function settle(cell) {
    cell.classList.remove("unsaved");
    unsaved.delete(cell);
  }
  function failed(cell, text) {
    cell.classList.remove("unsaved");
    cell.classList.add("failed");
    cell.title = text;
    say(text);
  }

  /* Both texts, and a choice: nothing is taken over silently */
  function clash(cell, sent, one, tag) {
    const field = cell.querySelector("input, textarea, select"), theirs = one.theirs === null ? "" : String(one.theirs);
    const mine = field ? field.value : sent;
    const note = document.createElement("div");
    note.className = "note bad";
    note.setAttribute("role", "alert");
    const said = document.createElement("p");
    said.textContent = `${one.by} wrote: “${theirs || "nothing"}”. You wrote: “${mine || "nothing"}”.`;
    const choose = (word, text) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "plain tiny";
      button.textContent = word;
      button.addEventListener("click", () => {
        cell.dataset.was = tag;
        if (text === theirs) {
          cell.textContent = text;
          settle(cell);
        } else write(cell, text);
        enter(cell);
      });
      return button;
    };
    note.append(said, choose("Keep mine", mine), " ", choose("Take theirs", theirs));
    cell.replaceChildren(note);
    note.querySelector("button").focus();
  }

  /* Changes, which can be undone: each is a list of cells with the texts before and after */
  const done = [], undone = [];
  const busy = (cell) => cell.querySelector("input, textarea, select, .note") !== null;
  function change(changes) {
    const wanted = ({ cell, text }) => cell.textContent !== text || cell.classList.contains("failed");
    const real = changes.filter((one) => one.cell.cellIndex > 0 && !busy(one.cell) && wanted(one))
      .map(({ cell, text }) => ({ cell, before: cell.textContent, after: text }));
    if (!real.length) return;
    done.push(real);
    undone.length = 0;
    for (const { cell, after } of real) write(cell, after);
  }
  function write(cell, text) {
    cell.textContent = text;
    keep(cell, text);
  }
  function again(from, to, side) {
    const changes = from.pop();
    if (!changes) { say(side === "before" ? "There is nothing to undo." : "There is nothing to do again."); return; }
    to.push(changes);
    for (const one of changes) if (!busy(one.cell)) write(one.cell, one[side]);
    enter(changes[0].cell);
  }

  function edit(cell, typed) {
    const column = columnOf(cell);
    if (cell.cellIndex === 0 || busy(cell)) return;
    const before = cell.textContent, field = control(column, before);
    field.setAttribute("aria-label", `${column.label} of ${nameOf(cell)}`);
    mark(cell);
    cell.replaceChildren(field);
    if (typed !== undefined && column.kind !== "choice") field.value = typed;
    field.focus();
    let over = false;
    const leave = (kept) => {
      if (over) return;
      over = true;
      const text = field.value;
      cell.textContent = before;
      if (kept) change([{ cell, text }]);
    };
    field.addEventListener("blur", () => leave(true));
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") { leave(false); enter(cell); }
      else if (event.key === "Enter" && !(event.shiftKey && column.kind === "prose")) {
        event.preventDefault();
        leave(true);
        move(cell, 1, 0);
      } else if (event.key === "Tab") {
        event.preventDefault();
        leave(true);
        step(cell, event.shiftKey ? -1 : 1);
      }
    });
  }
  function control(column, text) {
    if (column.kind === "choice") {
      const field = document.createElement("select");
      const options = [["", "–"], ...column.choices];
      if (!options.some(([value]) => value === text)) options.push([text, text]);
      field.append(...options.map(([value, word]) => new Option(word, value, false, value === text)));
      return field;
    }
    const field = document.createElement(column.kind === "prose" ? "textarea" : "input");
    field.value = text;
    if (column.kind === "prose") field.rows = Math.min(10, Math.max(2, Math.ceil(text.length / 40)));
    return field;
  }

  /* Blocks of cells as spreadsheets put them: tabs and lines, cells with either of them in quotes */
  function block(text) {
    const lines = [[]], cells = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/y;
    let end = "\t";
    while (cells.lastIndex < text.length || end === "\t") {
      const [, quoted, plain, after] = cells.exec(text);
      lines.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
      end = after;
      if (end && end !== "\t" && cells.lastIndex < text.length) lines.push([]);
    }
    return lines;
  }
  function chosen(column, text) {
    if (column.kind !== "choice" || !text) return text;
    const plain = text.trim().toLowerCase();
    const found = column.choices.find((words) => words.some((word) => word.toLowerCase() === plain));
    return found && found[0];
  }
  function paste(cell, text) {
    const first = rows.indexOf(cell.parentElement), changes = [];
    let outside = 0, unknown = 0;
    block(text).forEach((line, down) => line.forEach((value, right) => {
      const place = cellAt(first + down, cell.cellIndex + right);
      const known = place && place.cellIndex > 0 ? chosen(columnOf(place), value) : undefined;
      if (!place || place.cellIndex === 0) outside += 1;
      else if (known === undefined) unknown += 1;
      else changes.push({ cell: place, text: known });
    }));
    change(changes);
    if (changes.length > 1) say(`${changes.length} cells were pasted. Control and Z undoes it.`);
    const told = [outside && `${outside} did not fit into the grid`, unknown && `${unknown} are none of the choices of their column`];
    const missed = told.filter(Boolean).join(", ");
    if (missed) say(`Of what was pasted, ${missed}.`);
  }
  const outsideOfFields = (event) => !event.target.closest("input, textarea, select, .note") && event.target.closest("tbody :is(td, th)");
  table.addEventListener("paste", (event) => {
    const cell = outsideOfFields(event);
    if (!cell) return;
    event.preventDefault();
    const text = event.clipboardData.getData("text/plain");
    if (text) paste(cell, text);
  });
  table.addEventListener("copy", (event) => {
    const cell = outsideOfFields(event);
    if (!cell || String(getSelection())) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", cell.textContent);
  });

  /* Keys and clicks */
  const MOVES = {
    ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageDown: [PAGE, 0], PageUp: [-PAGE, 0],
    Home: [0, -Infinity], End: [0, Infinity],
  };
  table.addEventListener("click", (event) => {
    const cell = outsideOfFields(event);
    if (cell && !event.target.closest("button, a")) { enter(cell); edit(cell); }
  });
  table.addEventListener("keydown", (event) => {
    const cell = outsideOfFields(event), control = event.ctrlKey || event.metaKey, key = event.key.toLowerCase();
    if (!cell) return;
    if (event.key in MOVES) {
      const [down, right] = MOVES[event.key];
      move(cell, control && right && Math.abs(right) > 1 ? right : down, right);
    } else if (control && key === "z") {
      if (event.shiftKey) again(undone, done, "after");
      else again(done, undone, "before");
    } else if (control && key === "y") again(undone, done, "after");
    else if ((event.key === "Enter" && cell.cellIndex > 0) || event.key === "F2") edit(cell);
    else if (event.key === "Delete" || event.key === "Backspace") change([{ cell, text: "" }]);
    else if (event.key.length === 1 && !control && !event.altKey && cell.cellIndex > 0) edit(cell, event.key);
    else return;
    event.preventDefault();
  });

  /* Fewer rows to look at */
  const words = document.getElementById("grid-words"), bare = document.getElementById("grid-bare");
  const definition = columns.findIndex((one) => one.path === "description");
  function filter() {
    const wanted = words.value.trim().toLowerCase();
    for (const row of body.rows) {
      row.hidden = (wanted && !row.textContent.toLowerCase().includes(wanted)) || (bare.checked && row.cells[definition].textContent.trim() !== "");
    }
    rows = [...body.rows].filter((row) => !row.hidden);
    say(rows.length === body.rows.length ? "All variables are shown." : `${rows.length} of ${body.rows.length} variables are shown.`);
    if (rows.length && (!focused || focused.parentElement.hidden)) mark(rows[0].cells[1]);
  }
  words.addEventListener("input", filter);
  bare.addEventListener("change", filter);
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === "ArrowDown") { event.preventDefault(); enter(cellAt(0, 1)); }
  });

  table.setAttribute("role", "grid");
  for (const link of body.querySelectorAll("th a")) {
    link.tabIndex = -1;
    link.parentElement.setAttribute("aria-readonly", "true");
  }
  if (rows.length) mark(rows[0].cells[1]);
  for (const one of document.querySelectorAll(".grid-help")) one.hidden = false;
})();
