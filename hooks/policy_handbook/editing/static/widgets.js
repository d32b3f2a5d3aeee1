// Fields of our own: a date from a calendar, or a month alone, and ticks for the readers.
"use strict";
(() => {
  const MONTH = /^\d{4}-\d{2}$/;
  const DAY = /^\d{4}-\d{2}-\d{2}$/;

  const DateControl = createClass({
    getInitialState() { return { kind: kindOf(this.props.value) }; },
    choose(event) {
      const kind = event.target.value;
      const value = this.props.value || "";
      this.setState({ kind });
      if (kind === "month" && DAY.test(value)) this.props.onChange(value.slice(0, 7));
      if (kind === "date" && MONTH.test(value)) this.props.onChange("");
    },
    render() {
      const { forID, value, onChange, classNameWrapper, setActiveStyle, setInactiveStyle, field } = this.props;
      const { kind } = this.state;
      return h("div", { className: `${classNameWrapper} handbook-date`, onFocus: setActiveStyle, onBlur: setInactiveStyle },
        h("input", {
          id: forID,
          type: kind,
          value: value || "",
          placeholder: kind === "month" ? "2026-09" : "2026-09-01",
          onChange: (event) => onChange(event.target.value),
        }),
        h("select", { value: kind, onChange: this.choose, "aria-label": `${field.get("label")}: how exactly` },
          h("option", { value: "date" }, "a day"),
          h("option", { value: "month" }, "a month"),
          kind === "text" ? h("option", { value: "text" }, "as it is written") : null));
    },
  });

  // what is no date stays as it is written, so that it can be seen and mended
  function kindOf(value) {
    if (!value || DAY.test(value)) return "date";
    return MONTH.test(value) ? "month" : "text";
  }

  const ReadersControl = createClass({
    named() {
      const value = this.props.value;
      if (!value) return [];
      return typeof value === "string" ? [value] : value.toJS ? value.toJS() : [...value];
    },
    tick(name, on) {
      const named = this.named().filter((each) => each !== name);
      const all = name === "everyone" ? (on ? ["everyone"] : []) : on ? [...named.filter((each) => each !== "everyone"), name] : named;
      this.props.onChange(this.props.field.get("options").clear().concat(all)); // the editor's own kind of list
    },
    render() {
      const { field, forID, classNameWrapper } = this.props;
      const named = this.named();
      const options = field.get("options").toJS();
      const known = options.map((each) => each.value);
      const strange = named.filter((name) => !known.includes(name)).map((name) => ({ value: name, label: `${name} (unknown)` }));
      return h("div", { className: `${classNameWrapper} handbook-readers`, role: "group", "aria-label": field.get("label"), id: forID, tabIndex: -1 },
        [...options, ...strange].map(({ value, label }) => h("label", { key: value },
          h("input", {
            type: "checkbox",
            checked: named.includes(value),
            onChange: (event) => this.tick(value, event.target.checked),
          }), ` ${label}`)));
    },
  });

  CMS.registerWidget("handbook-date", DateControl);
  CMS.registerWidget("handbook-readers", ReadersControl);
  CMS.registerMediaLibrary({ name: "none", init: () => ({ show() {}, hide() {}, enableStandalone: () => false }) });
})();
