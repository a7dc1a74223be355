/* Pages of a draft's parts: a grid that is edited by keyboard, saving while one writes, Markdown as it will be seen, the
   gate after each save. Without this file every form is sent by its button. */
(() => {
  "use strict";
  const PAUSE = 900; // milliseconds without a key before a form is saved
  const form = document.getElementById("part");
  const table = document.querySelector("table.grid[data-editable]");
  const token = () => document.querySelector("input[name=form_token]").value;

  async function post(address, fields) {
    const body = new URLSearchParams(fields);
    body.set("form_token", token());
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    const told = await answer.json();
    return { ok: answer.ok, clashes: told.clashes || [], was: told.was || {}, said: [told.detail, told.remedy].filter(Boolean).join(" ") };
  }

  const lost = "This could not be saved: the site does not answer. What you wrote is still here.";

  /* The gate, read anew after a save */
  const live = document.getElementById("live");
  let asking = 0;
  function gate() {
    if (!live) return;
    clearTimeout(asking);
    asking = setTimeout(async () => {
      const answer = await fetch(live.dataset.url);
      if (answer.ok) live.innerHTML = await answer.text();
    }, 400);
  }
  gate();

  /* A form that saves itself */
  if (form && form.querySelector("button")) {
    const status = document.getElementById("form-status");
    let timer = 0, saving = false, again = false;
    const say = (text) => { status.textContent = text; };
    async function save() {
      if (saving) { again = true; return; }
      saving = true;
      again = false;
      say("Saving…");
      try {
        const told = await post(form.action, new FormData(form));
        if (told.ok) {
          for (const [name, tag] of Object.entries(told.was)) {
            const field = form.elements.namedItem(`was.${name}`);
            if (field) field.value = tag;
          }
          say(`Saved at ${new Date().toLocaleTimeString()}.`);
          gate();
        } else if (told.clashes.length) {
          const names = told.clashes.map((one) => `${one.name} (by ${one.by})`).join(", ");
          say(`Not saved: somebody else changed ${names}. Press Save to see both texts.`);
        } else {
          say(`Not saved. ${told.said}`);
        }
      } catch {
        say(lost);
      }
      saving = false;
      if (again) later();
    }
    // Entries of a list are numbered as the page was made; after one comes or goes the page has to be made anew.
    const inList = (element) => Boolean(element.closest("fieldset"));
    function later(event) {
      if (event && inList(event.target)) { say("Press Save to keep the list."); return; }
      clearTimeout(timer);
      say("Not saved yet.");
      timer = setTimeout(save, PAUSE);
    }
    form.addEventListener("input", later);
    form.querySelectorAll("textarea[data-markdown]").forEach(preview);
  }

  function preview(area) {
    const button = document.createElement("button");
    const shown = document.createElement("div");
    button.type = "button";
    button.className = "plain tiny";
    button.textContent = "Preview";
    button.setAttribute("aria-expanded", "false");
    shown.className = "preview prose";
    shown.hidden = true;
    area.after(button, shown);
    async function show() {
      const body = new URLSearchParams({ text: area.value, form_token: token() });
      const answer = await fetch("/steward/preview", { method: "POST", body });
      if (answer.ok) shown.innerHTML = await answer.text();
    }
    button.addEventListener("click", () => {
      shown.hidden = !shown.hidden;
      button.setAttribute("aria-expanded", String(!shown.hidden));
      if (!shown.hidden) show();
    });
    area.addEventListener("change", () => { if (!shown.hidden) show(); });
  }

  /* The grid: one cell takes the focus, Enter makes a field of it */
  if (!table) return;
  const columns = [...table.querySelectorAll("thead th")].map((one) => ({
    path: one.dataset.path, kind: one.dataset.kind, label: one.textContent,
    choices: one.dataset.choices ? JSON.parse(one.dataset.choices) : [],
  }));
  const status = document.getElementById("grid-status");
  const body = table.tBodies[0];
  document.querySelector(".grid-help").hidden = false;
  const cellAt = (row, column) => body.rows[row] && body.rows[row].cells[column];
  let focused = null;
  function enter(cell) {
    if (!cell) return;
    if (focused) focused.tabIndex = -1;
    focused = cell;
    cell.tabIndex = 0;
    cell.focus();
  }
  if (body.rows.length) {
    focused = body.rows[0].cells[1];
    focused.tabIndex = 0;
  }

  function edit(cell, typed) {
    const column = columns[cell.cellIndex];
    if (!column || column.path === "name" || cell.querySelector("input, textarea, select")) return;
    const before = cell.textContent;
    const field = control(column, before);
    field.setAttribute("aria-label", `${column.label} of ${cell.parentElement.cells[0].textContent}`);
    cell.replaceChildren(field);
    if (typed !== undefined && column.kind !== "choice") field.value = typed;
    field.focus();
    let left = false;
    const leave = (keep) => {
      if (left) return;
      left = true;
      const text = keep ? field.value : before;
      cell.textContent = text;
      if (keep && text !== before) save(cell, column, text, before);
    };
    field.addEventListener("blur", () => leave(true));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { leave(false); enter(cell); event.stopPropagation(); }
      else if (event.key === "Enter" && !(event.shiftKey && column.kind === "prose")) {
        event.preventDefault();
        event.stopPropagation();
        leave(true);
        enter(cellAt(cell.parentElement.sectionRowIndex + 1, cell.cellIndex) || cell);
      } else if (event.key === "Tab") {
        event.preventDefault();
        event.stopPropagation();
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

  function step(cell, by) {
    const row = cell.parentElement, next = row.cells[cell.cellIndex + by];
    if (next && next.cellIndex > 0) enter(next);
    else enter(cellAt(row.sectionRowIndex + by, by > 0 ? 1 : row.cells.length - 1) || cell);
  }

  async function save(cell, column, text, before) {
    const row = cell.parentElement, name = row.cells[0].textContent;
    cell.classList.add("unsaved");
    cell.classList.remove("failed");
    try {
      const told = await post(`/steward/drafts/${table.dataset.key}/parts/${row.dataset.part}`, {
        [column.path]: text, [`was.${column.path}`]: cell.dataset.was,
      });
      if (told.ok) {
        columns.forEach((one, place) => { if (one.path in told.was) row.cells[place].dataset.was = told.was[one.path]; });
        status.textContent = `${column.label} of ${name} is saved.`;
        gate();
      } else if (told.clashes.length) {
        clash(cell, column, told.clashes[0], told.was[column.path]);
      } else {
        failed(cell, `${column.label} of ${name} was not saved. ${told.said}`);
      }
    } catch {
      failed(cell, lost);
    }
    cell.classList.remove("unsaved");
  }

  function failed(cell, text) {
    cell.classList.add("failed");
    cell.title = text;
    status.textContent = text;
  }

  /* Both texts, and a choice: nothing is taken over silently */
  function clash(cell, column, one, tag) {
    const mine = cell.textContent, theirs = one.theirs === null ? "" : String(one.theirs);
    const note = document.createElement("div");
    note.className = "note bad";
    note.setAttribute("role", "alert");
    const said = document.createElement("p");
    said.textContent = `${one.by} wrote: “${theirs || "nothing"}”. You wrote: “${mine || "nothing"}”.`;
    const choose = (word, keep) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "plain tiny";
      button.textContent = word;
      button.addEventListener("click", () => {
        cell.textContent = keep ? mine : theirs;
        cell.dataset.was = tag;
        if (keep) save(cell, column, mine, theirs);
        enter(cell);
      });
      return button;
    };
    note.append(said, choose("Keep mine", true), " ", choose("Take theirs", false));
    cell.replaceChildren(note);
    note.querySelector("button").focus();
  }

  table.addEventListener("click", (event) => {
    const cell = event.target.closest("tbody td");
    if (cell && !event.target.closest("button, input, textarea, select, a")) { enter(cell); edit(cell); }
  });
  table.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!(cell instanceof HTMLTableCellElement)) return;
    const row = cell.parentElement.sectionRowIndex;
    const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageDown: [20, 0], PageUp: [-20, 0] };
    if (event.key in moves) {
      const [down, right] = moves[event.key];
      const wanted = Math.min(body.rows.length - 1, Math.max(0, row + down));
      enter(cellAt(wanted, Math.max(1, cell.cellIndex + right)) || cell);
      event.preventDefault();
    } else if (event.key === "Enter" || event.key === "F2") {
      edit(cell);
      event.preventDefault();
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      edit(cell, event.key);
      event.preventDefault();
    }
  });
})();
