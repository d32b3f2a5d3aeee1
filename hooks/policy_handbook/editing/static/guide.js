// Guided work: one question after the other, then what would be written, then it is done.
"use strict";
(() => {
  const { ask, give, el, show, trouble, tell, forget, looking, findings, changes } = window.handbook;
  const main = document.getElementById("main");

  // --- questions

  let count = 0;

  function labelled(name, words, hint, make) {
    const id = `field-${++count}`;
    return el("div", { class: "field" },
      el("label", { class: "name", for: id }, words),
      hint ? el("span", { class: "hint", id: `${id}-hint` }, hint) : null,
      make({ id, name, "aria-describedby": hint ? `${id}-hint` : undefined }));
  }

  const line = (name, words, hint, value = "") => labelled(name, words, hint, (own) => el("input", { ...own, value, type: "text" }));
  const day = (name, words, hint, value = "") => labelled(name, words, hint, (own) => el("input", { ...own, value, type: "date" }));
  const long = (name, words, hint) => labelled(name, words, hint, (own) => el("textarea", own));
  const select = (name, words, hint, options, chosen, on = {}) => labelled(name, words, hint, (own) => el("select", { ...own, on },
    options.map(({ id, title }) => el("option", { value: id, selected: id === chosen }, title))));

  function group(words, hint, ...inside) {
    const id = `field-${++count}`;
    return el("fieldset", { class: "field", "aria-describedby": hint ? id : undefined },
      el("legend", {}, words), hint ? el("span", { class: "hint", id }, hint) : null, inside);
  }

  const tick = (name, value, words, type = "checkbox") => el("label", { class: "choice" }, el("input", { type, name, value }), el("span", {}, words));
  const ticks = (data, words, hint) => group(words, hint, data.readers.map(({ id, title }) => tick("readers", id, title)));

  function answers(form) {
    const given = {};
    for (const element of form.elements) {
      if (!element.name || element.name === "policy") continue;
      if (element.name === "readers") given.readers = [...(given.readers || []), ...(element.checked ? [element.value] : [])];
      else if (element.type === "checkbox") given[element.name] = element.checked;
      else if (element.type !== "radio") given[element.name] = element.value;
      else if (element.checked) given[element.name] = element.value;
    }
    return given;
  }

  const NOBODY = { id: "", title: "Whoever looks after the policy" };

  // --- the steps

  const STEPS = {
    issue: {
      title: "Make the next issue",
      about: "A policy was changed and approved: the issue that it replaces is kept, and the change record, the approval and the dates are put in.",
      before: "Change the text first, under Policies and people, and save it. Then come back here.",
      act: "Make the issue",
      policies: (each) => !each.withdrawn,
      questions: (data, policy) => [
        group("Has anybody to do something differently?", "",
          tick("kind", "material", "Yes: somebody has to do, or may expect, something different.", "radio"),
          tick("kind", "editorial", "No: only words, names or dates were changed.", "radio")),
        long("summary", "What changed?", "In words that a reader understands. It goes into the change record sheet."),
        select("approvedBy", "Who approved it?", "", [...data.bodies, ...data.posts], policy.approvedBy),
        day("approvedOn", "When was it approved?", "", data.today),
        line("minute", "Which minute records it?", "Such as FGB 26/31. Leave it empty if there is none."),
        day("effectiveFrom", "From when does it apply?", "Leave it empty if it applies from the day of the approval."),
        select("reviewedBy", "Who reviewed it?", "", [NOBODY, ...data.posts, ...data.bodies], ""),
        line("note", "What did the review look at?", "A few words. Leave it empty if there is nothing to say."),
        day("nextReview", "When is the next review due?", `Leave it empty for as late as the policy allows: every ${policy.every}.`),
        policy.links.length ? group("Were the linked policies read again?", policy.links.map((each) => `${each.title} (issue ${each.issue})`).join(", "),
          tick("linksChecked", "yes", "Yes, this policy still agrees with them.")) : null,
        ticks(data, "Who may read this row of the change record sheet?", "Tick none, and everybody may who may read the policy."),
      ],
    },
    review: {
      title: "Record a review",
      about: "A policy was read again and nothing had to change: the review is put on record, and the next one is set.",
      act: "Record the review",
      policies: (each) => !each.withdrawn,
      questions: (data, policy) => [
        day("date", "When was the review finished?", "", data.today),
        select("by", "Who reviewed it?", "", [NOBODY, ...data.posts, ...data.bodies], ""),
        line("note", "What did the review look at?", "A few words. Leave it empty if there is nothing to say."),
        day("nextReview", "When is the next review due?", `Leave it empty for as late as the policy allows: every ${policy.every}. It was due by ${policy.nextReview}.`),
        ticks(data, "Who may read this row?", "Tick none, and everybody may who may read the policy."),
      ],
    },
    withdraw: {
      title: "Withdraw a policy",
      about: "A policy is no longer in force: its file stays, and nobody finds it any more.",
      act: "Withdraw the policy",
      policies: (each) => !each.withdrawn,
      questions: (data) => [
        day("date", "When was that decided?", "", data.today),
        select("by", "Who decided it?", "", [NOBODY, ...data.posts, ...data.bodies], ""),
        line("note", "Why, and what takes its place?", "It is kept with the policy."),
      ],
    },
  };

  function tasks() {
    document.title = "Guided work: policy handbook";
    const task = (id, title, about) => el("li", {}, el("h2", {}, el("a", { href: `#${id}` }, title)), el("p", {}, about));
    show(main, el("h1", {}, "Guided work"), el("ul", { class: "tasks" },
      Object.entries(STEPS).map(([id, { title, about }]) => task(id, title, about)),
      task("import", "Import documents", "Policies that you have as Word, OpenDocument, PDF, web page or text become drafts, with a list of what to check.")));
  }

  function step(id, data, chosen) {
    const { title, about, before, act, policies, questions } = STEPS[id];
    document.title = `${title}: policy handbook`;
    const open = data.policies.filter(policies);
    const rest = el("fieldset", { class: "more" });
    const result = el("div", { id: "result" });
    const form = el("form", { novalidate: true, on: { submit: (event) => { event.preventDefault(); look(); } } });
    const look = async () => {
      const params = { step: id, policy: form.elements.policy.value, given: answers(form) };
      forget(form);
      result.replaceChildren(looking());
      try {
        show(result, shown(await ask("plan", params), params, act));
      } catch (error) {
        tell(error, form, result);
      }
    };
    const shown = (plan, params, words) => {
      const stops = plan.findings.length > 0;
      return el("div", { class: stops ? "box bad" : "box" },
        el("h2", {}, stops ? "Something has to be mended first" : "This will be written"),
        stops ? null : el("p", {}, `${plan.says}.`),
        findings(plan.findings),
        plan.changed.length ? el("div", {}, el("p", {}, "Changed since the issue that is kept:"), el("ul", {}, plan.changed.map((each) => el("li", {}, each)))) : null,
        stops ? null : el("div", {}, plan.files.map(changes)),
        stops ? null : el("div", { class: "buttons" }, el("button", { class: "do", type: "button", on: { click: (event) => carryOut(event.target, plan, params) } }, words)));
    };
    const carryOut = async (button, plan, params) => {
      button.disabled = true;
      try {
        const said = await ask("carryOut", { ...params, marks: plan.marks });
        form.hidden = true;
        show(result, el("div", { class: "box good", role: "status" }, el("h2", {}, "Done"), el("p", {}, `${said.says}.`),
          el("p", {}, "It is in the school’s files. ", el("a", { href: "publish.html" }, "Publish it"), ", or go back to ", el("a", { href: "guide.html" }, "guided work"), ".")));
      } catch (error) {
        button.disabled = false;
        show(result, trouble(error.message));
      }
    };
    const ofPolicy = () => {
      const policy = open.find((each) => each.id === form.elements.policy.value);
      result.replaceChildren();
      rest.replaceChildren(...(policy ? [
        ...questions(data, policy).filter(Boolean),
        el("div", { class: "buttons" }, el("button", { class: "do second", type: "submit" }, "Show what will be written")),
      ] : []));
    };
    form.append(select("policy", "Which policy?", "", [{ id: "", title: "Choose one" }, ...open.map((each) => ({ id: each.id, title: `${each.title} (issue ${each.issue}${each.status === "draft" ? ", a draft" : ""})` }))], chosen, { change: ofPolicy }), rest);
    show(main, el("h1", {}, title), el("p", { class: "lead" }, about), before ? el("p", {}, before) : null, form, result);
    ofPolicy();
  }

  function imports(data) {
    document.title = "Import documents: policy handbook";
    const result = el("div", { id: "result" });
    const form = el("form", { novalidate: true });
    form.append(
      labelled("files", "Which documents?", "Word (.docx, .doc), OpenDocument (.odt), PDF, web pages (.html), Markdown (.md) or plain text (.txt); several at once if you like.",
        (own) => el("input", { ...own, type: "file", multiple: true, accept: ".docx,.doc,.odt,.html,.htm,.md,.pdf,.txt" })),
      group("Who may read them, once they are published?", "Tick none, and it is the staff alone.", data.readers.map(({ id, title }) => tick("readers", id, title))),
      el("p", {}, "Each becomes a draft, which nobody sees until it is approved. What is there already is never overwritten."),
      el("div", { class: "buttons" }, el("button", { class: "do", type: "submit" }, "Make drafts of them")));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = form.querySelector("button");
      button.disabled = true;
      forget(form);
      result.replaceChildren(looking("Reading the documents…"));
      try {
        for (const file of form.elements.files.files) await give(file.name, file);
        show(result, imported(await ask("importDocuments", { readers: answers(form).readers })));
        form.elements.files.value = "";
      } catch (error) {
        tell(error, form, result);
      }
      button.disabled = false;
    });
    show(main, el("h1", {}, "Import documents"), el("p", { class: "lead" }, "Policies that you have as documents become drafts, with a list of what to check in each."), form, result);
  }

  const imported = (said) => el("div", { role: "status" },
    el("h2", {}, "What became of them"),
    said.outcomes.map((each) => el("div", { class: each.good ? "box good" : "box bad" },
      el("h3", {}, each.name),
      el("p", {}, `${each.message[0].toUpperCase()}${each.message.slice(1)}.`),
      each.checks.length ? el("details", {}, el("summary", {}, "What to check, what matters most first"), el("ul", {}, each.checks.map((check) => el("li", {}, check)))) : null,
      each.id ? el("p", {}, el("a", { href: `./#/collections/policies/entries/${each.id}` }, "Open the draft")) : null,
      each.report ? el("p", {}, el("a", { href: each.report }, "See the document and the draft side by side")) : null)));

  async function open() {
    const [id, chosen] = location.hash.slice(1).split("/");
    if (id) show(main, looking("One moment…")); // what was there before is not to be answered any more
    try {
      if (id === "import") imports(await ask("choices"));
      else if (id in STEPS) step(id, await ask("choices"), chosen || "");
      else tasks();
    } catch (error) {
      show(main, el("h1", {}, "Guided work"), trouble(error.message));
    }
  }

  document.querySelector('nav a[href="guide.html"]').setAttribute("aria-current", "page");
  addEventListener("hashchange", open);
  open();
})();
