/* Dates and kinds on the pages of changes. Without it the pages list everything, with dates.
   What was seen before is kept in this browser alone: nothing is sent anywhere. */
(function () {
  "use strict";
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const today = () => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  };
  const words = (day) =>
    new Date(`${day}T12:00:00`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text || "") && !isNaN(new Date(text));
  const asked = () => new URLSearchParams(location.search);

  function remember(name, value) {
    try {
      const url = new URL(location.href);
      url.searchParams.set(name, value);
      history.replaceState(null, "", url);
    } catch {
      /* a page that is opened as a file keeps its address */
    }
  }

  /* What was in force on a day */
  function asAt(form) {
    const input = form.querySelector("input");
    const say = document.querySelector("[data-as-at-says]");
    const rows = all("[data-from]");
    const show = () => {
      if (!isDay(input.value)) return;
      let shown = 0;
      for (const row of rows) {
        const held = row.dataset.from <= input.value && (!row.dataset.to || input.value <= row.dataset.to);
        row.hidden = !held;
        shown += held;
      }
      const kept = new Set(rows.filter((row) => !row.hidden).map((row) => row.dataset.policy));
      const missing = all("[data-missing]");
      for (const row of missing) row.hidden = kept.has(row.dataset.missing);
      document.querySelector("[data-missing-part]").hidden = missing.every((row) => row.hidden);
      say.textContent = `In force on ${words(input.value)}: ${shown} ${shown === 1 ? "policy" : "policies"}`;
      remember("on", input.value);
    };
    form.hidden = false;
    input.value = isDay(asked().get("on")) ? asked().get("on") : today();
    input.addEventListener("change", show);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      show();
    });
    show();
  }

  /* Changes by kind */
  function byKind(box) {
    const select = box.querySelector("select");
    const rows = all(".changes [data-kind]");
    const show = () => {
      let shown = 0;
      for (const row of rows) {
        row.hidden = Boolean(select.value) && row.dataset.kind !== select.value;
        shown += !row.hidden;
      }
      for (const part of all("[data-year]")) part.hidden = all("li", part).every((row) => row.hidden);
      box.querySelector("[role=status]").textContent = `${shown} ${shown === 1 ? "change" : "changes"}`;
    };
    box.hidden = false;
    select.addEventListener("change", show);
    show();
  }

  /* New since the last visit. The marks stay for the day, however often the page is opened. */
  function since(box) {
    const key = `handbook-changes ${box.dataset.since}`;
    const rows = all(".changes [data-id]");
    const now = rows.map((row) => row.dataset.id);
    let state;
    try {
      state = JSON.parse(localStorage.getItem(key) || "null");
      if (!state || !Array.isArray(state.now)) state = { day: today(), last: "", seen: now, now };
      else if (state.day !== today()) state = { day: today(), last: state.day, seen: state.now, now };
      localStorage.setItem(key, JSON.stringify(state));
    } catch {
      return; /* a browser that keeps nothing */
    }
    if (!isDay(state.last)) return;
    const seen = new Set(state.seen);
    const fresh = rows.filter((row) => !seen.has(row.dataset.id));
    for (const row of fresh) {
      const tag = document.createElement("span");
      tag.className = "tag";
      tag.textContent = "New to you";
      row.append(" ", tag);
    }
    const count = fresh.length === 1 ? "1 change is" : `${fresh.length || "No"} changes are`;
    box.querySelector("[data-says]").textContent = `${count} new since you were here on ${words(state.last)}.`;
    box.querySelector("button").addEventListener("click", () => {
      localStorage.removeItem(key);
      box.hidden = true;
      for (const row of fresh) row.lastElementChild.remove();
    });
    box.hidden = false;
  }

  /* A slip to print and sign */
  function slip(form) {
    const [day, role] = [form.querySelector("input"), form.querySelector("select")];
    const rows = all("[data-changed]");
    const show = () => {
      let shown = 0;
      for (const row of rows) {
        const roles = row.dataset.roles.split(" ").filter(Boolean);
        const concerns = !role.value || !roles.length || roles.includes(role.value) || roles.includes("all-staff");
        row.hidden = !concerns || (isDay(day.value) && row.dataset.changed < day.value);
        shown += !row.hidden;
      }
      const whom = role.value ? ` for ${role.selectedOptions[0].textContent}` : "";
      const when = isDay(day.value) ? ` since ${words(day.value)}` : "";
      document.querySelector("[data-slip-says]").textContent =
        `${shown || "No"} ${shown === 1 ? "change" : "changes"}${when}${whom}`;
    };
    form.hidden = false;
    if (isDay(asked().get("since"))) day.value = asked().get("since");
    if (asked().get("role")) role.value = asked().get("role");
    form.addEventListener("change", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.querySelector("button").addEventListener("click", () => window.print());
    show();
  }

  for (const [selector, start] of [
    ["[data-as-at]", asAt],
    ["[data-kinds]", byKind],
    ["[data-since]", since],
    ["[data-slip]", slip],
  ]) {
    const box = document.querySelector(selector);
    if (box) start(box);
  }
})();
