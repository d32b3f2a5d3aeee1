/* What the pages gain where scripts run. Without it every page can still be read, printed and linked to.
   A classic script: pages opened from a folder may not load modules. */
(function () {
  "use strict";
  var top = document.body.getAttribute("data-top") || "";

  function all(selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); }
  function make(tag, className, text) {
    var element = document.createElement(tag);
    if (className) { element.className = className; }
    if (text) { element.textContent = text; }
    return element;
  }

  /* A folder of files has no server that turns "policies/" into "policies/index.html". */
  if (location.protocol === "file:") {
    all("a[href], form[action]").forEach(function (element) {
      var name = element.tagName === "FORM" ? "action" : "href";
      var value = element.getAttribute(name);
      if (!/^[a-z]+:/i.test(value)) {
        element.setAttribute(name, value.replace(/(^|\/)(\.?)(?=(\?|#[^/]*)?$)/, function (whole, slash, dot) {
          return value.charAt(0) === "#" ? whole : slash + (dot && !slash ? "./" : "") + "index.html";
        }));
      }
    });
  }

  /* Dates: the date is always there in words; today's date only adds to it. */
  all("[data-due]").forEach(function (element) {
    var days = (new Date(element.getAttribute("data-due")) - new Date()) / 86400000;
    if (days < -1) { element.appendChild(make("span", "overdue-mark", "overdue")); }
    else if (days < 60) { element.appendChild(make("span", "due-mark", "due soon")); }
  });

  /* Print, and links to clauses. */
  var header = document.querySelector(".kind-policy .page-header");
  if (header) {
    var print = make("button", "print-button", "Print this policy");
    print.type = "button";
    print.addEventListener("click", function () { window.print(); });
    document.querySelector("#about .control").after(print);
  }
  all(".policy-text .clause-number").forEach(function (link) {
    link.addEventListener("click", function () {
      if (!navigator.clipboard) { return; }
      navigator.clipboard.writeText(link.href).then(function () {
        var note = link.parentNode.querySelector(".copied") || make("span", "copied");
        note.setAttribute("role", "status");
        note.textContent = "Link copied";
        link.parentNode.querySelector(".clause-text").appendChild(note);
        window.setTimeout(function () { note.remove(); }, 3000);
      }, function () { /* the link in the address bar does as well */ });
    });
  });

  /* Words of the glossary: their meaning on hover, on focus and on the first tap. */
  var tip = null;
  function hide() { if (tip) { tip.owner.removeAttribute("aria-describedby"); tip.remove(); tip = null; } }
  function show(link) {
    hide();
    tip = make("span", "tip", link.getAttribute("data-meaning"));
    tip.id = "tip"; tip.setAttribute("role", "tooltip"); tip.owner = link;
    document.body.appendChild(tip);
    link.setAttribute("aria-describedby", "tip");
    var box = link.getBoundingClientRect();
    var left = Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 16);
    tip.style.left = Math.max(8, left) + window.scrollX + "px";
    tip.style.top = box.bottom + window.scrollY + 2 + "px";
    tip.addEventListener("mouseleave", hide);
  }
  all("a.term").forEach(function (link) {
    link.addEventListener("mouseenter", function () { show(link); });
    link.addEventListener("mouseleave", function (event) { if (!tip || !tip.contains(event.relatedTarget)) { hide(); } });
    link.addEventListener("focus", function () { show(link); });
    link.addEventListener("blur", hide);
    link.addEventListener("touchend", function (event) {
      if (!tip || tip.owner !== link) { event.preventDefault(); show(link); }
    });
  });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") { hide(); } });

  /* Tables that sort and filter. */
  all("table[data-sortable]").forEach(function (table) {
    var body = table.tBodies[0];
    var heads = all("th[data-sort]", table);
    heads.forEach(function (head, column) {
      var button = make("button", "", head.textContent);
      button.type = "button";
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        var number = head.getAttribute("data-sort") === "number";
        all("tr", body).map(function (row) {
          var cell = row.cells[column];
          return { row: row, key: cell.getAttribute("data-value") || cell.textContent.trim() };
        }).sort(function (a, b) {
          var order = number ? a.key - b.key : a.key.localeCompare(b.key);
          return down ? -order : order;
        }).forEach(function (item) { body.appendChild(item.row); });
      });
    });
    var filters = document.querySelector('[data-filters="' + table.id + '"]');
    if (!filters) { return; }
    filters.hidden = false;
    var text = filters.querySelector("input"), choice = filters.querySelector("select");
    var status = filters.querySelector("[role=status]");
    function filter() {
      var shown = 0, wanted = text.value.trim().toLowerCase();
      all("tr", body).forEach(function (row) {
        var fits = (!choice || !choice.value || row.getAttribute("data-category") === choice.value) &&
          row.textContent.toLowerCase().indexOf(wanted) >= 0;
        row.hidden = !fits;
        if (fits) { shown += 1; }
      });
      status.textContent = shown + (shown === 1 ? " policy shown" : " policies shown");
    }
    text.addEventListener("input", filter);
    if (choice) { choice.addEventListener("change", filter); }
  });

  /* Search. */
  var results = document.querySelector("[data-search-results]");
  if (results) { load(["assets/vendor/minisearch.js", "assets/search-index.js"], startSearch); }

  function load(paths, then) {
    if (!paths.length) { then(); return; }
    var script = make("script");
    script.src = top + paths[0];
    script.onload = function () { load(paths.slice(1), then); };
    document.head.appendChild(script);
  }

  function startSearch() {
    var index = window.handbookIndex;
    var engine = new window.MiniSearch({
      fields: ["title", "text", "policy", "number"],
      storeFields: ["address", "title", "text", "policy", "number", "weight"],
      searchOptions: {
        boost: { title: 3, policy: 2, number: 6 },
        prefix: function (term) { return term.length > 2 && !/\d/.test(term); },
        fuzzy: function (term) { return term.length > 5 && !/\d/.test(term) ? 0.2 : false; },
        combineWith: "AND",
        boostDocument: function (id, term, stored) { return stored.weight; }
      },
      tokenize: function (text) { return text.toLowerCase().match(/\d+(?:\.\d+)+|[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu) || []; }
    });
    engine.addAll(index.entries.map(function (row, id) {
      return { id: id, address: row[0], title: row[1], text: row[2], policy: row[3], number: row[4], weight: row[5] };
    }));
    var box = document.getElementById("page-search");
    var list = results.querySelector(".results"), status = results.querySelector(".search-status");
    var slip = results.querySelector(".did-you-mean");
    var timer = 0;

    function found(query) {
      var words = query.toLowerCase().replace(/\bclause\b/g, " ").trim();
      var hits = engine.search(words);
      var other = index.synonyms[words];
      if (other) { hits = hits.concat(engine.search(other)); }
      if (!hits.length) { hits = engine.search(words, { combineWith: "OR" }); }
      var seen = {};
      return hits.filter(function (hit) { var old = seen[hit.address]; seen[hit.address] = true; return !old; });
    }

    function correction(query, hits) {
      var known = {};
      hits.slice(0, 20).forEach(function (hit) { hit.terms.forEach(function (term) { known[term] = true; }); });
      var words = query.toLowerCase().split(/\s+/).filter(Boolean), changed = false;
      var better = words.map(function (word) {
        var exact = engine.search(word, { fuzzy: false, prefix: true });
        if (exact.length || index.synonyms[word]) { return word; }
        var near = engine.search(word, { fuzzy: 0.3, prefix: false });
        if (!near.length) { return word; }
        changed = true;
        return near[0].terms[0];
      });
      return changed ? better.join(" ") : "";
    }

    function extract(hit) {
      var text = hit.text, at = -1;
      hit.terms.some(function (term) { at = text.toLowerCase().indexOf(term); return at >= 0; });
      var start = Math.max(0, at - 60);
      var piece = (start ? "… " : "") + text.slice(start, start + 200) + (text.length > start + 200 ? " …" : "");
      var holder = make("p");
      var pattern = hit.terms.length ? new RegExp("(" + hit.terms.map(function (term) {
        return term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      }).join("|") + ")", "gi") : null;
      (pattern ? piece.split(pattern) : [piece]).forEach(function (part, i) {
        holder.appendChild(i % 2 ? make("mark", "", part) : document.createTextNode(part));
      });
      return holder;
    }

    function run() {
      var query = box.value.trim();
      list.textContent = "";
      slip.hidden = true;
      slip.textContent = "";
      if (!query) { status.textContent = ""; return; }
      var hits = found(query);
      status.textContent = hits.length ? hits.length + (hits.length === 1 ? " result" : " results") + " for “" + query + "”"
        : "Nothing found for “" + query + "”. Try another word, or look through the list of all policies.";
      var better = correction(query, hits);
      if (better) {
        var link = make("a", "", better);
        link.href = "?q=" + encodeURIComponent(better);
        slip.appendChild(document.createTextNode("Did you mean "));
        slip.appendChild(link);
        slip.appendChild(document.createTextNode("?"));
        slip.hidden = false;
      }
      hits.slice(0, 50).forEach(function (hit) {
        var item = make("li"), link = make("a", "hit-title", hit.title);
        var address = top + hit.address;
        link.href = location.protocol === "file:" ? address.replace(/\/(#|$)/, "/index.html$1") : address;
        item.appendChild(link);
        if (hit.policy) { item.appendChild(make("span", "hit-policy", hit.policy)); }
        item.appendChild(extract(hit));
        list.appendChild(item);
      });
    }
    box.value = new URLSearchParams(location.search).get("q") || "";
    box.addEventListener("input", function () { window.clearTimeout(timer); timer = window.setTimeout(run, 150); });
    box.form.addEventListener("submit", function (event) {
      event.preventDefault();
      history.replaceState(null, "", "?q=" + encodeURIComponent(box.value));
      run();
    });
    run();
  }
})();
