/* The desk works without this file. It adds keys, focus after a step, and drafts that survive a closed tab. */
"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const typing = (el) => el.matches("textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])");
  const go = (letter) => $(`[data-go="${letter}"]`)?.click();
  let afterG = 0;

  const press = {
    "/": () => { const box = $("#find"); box?.focus(); box?.select(); },
    "?": () => $("#keys-sheet")?.togglePopover(),
    n: () => $("#step-title")?.focus(),
    w: () => { const why = $("#why"); if (why) { why.open = !why.open; $("summary", why).focus(); } },
  };

  /* a digit chooses in the row that has the focus, else in the first row without an answer, and goes on to the next */
  function digitInRows(digit) {
    const rows = [...document.querySelectorAll("[data-rows] .reading")];
    if (!rows.length) return false;
    const row = rows.find((r) => r.contains(document.activeElement)) ?? rows.find((r) => !$(":checked", r)) ?? rows[0];
    const choice = $(`[data-digit="${digit}"]`, row);
    if (!choice) return false;
    choice.checked = true;
    const next = rows[rows.indexOf(row) + 1];
    const to = next ? ($(":checked", next) ?? $("input", next)) : $("[data-rows] ~ .row button");
    to.focus();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const here = event.target;
    if (event.key === "Enter" && here.matches?.("[data-rows] input")) { event.preventDefault(); here.form.requestSubmit(); return; }
    if (document.body.dataset.keys !== "on" || typing(here)) return;
    if (performance.now() < afterG) { afterG = 0; if ($(`[data-go="${event.key}"]`)) { event.preventDefault(); go(event.key); return; } }
    if (event.key === "g") { afterG = performance.now() + 1500; return; }
    if (/^[0-9]$/.test(event.key)) {
      if (digitInRows(event.key)) { event.preventDefault(); return; }
      const button = $(`[data-key="${event.key}"]`);
      if (button) { event.preventDefault(); button.click(); }
      return;
    }
    if (press[event.key]) { event.preventDefault(); press[event.key](); }
  });

  /* an open menu closes with Escape and when one clicks elsewhere */
  const menu = $("details.menu");
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && menu?.open) { menu.open = false; $("summary", menu).focus(); } });
  document.addEventListener("click", (event) => { if (menu?.open && !menu.contains(event.target)) menu.open = false; });

  /* what is typed is kept in this tab until it is sent */
  function keepDrafts(root) {
    for (const form of root.querySelectorAll("form[data-draft]")) {
      const name = `draft:${form.dataset.draft}`, state = $("[data-draft-state]", form);
      for (const box of form.querySelectorAll("textarea")) {
        const kept = sessionStorage.getItem(`${name}:${box.name}`);
        if (kept !== null && !box.hasAttribute("aria-invalid")) box.value = kept;
        box.addEventListener("input", () => { sessionStorage.setItem(`${name}:${box.name}`, box.value); if (state) state.textContent = "Draft kept in this browser"; });
        form.addEventListener("submit", () => sessionStorage.removeItem(`${name}:${box.name}`));
      }
    }
  }
  keepDrafts(document);

  /* after an enhanced request: the new step gets the focus, and what was said is read out */
  document.addEventListener("htmx:after:swap", () => {
    const work = $("#work");
    if (!work) return;
    $("#step-title, #step h2", work)?.focus();
    const said = work.dataset.said, out = $("#said");
    out.textContent = "";
    if (said) { const note = document.createElement("div"); note.className = "note"; note.textContent = said; out.append(note); }
    keepDrafts(work);
  });

  /* anything but a good answer is sent again in the ordinary way: its key keeps it from being done twice */
  document.addEventListener("htmx:before:response", (event) => {
    const { ctx } = event.detail;
    if (ctx.response.status < 400) return;
    event.preventDefault();
    const { form, submitter } = ctx.request;
    if (!form) { location.reload(); return; }
    if (submitter?.name) {
      const pressed = Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value });
      form.append(pressed);
    }
    HTMLFormElement.prototype.submit.call(form);
  });

  /* a page that opens with something to attend to puts the focus there */
  if (!document.activeElement || document.activeElement === document.body) $("main [data-focus]")?.focus({ preventScroll: true });
})();
