/* The search page. Loaded there alone, after handbook.js and what there is to be found in this view.
   The words were counted when the view was built, by feeds/search.py; what this search needs of them is fetched as
   scripts, because pages that are opened from a folder may load nothing else. */
(function () {
  "use strict";
  const { WORD, make, marked, plain, stem, stems, way } = window.handbook;
  const SHOWN = 10; // policies at first
  const CLAUSES = 3; // of each
  const LEVELS = 16; // as in feeds/search.py, a third of a doubling apart
  const LEVEL = Array.from({ length: LEVELS }, (_, at) => 2 ** (at / 3));
  const ZERO = "0".charCodeAt(0);
  const BEGINNING = 0.375; // what a word counts that only begins with what was typed, the less the longer it is
  const NEAR = 0.45; // what a word counts that is only spelt like it
  const OF_POLICY = 0.75; // what a word counts for a clause when it stands in the policy's title
  const PATIENCE = 400; // milliseconds before the reader is told to wait
  const STAMP = 8; // letters that tell a part from what it was in another build
  const AT_ONCE = 40; // milliseconds of work before the page may answer a key

  document.addEventListener("DOMContentLoaded", () => {
    const area = document.querySelector("[data-search]");
    const status = area.querySelector(".search-status");
    if (window.handbookIndex) searchPage(area, status, document.body.dataset.top);
    else status.textContent = FAILED;
  });

  const FAILED = "Search could not be loaded. You can use the list of all policies instead.";
  const CHANGED = "The policies have just been published anew. Load this page again to search them.";

  /* Fetches parts of the index, each once. Those of a small handbook came with it. */
  function makeLoader(index, top) {
    const parts = new Map(Object.entries(index.parts));
    const coming = new Map();
    const stampOf = (name) => {
      const [kind, number = 0] = name.split("-");
      return index.stamps[kind].slice(number * STAMP, number * STAMP + STAMP);
    };
    window.handbookPart = (name, stamp, content) => { if (stamp === stampOf(name)) parts.set(name, content); };

    function load(name) {
      if (parts.has(name)) return undefined; // nothing to wait for
      if (!coming.has(name)) {
        coming.set(name, new Promise((done, fail) => {
          const stamp = location.protocol === "file:" ? "" : `?v=${stampOf(name)}`;
          const script = make("script", { src: `${top}assets/search/${name}.js${stamp}` });
          script.addEventListener("load", () => (parts.has(name) ? done() : fail(new Error(CHANGED))));
          script.addEventListener("error", () => { coming.delete(name); fail(new Error(FAILED)); });
          document.head.append(script);
        }));
      }
      return coming.get(name);
    }

    return { load, part: (name) => parts.get(name) };
  }

  /* The last of some beginnings, in order, that is not after a value. */
  function lastUpTo(beginnings, value) {
    let from = 0;
    let to = beginnings.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (beginnings[middle] <= value) from = middle + 1;
      else to = middle;
    }
    return Math.max(from - 1, 0);
  }

  /* Let the page answer a key or a tap before the next piece of work. */
  const breath = () => new Promise((done) => { window.setTimeout(done); });

  /* The engine: what is asked, in the words of the handbook, is looked for in policies and clauses. */
  function makeEngine(index, { load, part }) {
    const { pages } = index;
    const lists = index.lists.split(";").map((line) => line.split(" ")[0]); // with which word each begins
    const small = new Set(index.small.split(" "));
    const firsts = new Int32Array(pages.length); // the place of each page; its clauses follow it
    let size = 0;
    pages.forEach((row, at) => { firsts[at] = size; size += 1 + row[3].length; });
    const pageAt = (place) => lastUpTo(firsts, place);
    let titles; // the stems of each page's title
    const stemTitles = () => { titles = titles || pages.map((row) => stems(row[1])); return titles; };

    // words of the glossary that stand for one another, by their stems
    const others = new Map();
    for (const group of index.words) for (const name of group) others.set(stems(name).join(" "), group);

    /* The query with other words for what it names: "insta" is also looked for as "social media". */
    function widened(words) {
      const all = [];
      const said = [];
      for (let at = 0; at < words.length;) {
        let length = Math.min(5, words.length - at);
        while (length && !others.has(words.slice(at, at + length).join(" "))) length -= 1;
        const group = length && others.get(words.slice(at, at + length).join(" "));
        const own = words.slice(at, at + (length || 1));
        if (group) {
          all.push({ any: [own, ...group.map(stems)].map((way) => ({ all: way })) });
          if (!own.every((word) => stems(group[0]).includes(word))) said.push([group.find((name) => stems(name).join(" ") === own.join(" ")), group[0]]);
        } else {
          all.push(...own);
        }
        at += length || 1;
      }
      return { query: { all }, said };
    }

    const wordsOf = (query) => (typeof query === "string" ? [query] : (query.all || query.any).flatMap(wordsOf));

    /* The lists in which a word can stand, and all words that begin with it. */
    function listsOf(word) {
      const from = lastUpTo(lists, word);
      const to = lastUpTo(lists, word + (word.length > 2 ? "\uffff" : "'s"));
      return Array.from({ length: to - from + 1 }, (_, at) => `list-${from + at}`);
    }

    function ready(words) {
      const coming = Promise.all(words.flatMap(listsOf).map(load));
      stemTitles(); // while they come
      return coming;
    }

    /* Fetch what is likely to be asked for next. */
    const expect = (text) => ready(stems(text).filter((word) => word.length > 2 && !small.has(word))).catch(() => undefined);

    /* The words of the handbook that a stem stands for, each with what it counts and its places. */
    const kept = new Map();
    function variants(word) {
      if (kept.has(word)) return kept.get(word);
      const found = [];
      for (const name of listsOf(word)) {
        for (const line of part(name).split(";")) {
          if (!line.startsWith(word)) continue;
          const [whole, places] = line.split(" ");
          const own = stem(whole);
          if (own === word) found.push({ own, counts: 1, places });
          else if (word.length > 2) found.push({ own, counts: BEGINNING * own.length / (own.length + 0.3 * (own.length - word.length)), places });
        }
      }
      kept.set(word, found);
      return found;
    }

    const isKnown = (word) => others.has(word) || variants(word).length > 0;

    /* What each place counts for a word: 0 where it is not. Clauses gain by the title of their policy. */
    function weighed(word, near, ofPolicy, wanted) {
      const scores = new Float32Array(size);
      const found = near.get(word) || variants(word);
      for (const { own, counts, places } of found) {
        wanted.add(own);
        let place = 0;
        let value = 0;
        for (let at = 0; at <= places.length; at += 1) { // by hand: a split makes thousands of strings
          const digit = places.charCodeAt(at) - ZERO;
          if (digit >= 0) {
            value = value * 10 + digit;
          } else {
            place += Math.floor(value / LEVELS);
            scores[place] = Math.max(scores[place], counts * LEVEL[value % LEVELS]);
            value = 0;
          }
        }
      }
      let many = 0;
      for (let place = 0; place < size; place += 1) if (scores[place]) many += 1;
      const rare = Math.log(1 + (size - many + 0.5) / (many + 0.5));
      const own = new Uint8Array(size);
      for (let place = 0; place < size; place += 1) {
        if (!scores[place]) continue;
        scores[place] *= rare;
        own[place] = 1;
      }
      const names = new Set(found.map((variant) => variant.own));
      stemTitles().forEach((title, at) => {
        if (!title.some((name) => names.has(name))) return;
        for (let place = firsts[at] + 1; place <= firsts[at] + pages[at][3].length; place += 1) scores[place] += ofPolicy * rare;
      });
      return { scores, own };
    }

    /* Places with all of some words, or with any: of other words for the same, the best counts; of all that was
       typed, each counts, and the more of them the more. */
    function joined(parts, isAll, isSum) {
      const [first, ...rest] = parts;
      if (!first || !rest.length) return first;
      const scores = first.scores.slice();
      const own = first.own.slice();
      const times = new Uint8Array(size);
      for (let place = 0; place < size; place += 1) if (scores[place]) times[place] = 1;
      for (const other of rest) {
        for (let place = 0; place < size; place += 1) {
          const score = other.scores[place];
          own[place] |= other.own[place];
          if (!score) continue;
          times[place] += 1;
          scores[place] = isAll || isSum ? scores[place] + score : Math.max(scores[place], score);
        }
      }
      for (let place = 0; place < size; place += 1) {
        if (isAll && times[place] < parts.length) scores[place] = 0;
        else if (isSum) scores[place] *= times[place];
      }
      return { scores, own };
    }

    /* All places that a query finds, best first. A policy's title helps to find its clauses, but a clause that has
       none of the words itself is no result, unless it was asked for by its number. */
    function search(query, { near = new Map(), ofPolicy = OF_POLICY, only = null, isSum = false } = {}) {
      const wanted = new Set();
      const done = new Map();
      const find = (one) => {
        if (typeof one !== "string") return joined((one.all || one.any).map(find), Boolean(one.all), isSum && one === query);
        if (!done.has(one)) done.set(one, weighed(one, near, ofPolicy, wanted));
        return done.get(one);
      };
      const found = find(query);
      const hits = [];
      if (!found) return { hits, wanted };
      for (let place = 0; place < size; place += 1) {
        if (found.scores[place] && (only ? only.has(place) : found.own[place])) hits.push(place);
      }
      hits.sort((a, b) => found.scores[b] - found.scores[a] || a - b);
      return { hits, wanted };
    }

    /* The words of the handbook that are spelt like some, and how near the nearest of each is. */
    async function likeThem(words, most) {
      const found = new Map(words.map((word) => [word, []]));
      if (!words.length) return found;
      await load("spelling");
      for (const line of part("spelling").split(";")) {
        const [other, many] = line.split(" ");
        for (const word of words) {
          if (Math.abs(other.length - word.length) > most(word)) continue;
          const far = distance(word, other);
          if (far <= most(word)) found.get(word).push({ other, far, many });
        }
      }
      return found;
    }

    /* The nearest word that the handbook has; of several as near, the commonest. */
    async function nearest(words) {
      const long = words.filter((word) => word.length > 3);
      const found = await likeThem(long, (word) => (word.length < 8 ? 1 : 2));
      const rank = ({ far, many }) => far - Math.min(many, 400) / 1000;
      return new Map(Array.from(found, ([word, like]) => [word, like.sort((a, b) => rank(a) - rank(b))[0]?.other]));
    }

    /* For words that the handbook has not: what stands in their place, which counts less the further off it is. */
    async function standIns(words) {
      const found = await likeThem(words.filter((word) => !variants(word).length), (word) => Math.round(0.2 * word.length));
      await ready([...found.values()].flat().map(({ other }) => stem(other)));
      return new Map(Array.from(found, ([word, like]) => [word, like.flatMap(({ other, far }) => variants(stem(other))
        .filter(({ own }) => own === stem(other))
        .map((variant) => ({ ...variant, counts: NEAR * word.length / (word.length + far) })))]));
    }

    const numberOf = ([anchor, number]) => (number === undefined ? anchor.slice("clause-".length).replaceAll("-", ".") : number);

    /* Clauses by number: "9.4", "clause 9.4", "social media 9.4", "section 9". */
    async function byNumber(query) {
      const found = /^(.*?)\b(clauses?|sections?|para(?:graph)?s?|number|no\.?)?\s*((?:appendix )?(?:[a-z]\.)?\d+(?:\.\d+)*)(?:\([a-z]+\))*(?![\w.]*\w)(.*)$/.exec(query);
      if (!found || !(found[2] || /\./.test(found[3]))) return null;
      const number = found[3].replace("appendix ", "");
      const fits = (clause) => {
        const own = numberOf(clause).toLowerCase().replace("appendix ", "");
        return own === number || (!number.includes(".") && own.startsWith(`${number}.`));
      };
      const hits = pages.flatMap((row, at) => row[3].flatMap((clause, after) => (fits(clause) ? [firsts[at] + 1 + after] : [])));
      const rest = stems(`${found[1]} ${found[4]}`).filter((word) => !small.has(word) && word !== "policy");
      const all = { hits, wanted: new Set() };
      if (!hits.length || !rest.length) return hits.length ? all : null;
      const { query: wider } = widened(rest);
      await ready(wordsOf(wider));
      const close = search(wider, { near: await standIns(rest), ofPolicy: 9, only: new Set(hits) });
      return close.hits.length ? close : all;
    }

    async function find(text) {
      const query = plain(text).replace(/\s+/g, " ").trim();
      const numbered = await byNumber(query);
      if (numbered) return { ...numbered, said: [], better: "", note: "" };
      const typed = query.match(WORD) || [];
      const meant = typed.map(stem);
      let words = meant.filter((word) => !small.has(word));
      if (!words.length) words = meant;
      const { query: wider, said } = widened(words);
      await ready(wordsOf(wider));
      const unknown = words.filter((word) => !isKnown(word));
      let better = "";
      if (unknown.length) {
        const mended = await nearest(unknown);
        const meantSo = typed.map((word) => (unknown.includes(stem(word)) ? mended.get(stem(word)) || word : word)).join(" ");
        if (meantSo !== typed.join(" ")) better = meantSo;
      }
      let result = words.length ? search(wider) : { hits: [], wanted: new Set() };
      let note = "";
      if (!result.hits.length && better) {
        const mended = widened(stems(better).filter((word) => !small.has(word))).query;
        await ready(wordsOf(mended));
        result = search(mended);
      }
      if (!result.hits.length && unknown.length) result = search({ all: words }, { near: await standIns(unknown) });
      if (!result.hits.length && words.length > 1) {
        result = search(wider.all.length > 1 ? { any: wider.all } : wider, { isSum: true });
        if (result.hits.length) note = "Nothing has all of these words. These have some of them.";
      }
      return { ...result, said, better, note };
    }

    /* What is at a place, without its texts. */
    function at(place) {
      const page = pageAt(place);
      const [address, title, , clauses] = pages[page];
      if (place === firsts[page]) return { page, place, address, title };
      const clause = clauses[place - firsts[page] - 1];
      return { page, place, address: `${address}#${clause[0]}`, policy: title, number: numberOf(clause) };
    }

    const textPart = (page) => lastUpTo(index.texts, page);
    const fetchTexts = (page) => load(`text-${textPart(page)}`);

    /* The same with its texts, once these were fetched. */
    function withTexts(doc) {
      const name = textPart(doc.page);
      const [text, clauses] = part(`text-${name}`)[doc.page - index.texts[name]];
      if (!doc.policy) return { ...doc, text };
      const [heading, body] = clauses[doc.place - firsts[doc.page] - 1];
      return { ...doc, title: heading, text: body };
    }

    return { at, expect, fetchTexts, find, firstOf: (page) => firsts[page], pageAt, withTexts };
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
    const engine = makeEngine(window.handbookIndex, makeLoader(window.handbookIndex, top));
    const box = document.getElementById("page-search");
    const slip = area.querySelector(".did-you-mean");
    const note = area.querySelector(".search-note");
    const list = area.querySelector(".results");
    const empty = area.querySelector(".search-empty");
    const title = document.title;
    let timer = 0;
    let asked = 0; // how often, so that a late answer does not replace a later one

    /* Of the words that were found, those that are in a text. */
    const wantedIn = (wanted, ...texts) => new Set(texts.flatMap(stems).filter((word) => wanted.has(word)));

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

    function clauseLine(place, all) {
      const doc = engine.withTexts(engine.at(place));
      const wanted = wantedIn(all, doc.title, doc.text);
      return make("li", {}, make("span", {}, doc.number), make("div", {}, link(doc, wanted), make("p", {}, ...extract(doc.text, wanted))));
    }

    function group({ page, hit, clauses, wanted: all }) {
      const doc = engine.withTexts(engine.at(engine.firstOf(page)));
      const wanted = hit ? wantedIn(all, doc.title, doc.text) : new Set();
      const item = make("section", { class: "result" }, make("h2", {}, link(doc, wanted)));
      const sort = { glossary: "Glossary", roles: "Who does what", fliers: "Flier" }[doc.address.split("/")[0]];
      if (sort) item.prepend(make("p", { class: "why" }, sort));
      const words = doc.text && make("p", {}, ...extract(doc.text, wanted));
      if (words && (!clauses.length || words.querySelector("mark"))) item.append(words);
      if (!clauses.length) return item;
      const line = (place) => clauseLine(place, all);
      const lines = make("ol", { role: "list" }, ...clauses.slice(0, CLAUSES).map(line));
      item.append(lines);
      const rest = clauses.slice(CLAUSES);
      if (rest.length) item.append(more(`${rest.length} more in ${doc.title}`, () => lines.append(...rest.map(line)), lines));
      return item;
    }

    /* A button that adds what it says, then goes away and leaves the focus on what is new. */
    function more(words, add, holder) {
      const button = make("button", { type: "button", class: "button" }, words);
      button.addEventListener("click", async () => {
        const next = Array.from(holder.children).filter((child) => child !== button).length;
        await add();
        button.remove();
        holder.children[next]?.querySelector("a").focus();
      });
      return button;
    }

    /* What was found, by policy. */
    function gathered({ hits, wanted }) {
      const groups = new Map();
      for (const place of hits) {
        const page = engine.pageAt(place);
        if (!groups.has(page)) groups.set(page, { page, hit: false, clauses: [], wanted });
        const entry = groups.get(page);
        if (place === engine.firstOf(page)) entry.hit = true;
        else entry.clauses.push(place);
      }
      return Array.from(groups.values());
    }

    /* Add some groups as their texts come, in order, and a button for the rest. What was there before stays until the
       first of them is ready. Ends early, with a no, when somebody has asked for something else since. */
    async function show(groups, isStale, before = null) {
      const shown = groups.slice(0, SHOWN);
      shown.forEach(({ page }) => engine.fetchTexts(page)?.catch(() => undefined)); // all at once
      let started = performance.now();
      for (const one of shown) {
        const coming = engine.fetchTexts(one.page);
        if (coming || performance.now() - started > AT_ONCE) {
          await (coming || breath());
          started = performance.now();
        }
        if (isStale()) return false;
        if (before && one === shown[0]) before();
        list.append(group(one));
      }
      const rest = groups.slice(SHOWN);
      if (rest.length) list.append(more("Show more results", () => show(rest, isStale), list));
      return true;
    }

    function say(query, { hits, said, better, note: remark }) {
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

    async function answer(isStale) {
      await breath();
      const query = box.value.trim();
      const found = query ? await engine.find(query) : { hits: [], wanted: new Set(), said: [], better: "", note: "" };
      await breath();
      if (isStale()) return;
      const groups = gathered(found);
      if (!groups.length) list.replaceChildren();
      if (!(await show(groups, isStale, () => list.replaceChildren()))) return;
      say(query, found);
    }

    async function run() {
      asked += 1;
      const mine = asked;
      const isStale = () => mine !== asked;
      const waiting = window.setTimeout(() => { if (!isStale()) status.textContent = "Searching…"; }, PATIENCE);
      try {
        await answer(isStale);
      } catch (error) {
        if (![FAILED, CHANGED].includes(error.message)) throw error;
        if (!isStale()) status.textContent = error.message;
      } finally {
        window.clearTimeout(waiting);
      }
    }

    function remember() {
      try { history.replaceState(null, "", box.value.trim() ? `?q=${encodeURIComponent(box.value.trim())}` : location.pathname); } catch { /* not allowed in a folder */ }
    }

    box.value = new URLSearchParams(location.search).get("q") || "";
    box.addEventListener("input", () => {
      window.clearTimeout(timer);
      engine.expect(box.value);
      timer = window.setTimeout(() => { run(); remember(); }, 200);
    });
    box.form.addEventListener("submit", (event) => { event.preventDefault(); window.clearTimeout(timer); run(); remember(); });
    run();
    if (!box.value) box.focus();
  }
})();
