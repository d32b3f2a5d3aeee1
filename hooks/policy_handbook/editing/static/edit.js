// Starts the editor, and shows beside each form what the checks find and what each audience would read.
"use strict";
(() => {
  const PAUSE = 500; // milliseconds without a key before the form is looked at
  const here = new URL(".", location.href);

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

  const WORDS = { error: "Has to be mended", warning: "Ought to be mended", info: "Good to know" };

  function beside(pathOf) {
    return createClass({
      getInitialState() {
        return { findings: [], html: "", views: [], view: "staff", asked: "", trouble: "", although: false };
      },
      componentDidMount() { this.look(); },
      componentDidUpdate() { this.look(); },
      componentWillUnmount() { clearTimeout(this.waiting); },
      look() {
        const form = this.props.entry.get("data").toJS();
        const path = pathOf(this.props.entry);
        const question = JSON.stringify([path, this.state.view, form]);
        if (question === this.question) return;
        this.question = question;
        clearTimeout(this.waiting);
        this.waiting = setTimeout(async () => {
          try {
            const said = await ask("preview", { path, form, view: this.state.view });
            if (question === this.question) this.setState({ ...said, trouble: "" });
          } catch (error) {
            if (question === this.question) this.setState({ trouble: error.message });
          }
        }, PAUSE);
      },
      choose(event) { this.setState({ view: event.target.value }); },
      async allow(event) {
        const although = event.target.checked;
        const said = await ask("allow", { path: pathOf(this.props.entry), although });
        this.setState(said);
      },
      render() {
        const { findings, html, views, view, trouble, although } = this.state;
        const errors = findings.some((finding) => finding.severity === "error");
        return h("main", { className: "beside" },
          h("section", { className: "checks", "aria-label": "What the checks find", "aria-live": "polite" },
            h("h2", {}, "Checks"),
            trouble ? h("p", { className: "finding error" }, trouble) : null,
            !trouble && !findings.length ? h("p", {}, "Nothing found.") : null,
            findings.map((finding, index) => h("div", { key: index, className: `finding ${finding.severity}` },
              h("p", {}, h("strong", {}, `${WORDS[finding.severity]}: `), finding.message),
              finding.found ? h("p", {}, "It says: ", h("code", {}, finding.found)) : null,
              finding.write ? h("p", {}, "Write: ", h("code", {}, finding.write)) : null)),
            errors ? h("label", {}, h("input", { type: "checkbox", checked: although, onChange: this.allow }),
              " Save although it has errors. Nothing is published until they are mended.") : null),
          views.length > 1 && html !== undefined ? h("label", { className: "view" }, "What they read: ",
            h("select", { value: view, onChange: this.choose },
              views.map((each) => h("option", { key: each.id, value: each.id }, each.title)))) : null,
          html ? h("article", { dangerouslySetInnerHTML: { __html: html } })
            : h("p", { className: "nothing" }, "There is no page of this for them."));
      },
    });
  }

  function trouble(message) {
    const place = document.getElementById("trouble");
    place.textContent = message;
    place.hidden = false;
  }

  async function start() {
    const reply = await fetch(new URL("config.json", here));
    const config = await reply.json();
    if (!reply.ok) return trouble(config.error);
    const style = (name) => CMS.registerPreviewStyle(new URL(name, here).href);
    style("school.css");
    style("theme/handbook.css");
    style("beside.css");
    CMS.registerPreviewTemplate("policies", beside((entry) => entry.get("path") || `policies/${slug(entry)}.yaml`));
    for (const file of config.collections[1].files) {
      CMS.registerPreviewTemplate(file.name, beside(() => file.file));
    }
    CMS.init({ config });
  }

  function slug(entry) {
    const title = entry.getIn(["data", "title"]) || "new";
    return title.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "") || "new";
  }

  start().catch((error) => trouble(`The editor could not start: ${error.message}`));
})();
