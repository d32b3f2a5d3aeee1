// Starts the editor, and shows beside each form what the checks find and what each audience would read.
"use strict";
(() => {
  const PAUSE = 500; // milliseconds without a key before the form is looked at
  const here = new URL(".", location.href);
  const TAB = crypto.randomUUID(); // so that what this page saved is told from what others changed
  const BASE = "as_it_was";
  const allowed = new Set(); // the files that the person wants saved although they have errors
  const NO_PREVIEW = "There is no preview on a server";
  const WORDS = { error: "Has to be mended", next: "To do next", warning: "Ought to be looked at", info: "Good to know" };

  async function ask(action, params) {
    const reply = await fetch(new URL("api", here), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ action, params }),
    });
    const said = await reply.json();
    if (!reply.ok) throw new Error(said.error);
    return said;
  }

  // --- beside the form

  function beside(pathOf, kinds) {
    return createClass({
      getInitialState() {
        return { findings: [], notes: [], html: "", sheet: "", views: [], view: "", kind: kinds[0], trouble: "", looking: true };
      },
      componentDidMount() { this.look(); },
      componentDidUpdate() { this.look(); },
      componentWillUnmount() { clearTimeout(this.waiting); },
      look() {
        const form = this.props.entry.get("data").toJS();
        const path = pathOf(this.props.entry);
        const { view, kind } = this.state;
        const question = JSON.stringify([path, view, kind, form]);
        if (question === this.question) return;
        this.question = question;
        clearTimeout(this.waiting);
        this.waiting = setTimeout(async () => {
          this.setState({ looking: true });
          try {
            const said = await ask("preview", { path, form, view, kind });
            if (question !== this.question) return;
            if (!hasErrors(said.findings)) allowed.delete(path);
            this.setState({ ...said, trouble: "", looking: false });
          } catch (error) {
            if (question === this.question) this.setState({ trouble: error.message, looking: false });
          }
        }, PAUSE);
      },
      allow(event) {
        const path = pathOf(this.props.entry);
        if (event.target.checked) allowed.add(path);
        else allowed.delete(path);
        this.forceUpdate();
      },
      // what an import was not sure of: a line of the file, which goes when somebody has looked
      async settle({ number, text }) {
        const mark = (this.props.entry.getIn(["data", BASE]) || "").split(" ")[0];
        try {
          await ask("settle", { path: pathOf(this.props.entry), number, text, page: TAB, mark });
          this.question = "";
          this.look();
        } catch (error) {
          this.setState({ trouble: error.message });
        }
      },
      render() {
        const { findings, notes, views, view, kind, html, trouble, looking } = this.state;
        const path = pathOf(this.props.entry);
        // nobody has to be told that a form which they have just opened is empty
        const empty = !this.props.entry.get("path") && kinds.length > 0 && !this.props.entry.getIn(["data", "title"]);
        if (empty) {
          return h("main", { className: "beside", "aria-busy": looking, ref: named }, h("section", { className: "checks" },
            h("h1", {}, "Checks"), h("p", {}, "Begin with the title. What is missing or not right yet is told here while you write.")));
        }
        return h("main", { className: "beside", "aria-busy": looking, ref: named },
          h("section", { className: "checks", "aria-label": "What the checks find", "aria-live": "polite" },
            h(kind === "page" && html ? "h2" : "h1", {}, "Checks"), // a policy's page has a first heading of its own
            trouble ? h("p", { className: "finding error" }, trouble) : null,
            looking && !trouble && !findings.length ? h("p", {}, "Looking…") : null,
            !looking && !trouble && !findings.length && !notes.length ? h("p", { className: "fine" }, "Nothing found.") : null,
            findings.map((finding, index) => h("div", { key: index, className: `finding ${finding.severity}` },
              h("p", {}, h("strong", {}, `${WORDS[finding.severity]}: `), finding.message),
              finding.where ? h("p", {}, `Where: ${finding.where}`) : null,
              finding.found ? h("p", {}, "It says: ", h("code", {}, finding.found)) : null,
              finding.write ? h("p", {}, "Write: ", h("code", {}, finding.write)) : null)),
            notes.map((note) => h("div", { key: `${note.number} ${note.text}`, className: "finding info" },
              h("p", {}, h("strong", {}, "To check with the document: "), note.text),
              note.where ? h("p", {}, `Where: ${note.where}`) : null,
              h("p", {}, h("button", { type: "button", onClick: () => this.settle(note) }, "I have checked it")))),
            hasErrors(findings) ? h("label", { className: "although" },
              h("input", { type: "checkbox", checked: allowed.has(path), onChange: this.allow }),
              " Save although something has to be mended. Nothing is published until it is.") : null),
          views.length ? h("div", { className: "view" },
            h("label", {}, "As it is read by: ",
              h("select", { value: view || (views[0] || {}).id || "", onChange: (event) => this.setState({ view: event.target.value }) },
                views.map((each) => h("option", { key: each.id, value: each.id }, each.title)))),
            kinds.length > 1 ? h("label", {}, " Show: ",
              h("select", { value: kind, onChange: (event) => this.setState({ kind: event.target.value, sheet: "", html: "" }) },
                kinds.map((each) => h("option", { key: each, value: each }, KINDS[each])))) : null) : null,
          kinds.includes("page") && this.props.entry.get("path") ? h("p", { className: "next" },
            "When the change is saved and approved: ",
            h("a", { href: guide("issue", path), target: "_top" }, "make the next issue"), ". Read again and nothing to change: ",
            h("a", { href: guide("review", path), target: "_top" }, "record a review"), ".") : null,
          kinds.length ? this.shown() : null);
      },
      shown() {
        const { html, sheet, kind, looking, findings } = this.state;
        if (kind === "page" && html) return h("article", { dangerouslySetInnerHTML: { __html: html } });
        if (kind === "sheet" && sheet) {
          const address = new URL(sheet.address, here).href;
          return h("div", { className: "sheet" },
            h("p", {}, h("a", { href: address, target: "_blank", rel: "noopener" }, `Open the printed sheet in a window of its own (${sheet.pages === 1 ? "1 page" : `${sheet.pages} pages`})`)),
            h("iframe", { src: address, title: "The printed sheet" }));
        }
        const nothing = hasErrors(findings) ? "The page is shown here when that is mended." : "There is nothing of this for these readers.";
        return h("p", { className: "nothing" }, looking ? "" : nothing);
      },
    });
  }

  // the editor makes the page beside the form without a name and a language
  function named(element) {
    if (!element) return;
    element.ownerDocument.title = "Checks and preview";
    element.ownerDocument.documentElement.lang = "en-GB";
  }

  const KINDS = { page: "the web page", sheet: "the printed sheet" };

  const guide = (step, path) => new URL(`guide.html#${step}/${path.split("/").pop().replace(".yaml", "")}`, here).href;

  const hasErrors = (findings) => findings.some((finding) => finding.severity === "error");

  function pathIn(folder) {
    return (entry) => entry.get("path") || `${folder}/${slug(entry)}.yaml`;
  }

  function slug(entry) {
    const title = entry.getIn(["data", "title"]) || "new";
    return title.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "") || "new";
  }

  // --- around the forms

  // links to the pages of our own, at the end of the editor's own navigation, which is made anew from time to time;
  // and away with a button that asks for a preview on a server
  function keepInOrder() {
    const put = () => {
      for (const button of document.querySelectorAll("button:not([hidden])")) {
        if (button.textContent === NO_PREVIEW) button.hidden = true;
      }
      const list = document.querySelector("header nav ul");
      if (!list || list.querySelector(".handbook-link")) return;
      const like = list.querySelector("a");
      for (const [address, words] of [["guide.html", "Guided work"], ["publish.html", "Publish"]]) {
        const link = document.createElement("a");
        link.href = new URL(address, here).href;
        link.textContent = words;
        link.className = `${like ? like.className.replace(/header-link-active|active/g, "") : ""} handbook-link`;
        const item = document.createElement("li");
        item.append(link);
        list.append(item);
      }
    };
    new MutationObserver(put).observe(document.body, { childList: true, subtree: true });
    put();
  }

  // from one form straight to another, as by an address that was typed, the editor would mix the two up
  function keepFormsApart() {
    const form = /#\/collections\/([^/]+)\/(new|entries\/.+)$/;
    addEventListener("hashchange", ({ oldURL, newURL }) => {
      const [before, after] = [form.exec(oldURL), form.exec(newURL)];
      const isSaved = before && after && before[2] === "new" && before[1] === after[1];
      if (before && after && !isSaved) location.reload();
    });
  }

  function trouble(message) {
    document.getElementById("opening")?.remove();
    const place = document.getElementById("trouble");
    place.textContent = message;
    place.hidden = false;
  }

  async function start() {
    const reply = await fetch(new URL("config.json", here));
    const { words, ...config } = await reply.json();
    if (!reply.ok) return trouble(config.error);
    const style = (name) => CMS.registerPreviewStyle(new URL(name, here).href);
    style("school.css");
    style("theme/handbook.css");
    style("beside.css");
    const collections = Object.fromEntries(config.collections.map((each) => [each.name, each]));
    const paths = {
      policies: pathIn("policies"),
      fliers: pathIn("fliers"),
    };
    CMS.registerPreviewTemplate("policies", beside(paths.policies, ["page", "sheet"]));
    CMS.registerPreviewTemplate("fliers", beside(paths.fliers, ["sheet"]));
    for (const file of collections.school.files) {
      paths[file.name] = () => file.file;
      CMS.registerPreviewTemplate(file.name, beside(paths[file.name], []));
    }
    CMS.registerEventListener({
      name: "preSave",
      handler({ entry }) {
        const of = paths[entry.get("collection")] || paths[entry.get("slug")];
        const although = allowed.has(of(entry)) ? " although" : "";
        const mark = (entry.getIn(["data", BASE]) || "new").split(" ")[0];
        return entry.get("data").set(BASE, `${mark} ${TAB}${although}`);
      },
    });
    window.handbookRows.start(words);
    keepInOrder();
    keepFormsApart();
    CMS.init({ config });
    document.getElementById("opening").remove();
  }

  start().catch((error) => trouble(`The editor could not start: ${error.message}`));
})();
