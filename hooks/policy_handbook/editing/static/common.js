// What the pages of our own have in common.
"use strict";
window.handbook = (() => {
  const here = new URL(".", location.href);

  async function asked(reply) {
    const said = await reply.json().catch(() => ({ error: "The editor does not answer. Is handbook edit still running?" }));
    if (!reply.ok) throw Object.assign(new Error(said.error), { field: said.field });
    return said;
  }

  async function ask(action, params = {}) {
    const send = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ action, params }) };
    const reply = await fetch(new URL("api", here), send).catch(() => {
      throw new Error("The editor does not answer. Is handbook edit still running?");
    });
    return asked(reply);
  }

  async function give(name, content) {
    return asked(await fetch(new URL(`documents/${encodeURIComponent(name)}`, here), { method: "POST", body: content }));
  }

  // an element with what is in it; texts are only ever texts
  function el(name, attributes = {}, ...inside) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "on") for (const [event, handler] of Object.entries(value)) made.addEventListener(event, handler);
      else if (value === true) made.setAttribute(key, "");
      else if (value !== false && value !== undefined && value !== null) made.setAttribute(key, value);
    }
    made.append(...inside.flat(Infinity).filter((each) => each !== null && each !== undefined && each !== false));
    return made;
  }

  // shows something in a place of the page, and takes whoever works with the keyboard or a reader there
  function show(place, ...inside) {
    place.replaceChildren(...inside.flat(Infinity).filter(Boolean));
    place.hidden = false;
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
    if (place.id === "main") scrollTo(0, 0);
    else place.scrollIntoView({ block: "nearest" });
  }

  const trouble = (message) => el("div", { class: "box bad", role: "alert" }, el("h2", {}, "This does not work yet"), el("p", {}, message));

  const looking = (words = "Looking…") => el("p", { role: "status" }, words);

  // what went wrong, at the question that it is about, which is gone to; in a place for all that is about none
  function tell(error, form, place) {
    forget(form);
    const control = error.field && form.elements[error.field];
    const first = control && (control.length && !control.options ? control[0] : control); // one of several to choose from
    const field = first && first.closest(".field");
    if (!field) return show(place, trouble(error.message));
    place.replaceChildren();
    field.classList.add("bad");
    const before = first.type === "radio" ? first.closest(".choice") : first;
    before.before(el("p", { class: "wrong", role: "alert", id: "wrong" }, error.message));
    first.setAttribute("aria-invalid", "true");
    first.focus();
    field.scrollIntoView({ block: "center" });
  }

  function forget(form) {
    for (const said of form.querySelectorAll(".wrong")) said.remove();
    for (const field of form.querySelectorAll(".field.bad")) field.classList.remove("bad");
    for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  }

  const WORDS = { error: "Has to be mended", warning: "Ought to be looked at", info: "Good to know" };

  const findings = (found) => el("ul", { class: "plain findings" }, found.map((each) => el("li", { class: `finding ${each.severity}` },
    el("p", {}, el("strong", {}, `${WORDS[each.severity]}: `), each.message),
    each.found ? el("p", {}, "It says: ", el("strong", {}, each.found)) : null,
    each.write ? el("p", {}, "Write: ", el("strong", {}, each.write)) : null)));

  const changes = (file) => el("details", {},
    el("summary", {}, `${file.path}: ${file.new ? "a new file" : `${file.lines.length} lines`}`),
    el("pre", { tabindex: "0", role: "region", "aria-label": `Lines of ${file.path}` }, file.lines.map((line) => el("span", { class: line.startsWith("-") ? "went" : "came" }, `${line}\n`))));

  return { here, ask, give, el, show, trouble, tell, forget, looking, findings, changes };
})();
