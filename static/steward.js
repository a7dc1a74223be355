/* Pages of a draft's parts: saving while one writes, Markdown as it will be seen, the gate after each save. Without this
   file every form is sent by its button. `steward` is what grid.js needs of it. */
const steward = (() => {
  "use strict";
  const PAUSE = 900; // milliseconds without a key before a form is saved
  const form = document.getElementById("part");
  const token = () => document.querySelector("input[name=form_token]").value;

  async function post(address, fields) {
    const body = new URLSearchParams(fields);
    body.set("form_token", token());
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    const told = await answer.json();
    return { ok: answer.ok, clashes: told.clashes || [], was: told.was || {}, said: [told.detail, told.remedy].filter(Boolean).join(" ") };
  }

  const lost = "This could not be saved: the site does not answer. What you wrote is still here.";

  /* Whoever leaves the page while something is not saved is asked */
  const unsaved = new Set();
  window.addEventListener("beforeunload", (event) => { if (unsaved.size) event.preventDefault(); });

  /* The gate, read anew after a save */
  const live = document.getElementById("live");
  let asking = 0;
  function gate() {
    if (!live) return;
    clearTimeout(asking);
    asking = setTimeout(async () => {
      const answer = await fetch(live.dataset.url).catch(() => null);
      if (answer && answer.ok) live.innerHTML = await answer.text();
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
          if (!again) unsaved.delete(form);
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
      unsaved.add(form);
      if (event && inList(event.target)) { say("Press Save to keep the list."); return; }
      clearTimeout(timer);
      say("Not saved yet.");
      timer = setTimeout(save, PAUSE);
    }
    form.addEventListener("input", later);
    form.addEventListener("submit", () => unsaved.delete(form));
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
      const answer = await fetch("/steward/preview", { method: "POST", body }).catch(() => null);
      if (answer && answer.ok) shown.innerHTML = await answer.text();
      else shown.textContent = "There is no preview now: the site does not answer.";
    }
    button.addEventListener("click", () => {
      shown.hidden = !shown.hidden;
      button.setAttribute("aria-expanded", String(!shown.hidden));
      if (!shown.hidden) show();
    });
    area.addEventListener("change", () => { if (!shown.hidden) show(); });
  }

  return { post, gate, unsaved, lost };
})();
