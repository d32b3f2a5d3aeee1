/* What the pages gain where scripts run; without it every page can still be read, printed and linked to.
   A classic script, because pages that are opened from a folder may not load modules. It stands in the head and
   marks the page at once, so that the menu does not first open and then close; the rest waits for the page. */
(function () {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  document.addEventListener("DOMContentLoaded", start);

  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));

  function make(tag, values, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(values || {})) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  function icon(path) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("viewBox", "0 0 20 20");
    svg.setAttribute("aria-hidden", "true");
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
  }

  /* No server turns "policies/" into "policies/index.html" for a folder of files. */
  const inFolder = location.protocol === "file:";
  function way(href) {
    if (!inFolder || /^([a-z][a-z\d+.-]*:|[#?]|$)/i.test(href)) return href;
    const [, path, rest] = /^([^?#]*)(.*)$/.exec(href);
    if (!/(^|\/)\.{0,2}$/.test(path)) return href;
    return path + (path.endsWith("/") ? "" : "/") + "index.html" + rest;
  }

  /* Words as they are compared: small, without accents of typing, singular. */
  const WORD = /\d+(?:\.\d+)+|[\p{L}\p{N}]+(?:'\p{L}+)*/gu;
  const plain = (text) => text.toLowerCase().replace(/[’‘ʼ]/g, "'");
  const stem = (word) => {
    const bare = word.replace(/'s$/, "");
    return bare.length > 3 && bare.endsWith("s") && !bare.endsWith("ss") ? bare.slice(0, -1) : bare;
  };
  const stems = (text) => (plain(text).match(WORD) || []).map(stem);

  /* Put <mark> round the words of a text whose stems are wanted. */
  function marked(text, wanted) {
    const parts = [];
    let done = 0;
    for (const match of plain(text).matchAll(WORD)) {
      if (!wanted.has(stem(match[0]))) continue;
      parts.push(text.slice(done, match.index), make("mark", {}, text.slice(match.index, match.index + match[0].length)));
      done = match.index + match[0].length;
    }
    return [...parts, text.slice(done)];
  }

  window.handbook = { WORD, make, marked, plain, stem, stems, way }; // for search.js

  let live;
  function announce(text) {
    live.textContent = "";
    window.setTimeout(() => { live.textContent = text; }, 50);
  }

  function start() {
    live = make("div", { role: "status", class: "visually-hidden" });
    document.body.append(live);
    if (inFolder) {
      for (const link of all("a[href]")) link.setAttribute("href", way(link.getAttribute("href")));
      for (const form of all("form[action]")) form.setAttribute("action", way(form.getAttribute("action")));
    }
    menu();
    all("[data-due]").forEach(due);
    tables();
    terms();
    if (document.querySelector(".policy")) policy();
    if (!inFolder) all('form[role="search"]').forEach(fetchSearch);
  }

  /* Who goes to a search box will soon want what can be found: it comes while they type. */
  function fetchSearch(form) {
    if (document.querySelector("[data-search]") || navigator.connection?.saveData) return;
    form.addEventListener("focusin", () => {
      for (const name of ["search-index.js", "search.js"]) {
        document.head.append(make("link", { rel: "prefetch", as: "script", href: new URL(`../assets/${name}`, form.action) }));
      }
    }, { once: true });
  }

  function menu() {
    const button = document.querySelector(".menu-button");
    const set = (open) => {
      button.setAttribute("aria-expanded", String(open));
      root.classList.toggle("menu-open", open);
    };
    button.addEventListener("click", () => set(button.getAttribute("aria-expanded") !== "true"));
    document.querySelector(".site-header").addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !root.classList.contains("menu-open")) return;
      set(false);
      button.focus();
    });
  }

  /* The date always stands there in words; how near it is depends on the day of reading. */
  function due(element) {
    const [year, month, day] = element.dataset.due.split("-").map(Number);
    const days = Math.round((new Date(year, month - 1, day) - new Date().setHours(0, 0, 0, 0)) / 864e5);
    if (days < 0) element.append(" ", make("span", { class: "tag warn" }, "Overdue"));
    else if (days <= 60) element.append(" ", make("span", { class: "tag" }, "Due soon"));
  }

  /* --- tables ------------------------------------------------------------------------------------- */

  function tables() {
    // on phones a row is shown as a card, and a browser may then forget that it is a row
    for (const table of all("main table")) {
      table.setAttribute("role", "table");
      all("thead, tbody", table).forEach((part) => part.setAttribute("role", "rowgroup"));
      all("tr", table).forEach((row) => row.setAttribute("role", "row"));
      all("th", table).forEach((cell) => cell.setAttribute("role", "columnheader"));
      all("td", table).forEach((cell) => cell.setAttribute("role", "cell"));
    }
    all("table[data-sortable]").forEach((table) => { sortable(table); filterable(table); });
  }

  function sortable(table) {
    const heads = all("th[data-sort]", table);
    const body = table.tBodies[0];
    const numbers = new Intl.Collator("en-GB", { numeric: true });
    heads.forEach((head, column) => {
      const title = head.textContent.trim();
      const button = make("button", { type: "button" }, title);
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const key = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
        const rows = Array.from(body.rows, (row) => [key(row), row]);
        rows.sort((a, b) => numbers.compare(a[0], b[0]) * (down ? -1 : 1));
        body.append(...rows.map(([, row]) => row));
        announce(`Sorted by ${title}, ${down ? "last first" : "first first"}`);
      });
    });
  }

  function filterable(table) {
    const filters = document.querySelector(`[data-filters="${table.id}"]`);
    if (!filters) return;
    filters.hidden = false;
    const text = filters.querySelector("input");
    const subject = filters.querySelector("select");
    const count = filters.querySelector("[role=status]");
    const rows = Array.from(table.tBodies[0].rows, (row) => [plain(row.cells[0].textContent), row]);
    const filter = () => {
      const wanted = plain(text.value).trim();
      let shown = 0;
      for (const [words, row] of rows) {
        row.hidden = !words.includes(wanted) || Boolean(subject && subject.value && row.dataset.subject !== subject.value);
        if (!row.hidden) shown += 1;
      }
      count.textContent = shown === rows.length ? "" : `${shown} of ${rows.length} policies shown`;
    };
    text.addEventListener("input", filter);
    if (subject) subject.addEventListener("change", filter);
    filter();
  }

  /* --- words of the glossary ----------------------------------------------------------------------- */

  function terms() {
    let tip = null;
    let owner = null;
    let touched = false;
    const hide = () => {
      if (!tip) return;
      owner.removeAttribute("aria-describedby");
      tip.remove();
      tip = owner = null;
    };
    const show = (link) => {
      if (owner === link) return;
      hide();
      owner = link;
      tip = make("div", { class: "tip", id: "tip", role: "tooltip" }, link.dataset.meaning);
      document.getElementById("main").append(tip);
      link.setAttribute("aria-describedby", "tip");
      const box = link.getBoundingClientRect();
      const room = root.clientWidth - tip.offsetWidth - 8;
      const below = box.bottom + tip.offsetHeight < root.clientHeight || box.top < tip.offsetHeight;
      tip.style.left = `${Math.max(8, Math.min(box.left, room)) + window.scrollX}px`;
      tip.style.top = `${(below ? box.bottom : box.top - tip.offsetHeight) + window.scrollY}px`;
      tip.addEventListener("mouseleave", hide);
    };
    for (const link of all("a.term")) {
      // not for fingers, which come and go at every tap
      link.addEventListener("pointerenter", (event) => { if (event.pointerType !== "touch") show(link); });
      // the pointer may move onto the explanation, which touches its word
      link.addEventListener("pointerleave", (event) => { if (tip && event.pointerType !== "touch" && event.relatedTarget !== tip) hide(); });
      link.addEventListener("focus", () => show(link));
      link.addEventListener("blur", hide);
      link.addEventListener("pointerdown", (event) => { touched = event.pointerType === "touch" && owner !== link; });
      // the first tap explains, the second follows the link
      link.addEventListener("click", (event) => { if (touched) { event.preventDefault(); show(link); } touched = false; });
    }
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
    document.addEventListener("pointerdown", (event) => { if (tip && !tip.contains(event.target) && event.target !== owner) hide(); });
  }

  /* --- a policy ------------------------------------------------------------------------------------ */

  function policy() {
    const print = make("button", { type: "button", class: "button" }, "Print this policy");
    print.addEventListener("click", () => window.print());
    document.querySelector(".state").append(make("p", { class: "actions" }, print));
    markFound();
    for (const number of all(".policy-text .clause-number")) number.after(copyButton(number));
    followContents();
  }

  function copyButton(number) {
    const name = number.textContent;
    const button = make("button", { type: "button", class: "copy", "aria-label": `Copy link to clause ${name}`, title: "Copy link" },
      icon("M8 12a4 4 0 0 0 6 .4l2-2a4 4 0 0 0-5.700-5.700l-1 1M12 8a4 4 0 0 0-6-.4l-2 2a4 4 0 0 0 5.700 5.700l1-1"));
    button.addEventListener("click", () => {
      const url = new URL(number.getAttribute("href"), location.href.replace(/[?#].*/, "")).href;
      copy(url).then((done) => {
        const words = done ? `Link to clause ${name} copied` : url;
        const note = make("span", { class: "copied", "aria-hidden": "true" }, done ? "Link copied" : url);
        button.after(note);
        window.setTimeout(() => note.remove(), done ? 2500 : 15000);
        announce(words);
      });
    });
    return button;
  }

  function copy(text) {
    const byHand = () => { // on an intranet without https there is no clipboard but this
      const field = make("textarea", { class: "visually-hidden", "aria-hidden": "true", tabindex: "-1" });
      const before = document.activeElement;
      field.value = text;
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      before.focus();
      return done;
    };
    return navigator.clipboard ? navigator.clipboard.writeText(text).then(() => true, byHand) : Promise.resolve(byHand());
  }

  /* A search result leads here with the words in the address; they are marked, and the address made plain again. */
  function markFound() {
    const words = new URLSearchParams(location.search).get("h");
    if (!words) return;
    const wanted = new Set(stems(words));
    for (const part of all(".summary, .key-points, .policy-text")) {
      const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      const texts = [];
      while (walker.nextNode()) texts.push(walker.currentNode);
      for (const text of texts) {
        const pieces = marked(text.data, wanted);
        if (pieces.length > 1) text.replaceWith(...pieces);
      }
    }
    try { history.replaceState(null, "", location.pathname + location.hash); } catch { /* not allowed in a folder */ }
  }

  function followContents() {
    const links = new Map(all(".contents a").map((link) => [link.hash.slice(1), link]));
    if (!links.size || !("IntersectionObserver" in window)) return;
    const seen = new IntersectionObserver((changes) => {
      for (const change of changes) {
        const link = links.get(change.target.id);
        if (!link) continue;
        if (change.isIntersecting) link.setAttribute("aria-current", "location");
        else link.removeAttribute("aria-current");
      }
    }, { rootMargin: "-20% 0px -79% 0px" });
    all(".policy-text > .section, .about").forEach((section) => seen.observe(section));
  }
})();
