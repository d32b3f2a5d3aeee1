/* The search page. Loaded there alone, after handbook.js, MiniSearch and the index of this view. */
(function () {
  "use strict";
  const { WORD, make, marked, plain, stem, stems, way } = window.handbook;
  const SHOWN = 20; // policies at first
  const CLAUSES = 3; // of each
  const SMALL = new Set("a an and are as at be by can child do does for from have how i if in is it may my of on or our the their they to we what when where which who will with you your".split(" "));

  document.addEventListener("DOMContentLoaded", () => {
    const area = document.querySelector("[data-search]");
    const status = area.querySelector(".search-status");
    if (window.MiniSearch && window.handbookIndex) searchPage(area, status, document.body.dataset.top);
    else status.textContent = "Search could not be loaded. You can use the list of all policies instead.";
  });

  /* The engine: what is asked, in the words of the handbook, is looked for in policies and clauses. */
  function makeEngine(index) {
    const docs = [];
    for (const [address, title, text, weight, words, clauses] of index.pages) {
      const page = { address, title, text, words, weight };
      docs.push({ ...page, page, number: "" });
      for (const [anchor, number, heading, body] of clauses) {
        docs.push({ page, address: `${address}#${anchor}`, number, title: heading, text: body, policy: title, weight: 1 });
      }
    }
    docs.forEach((doc, id) => { doc.id = id; });
    const engine = new window.MiniSearch({
      fields: ["title", "text", "policy", "words"],
      tokenize: (text) => plain(text).match(WORD) || [],
      processTerm: stem,
      searchOptions: {
        boost: { title: 3, words: 2, policy: 0.5 },
        boostDocument: (id) => Math.sqrt(docs[id].weight),
        combineWith: "AND",
        prefix: (term) => term.length > 2,
      },
    });
    engine.addAll(docs);

    // words of the glossary that stand for one another, by their stems
    const others = new Map();
    for (const group of index.words) for (const name of group) others.set(stems(name).join(" "), group);

    /* The query with other words for what it names: "insta" is also looked for as "social media". */
    function widened(words) {
      const queries = [];
      const said = [];
      for (let at = 0; at < words.length;) {
        let length = Math.min(5, words.length - at);
        while (length && !others.has(words.slice(at, at + length).join(" "))) length -= 1;
        const group = length && others.get(words.slice(at, at + length).join(" "));
        const own = words.slice(at, at + (length || 1));
        if (group) {
          const ways = [own, ...group.map(stems)].map((way) => ({ combineWith: "AND", queries: way }));
          queries.push({ combineWith: "OR", queries: ways });
          if (!own.every((word) => stems(group[0]).includes(word))) said.push([group.find((name) => stems(name).join(" ") === own.join(" ")), group[0]]);
        } else {
          queries.push(...own);
        }
        at += length || 1;
      }
      return { query: { combineWith: "AND", queries }, said };
    }

    const isKnown = (word) => others.has(word) || engine.search(word, { boostDocument: undefined }).length > 0;

    /* The nearest word that the handbook has; of several as near, the commonest. */
    function nearest(word) {
      const counts = new Map();
      const add = (text) => { for (const found of plain(text).match(WORD) || []) counts.set(found, (counts.get(found) || 0) + 1); };
      docs.forEach((doc) => { add(doc.title); add(doc.text); });
      index.words.flat().forEach(add);
      let best = "";
      let least = word.length < 4 ? 0 : word.length < 8 ? 1.5 : 2.5;
      for (const [other, count] of counts) {
        if (/\d/.test(other) || Math.abs(other.length - word.length) > least) continue;
        const far = distance(word, other) - Math.min(count, 400) / 1000;
        if (far < least) { least = far; best = other; }
      }
      return best;
    }

    /* Clauses by number: "9.4", "clause 9.4", "social media 9.4", "section 9". */
    function byNumber(query) {
      const found = /^(.*?)\b(clauses?|sections?|para(?:graph)?s?|number|no\.?)?\s*((?:appendix )?(?:[a-z]\.)?\d+(?:\.\d+)*)(?:\([a-z]+\))*(?![\w.]*\w)(.*)$/.exec(query);
      if (!found || !(found[2] || /\./.test(found[3]))) return null;
      const number = found[3].replace("appendix ", "");
      const fits = (doc) => {
        const own = doc.number.toLowerCase().replace("appendix ", "");
        return own === number || (!number.includes(".") && own.startsWith(`${number}.`));
      };
      const hits = docs.filter(fits).map((doc) => ({ id: doc.id, terms: [] }));
      const rest = stems(`${found[1]} ${found[4]}`).filter((word) => !SMALL.has(word) && word !== "policy");
      if (!hits.length || !rest.length) return hits.length ? hits : null;
      const ids = new Set(hits.map((hit) => hit.id));
      const { query: wider } = widened(rest);
      const close = engine.search(wider, { filter: (hit) => ids.has(hit.id), fuzzy: 0.2, boost: { policy: 9 } });
      return close.length ? close : hits;
    }

    /* A policy's title helps to find its clauses, but a clause that has none of the words itself is no result. */
    const own = (hit) => !docs[hit.id].policy || Object.values(hit.match).some((fields) => fields.some((name) => name !== "policy"));

    function find(text) {
      const query = plain(text).replace(/\s+/g, " ").trim();
      const numbered = byNumber(query);
      if (numbered) return { hits: numbered, said: [], better: "", note: "" };
      const typed = query.match(WORD) || [];
      const meant = typed.map(stem);
      let words = meant.filter((word) => !SMALL.has(word));
      if (!words.length) words = meant;
      const { query: wider, said } = widened(words);
      const unknown = words.filter((word) => !isKnown(word));
      let better = "";
      if (unknown.length) {
        const mended = typed.map((word) => (unknown.includes(stem(word)) ? nearest(word) || word : word));
        if (mended.join(" ") !== typed.join(" ")) better = mended.join(" ");
      }
      let hits = words.length ? engine.search(wider) : [];
      let note = "";
      if (!hits.length && better) hits = engine.search(widened(stems(better).filter((word) => !SMALL.has(word))).query);
      if (!hits.length && unknown.length) hits = engine.search(words.join(" "), { fuzzy: 0.2 });
      if (!hits.length && words.length > 1) {
        hits = engine.search(wider.queries.length > 1 ? { ...wider, combineWith: "OR" } : wider);
        if (hits.length) note = "Nothing has all of these words. These have some of them.";
      }
      return { hits: hits.filter(own), said, better, note };
    }

    return { docs, find };
  }

  /* How many letters have to be added, left out, changed or swapped to make one word of another. */
  function distance(a, b) {
    let before = [];
    let last = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= b.length; j += 1) {
        const same = a[i - 1] === b[j - 1];
        row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      before = last;
      last = row;
    }
    return last[b.length];
  }

  function searchPage(area, status, top) {
    const { docs, find } = makeEngine(window.handbookIndex);
    const box = document.getElementById("page-search");
    const slip = area.querySelector(".did-you-mean");
    const note = area.querySelector(".search-note");
    const list = area.querySelector(".results");
    const empty = area.querySelector(".search-empty");
    const title = document.title;
    let timer = 0;

    function link(doc, wanted) {
      const [path, anchor] = doc.address.split("#");
      const words = wanted.size ? `?h=${encodeURIComponent([...wanted].join(" "))}` : "";
      return make("a", { href: way(top + path + words + (anchor ? `#${anchor}` : "")) }, ...marked(doc.title, wanted));
    }

    /* The part of a text in which the words stand. */
    function extract(text, wanted) {
      const first = Array.from(plain(text).matchAll(WORD)).find((match) => wanted.has(stem(match[0])));
      let from = first && first.index > 120 ? text.lastIndexOf(" ", first.index - 60) + 1 : 0;
      let to = text.length - from > 240 ? text.lastIndexOf(" ", from + 230) : text.length;
      if (to <= from) to = text.length;
      return [from ? "… " : "", ...marked(text.slice(from, to), wanted), to < text.length ? " …" : ""];
    }

    function clauseLine({ doc, wanted }) {
      return make("li", {}, make("span", {}, doc.number), make("div", {}, link(doc, wanted), make("p", {}, ...extract(doc.text, wanted))));
    }

    function group({ page, clauses, wanted }) {
      const item = make("section", { class: "result" }, make("h2", {}, link(page, wanted)));
      const sort = { glossary: "Glossary", roles: "Who does what", fliers: "Flier" }[page.address.split("/")[0]];
      if (sort) item.prepend(make("p", { class: "why" }, sort));
      const words = page.text && make("p", {}, ...extract(page.text, wanted));
      if (words && (!clauses.length || words.querySelector("mark"))) item.append(words);
      if (!clauses.length) return item;
      const lines = make("ol", { role: "list" }, ...clauses.slice(0, CLAUSES).map(clauseLine));
      item.append(lines);
      const rest = clauses.slice(CLAUSES);
      if (rest.length) item.append(more(`${rest.length} more in ${page.title}`, () => lines.append(...rest.map(clauseLine)), lines));
      return item;
    }

    /* A button that adds what it says, then goes away and leaves the focus on what is new. */
    function more(words, add, holder) {
      const button = make("button", { type: "button", class: "button" }, words);
      button.addEventListener("click", () => {
        const next = holder.children.length;
        add();
        button.remove();
        holder.children[next].querySelector("a").focus();
      });
      return button;
    }

    function run() {
      const query = box.value.trim();
      const { hits, said, better, note: remark } = query ? find(query) : { hits: [], said: [], better: "", note: "" };
      const groups = new Map();
      for (const hit of hits) {
        const doc = docs[hit.id];
        const wanted = new Set(hit.terms);
        if (!groups.has(doc.page)) groups.set(doc.page, { page: doc.page, clauses: [], wanted: new Set() });
        const entry = groups.get(doc.page);
        if (doc.policy) entry.clauses.push({ doc, wanted });
        else entry.wanted = wanted;
      }
      const found = Array.from(groups.values());
      list.replaceChildren(...found.slice(0, SHOWN).map(group));
      if (found.length > SHOWN) list.append(more("Show more results", () => list.append(...found.slice(SHOWN).map(group)), list));
      slip.replaceChildren(...(better ? ["Did you mean ", make("a", { href: `?q=${encodeURIComponent(better)}` }, better), "?"] : []));
      slip.hidden = !better;
      note.textContent = remark || said.map(([name, term]) => `Our policies say “${term}” for “${name}”.`).join(" ");
      note.hidden = !note.textContent;
      const number = (many, one) => `${many} ${one}${many === 1 ? "" : "s"}`;
      if (!query) status.textContent = "";
      else if (!hits.length) status.textContent = `Nothing found for “${query}”.`;
      else status.textContent = better ? `Nothing has “${query}”. ${number(hits.length, "result")} for “${better}”` : `${number(hits.length, "result")} for “${query}”`;
      empty.hidden = !query || hits.length > 0;
      for (const wider of empty.querySelectorAll("a[data-query]")) wider.search = `?q=${encodeURIComponent(query)}`;
      document.title = query ? `${query} – ${title}` : title;
    }

    function remember() {
      try { history.replaceState(null, "", box.value.trim() ? `?q=${encodeURIComponent(box.value.trim())}` : location.pathname); } catch { /* not allowed in a folder */ }
    }

    box.value = new URLSearchParams(location.search).get("q") || "";
    box.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => { run(); remember(); }, 200);
    });
    box.form.addEventListener("submit", (event) => { event.preventDefault(); window.clearTimeout(timer); run(); remember(); });
    run();
    if (!box.value) box.focus();
  }
})();
