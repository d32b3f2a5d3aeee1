// Publishing: what changed, under whose name, and where it goes.
"use strict";
(() => {
  const { ask, el, show, trouble, tell, forget, looking } = window.handbook;
  const main = document.getElementById("main");

  const field = (id, words, hint, made) => el("div", { class: "field" },
    el("label", { class: "name", for: id }, words), hint ? el("span", { class: "hint", id: `${id}-hint` }, hint) : null, made);

  const input = (id, type, value, more = {}) => el("input", { id, name: id, type, value, "aria-describedby": `${id}-hint`, ...more });

  const file = (each) => el("li", {}, el("strong", {}, each.title),
    each.kind === "changed" ? "" : ` (${each.kind})`,
    each.words.length ? `: ${each.words.join("; ")}` : "");

  function nothing(data) {
    if (!data.git) {
      return el("div", { class: "box" }, el("h2", {}, "The files are saved"),
        el("p", {}, `Nothing can be sent from here: ${data.why}. What you saved is in the school’s files. The website shows it when it is built the next time.`));
    }
    return el("div", { class: "box" }, el("h2", {}, "There is nothing to publish"), el("p", {}, "Nothing was changed since the last time."));
  }

  const errors = (data) => el("div", { class: "box bad" }, el("h2", {}, "The website will stay as it is for now"),
    el("p", {}, "You can put your changes on record. But nothing new is shown on the website until this is done:"),
    el("ul", {}, data.errors.map((each) => el("li", {}, ...where(each)))));

  // a policy that is being changed wants its next issue; whatever else stops is mended in its form
  function where(each) {
    if (!each.policy) return [each.message];
    const address = each.severity === "next" ? `guide.html#issue/${each.policy}` : `./#/collections/policies/entries/${each.policy}`;
    return [el("a", { href: address }, each.title || each.policy), `: ${each.message}`];
  }

  function page(data) {
    const result = el("div", { id: "result" });
    const rows = data.git ? data.files : [];
    if (!rows.length && !data.waiting) return [nothing(data)];
    const form = el("form", { novalidate: true },
      field("message", "What changed?", "Made from what you did; change it if you like.", el("textarea", { id: "message", name: "message", "aria-describedby": "message-hint" }, data.message || "Send what was put on record")),
      field("name", "Your name", "The change is put on record under it.", input("name", "text", data.name, { autocomplete: "name" })),
      field("email", "Your e-mail address", "It is put on record with your name.", input("email", "email", data.email, { autocomplete: "email" })),
      data.remote
        ? el("label", { class: "choice" }, el("input", { type: "checkbox", name: "send", checked: true }), el("span", {}, `Send it to where the school’s files are kept (${data.remote}). Without this it stays on this machine.`))
        : el("p", {}, "It stays on this machine: no place is set up to which it could be sent."),
      el("div", { class: "buttons" }, el("button", { class: "do", type: "submit" }, "Publish")));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = form.querySelector("button");
      button.disabled = true;
      forget(form);
      result.replaceChildren(looking("Publishing…"));
      try {
        const given = form.elements;
        const said = await ask("publish", {
          message: given.message.value,
          name: given.name.value,
          email: given.email.value,
          send: Boolean(given.send && given.send.checked),
          marks: Object.fromEntries(rows.map((each) => [each.path, each.mark])),
        });
        show(main, el("h1", {}, "Publish"), el("div", { class: "box good", role: "status" }, el("h2", {}, "Done"),
          el("p", {}, said.sent ? "Your changes are on record and sent. The website shows them when it has been built." : "Your changes are on record on this machine."),
          el("p", {}, el("a", { href: "./" }, "Back to policies and people"))));
      } catch (error) {
        button.disabled = false;
        tell(error, form, result);
      }
    });
    return [
      data.errors.length ? errors(data) : null,
      rows.length ? el("div", {}, el("h2", {}, "What you changed"), el("ul", {}, rows.map(file))) : null,
      data.waiting ? el("p", {}, data.waiting === 1 ? "One earlier change is on record here and not sent yet." : `${data.waiting} earlier changes are on record here and not sent yet.`) : null,
      form, result,
    ];
  }

  async function open() {
    try {
      show(main, el("h1", {}, "Publish"), page(await ask("state")));
    } catch (error) {
      show(main, el("h1", {}, "Publish"), trouble(error.message));
    }
  }

  document.querySelector('nav a[href="publish.html"]').setAttribute("aria-current", "page");
  open();
})();
