/* Completions for every search form: a combobox with a list to choose from by hand, after the pattern of the ARIA
   Authoring Practices. Without this file each form is a plain one. Nothing is sent but what has been typed. */
(() => {
  "use strict";
  const PAUSE = 120; // milliseconds without a key before anything is asked
  const SHORTEST = 2;
  const KINDS = {
    variable: "variable", table: "table", dataset: "dataset", codelist: "code list", concept: "concept",
    code: "code label",
  };

  document.querySelectorAll("form.find").forEach((form, number) => enhance(form, number));

  function enhance(form, number) {
    const input = form.querySelector("input[name=q]");
    if (!input) return;
    const list = document.createElement("ul");
    list.id = `completions${number}`;
    list.className = "completions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Completions");
    const status = document.createElement("p");
    status.className = "sr";
    status.setAttribute("role", "status");
    form.append(list, status);
    for (const [name, value] of Object.entries({
      "role": "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
      "aria-haspopup": "listbox",
    })) input.setAttribute(name, value);

    let timer = 0, asking = null, chosen = -1, asked = "";

    function hush() {
      clearTimeout(timer);
      if (asking) asking.abort();
      asking = null;
    }

    function close() {
      hush();
      asked = "";
      list.hidden = true;
      list.replaceChildren();
      input.setAttribute("aria-expanded", "false");
      mark(-1);
    }

    function mark(place) {
      const options = list.children;
      if (options[chosen]) options[chosen].setAttribute("aria-selected", "false");
      chosen = place;
      if (options[place]) {
        options[place].setAttribute("aria-selected", "true");
        options[place].scrollIntoView({ block: "nearest" });
        input.setAttribute("aria-activedescendant", options[place].id);
      } else {
        input.removeAttribute("aria-activedescendant");
      }
    }

    function show(items) {
      mark(-1);
      list.replaceChildren(...items.map(option));
      list.hidden = !items.length;
      input.setAttribute("aria-expanded", String(items.length > 0));
      const count = items.length === 1 ? "1 completion" : `${items.length} completions`;
      status.textContent = items.length ? `${count}. Use the arrow keys.` : "No completion.";
    }

    function option(item, place) {
      const line = document.createElement("li");
      line.id = `${list.id}-${place}`;
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", "false");
      line.dataset.query = item.query;
      const text = document.createElement(item.text.includes("_") ? "code" : "span");
      text.textContent = item.text;
      const kind = document.createElement("span");
      kind.className = "quiet small";
      kind.textContent = [item.detail, KINDS[item.why] || item.why].filter(Boolean).join(", ");
      line.append(text, " ", kind);
      return line;
    }

    async function ask() {
      const text = input.value.trim();
      if (text.length < SHORTEST) return close();
      if (text === asked && !list.hidden) return;
      if (asking) asking.abort();
      const own = asking = new AbortController();
      try {
        const answer = await fetch(`/api/v1/suggest?${new URLSearchParams({ q: text })}`, {
          headers: { accept: "application/json" }, signal: own.signal,
        });
        if (!answer.ok) return close();
        const found = await answer.json();
        if (own !== asking) return; // a later question is on its way
        asked = text;
        show(found.items);
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    }

    function take(line) {
      input.value = line.dataset.query;
      close();
      input.focus();
    }

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });
    input.addEventListener("keydown", (event) => {
      const last = list.children.length - 1;
      if (event.isComposing) return;
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault(); // what was typed stays; a second Escape clears it
        close();
      } else if (event.key === "ArrowDown" && !list.hidden) {
        event.preventDefault();
        hush(); // the list stays as it is while somebody chooses from it
        mark(chosen >= last ? 0 : chosen + 1);
      } else if (event.key === "ArrowUp" && !list.hidden) {
        event.preventDefault();
        hush();
        mark(chosen <= 0 ? last : chosen - 1);
      } else if (event.key === "ArrowDown" && list.hidden) {
        ask();
      } else if (event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        take(list.children[chosen]);
      } else if (event.key === "Tab") {
        close();
      }
    });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", (event) => {
      const line = event.target.closest("[role=option]");
      if (line) {
        take(line);
        form.requestSubmit();
      }
    });
    input.addEventListener("blur", close);
    form.addEventListener("submit", close);
  }
})();
