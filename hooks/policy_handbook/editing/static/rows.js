// The rows of lists in the forms: names for their buttons, opening by a click, moving with the keyboard.
"use strict";
(() => {
  // the rows of lists: names for their buttons, which have pictures only, and a row that opens wherever one clicks on it
  const ROW = '[class*="StyledListItemTopBar"]';

  // a row is headed by what its form holds: the words for a name are put in here, ⟦policies|behaviour⟧ being one
  const NAMED = /⟦(\w+)\|([^⟧]*)⟧ ?/g;
  let words = {};

  function head(label) {
    for (const text of label.childNodes) {
      if (text.nodeType !== Node.TEXT_NODE || !text.nodeValue.includes("⟦")) continue;
      const said = text.nodeValue.replace(NAMED, (_, kind, name) => (name ? `${words[kind]?.[name] ?? name} ` : "")).trim();
      text.nodeValue = said || "Not filled in yet";
    }
  }

  function nameRows() {
    for (const label of document.querySelectorAll('[class*="NestedObjectLabel"]')) head(label);
    for (const bar of document.querySelectorAll(ROW)) {
      const label = bar.parentElement.querySelector(':scope > [class*="NestedObjectLabel"]');
      const heading = label ? label.textContent.trim().slice(0, 60) : "";
      const [open, move, remove] = bar.children;
      const name = (button, what) => {
        const said = heading ? `${what}: ${heading}` : what;
        if (button && button.getAttribute("aria-label") !== said) {
          button.setAttribute("aria-label", said);
          button.title = said;
        }
      };
      name(open, "Open or close");
      name(move, "Move");
      name(remove, "Remove");
    }
    for (const said of document.querySelectorAll('[id^="DndDescribedBy"]')) {
      if (said.textContent !== MOVE_WITH_KEYS) said.textContent = MOVE_WITH_KEYS;
    }
  }

  // the editor moves rows with the mouse alone: the arrow keys on a row's handle do as the mouse would
  const HANDLE = `${ROW} [aria-roledescription="sortable"]`;
  const MOVE_WITH_KEYS = "Press the arrow keys to move this row up or down.";
  const pause = () => new Promise((done) => { setTimeout(done, 60); });
  let moves = Promise.resolve(); // one after the other, however fast the keys come

  function moveRows() {
    document.addEventListener("keydown", (event) => {
      const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!way || !event.target.closest(HANDLE) || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      moves = moves.then(() => moveRow(way));
    });
  }

  async function moveRow(way) {
    const handle = document.activeElement.closest(HANDLE);
    if (!handle) return;
    const list = handle.closest('[class*="SortableListItem"]').parentElement;
    const rows = () => [...list.children].filter((each) => each.querySelector(`:scope > ${ROW}`));
    const place = rows().findIndex((row) => row.contains(handle)) + way;
    const other = rows()[place];
    if (!other) return;
    await drag(handle, other, way);
    rows()[place].querySelector(HANDLE).focus();
  }

  async function drag(handle, other, way) {
    const from = handle.getBoundingClientRect();
    const row = handle.closest('[class*="SortableListItem"]').getBoundingClientRect();
    const to = other.getBoundingClientRect();
    const x = from.left + from.width / 2;
    const y = from.top + from.height / 2;
    const end = y + (way < 0 ? to.top - row.top - 2 : to.bottom - row.bottom + 2);
    const send = (place, type, at) => place.dispatchEvent(new MouseEvent(type, {
      bubbles: true, cancelable: true, button: 0, buttons: type === "mouseup" ? 0 : 1, clientX: x, clientY: at, view: window,
    }));
    send(handle, "mousedown", y);
    for (const at of [y + way * 6, (y + end) / 2, end]) {
      send(document, "mousemove", at);
      await pause();
    }
    send(document, "mouseup", end);
    await pause();
    await pause();
  }

  function openRows() {
    document.addEventListener("click", (event) => {
      const label = event.target.closest('[class*="NestedObjectLabel"]');
      const bar = label && label.parentElement.querySelector(`:scope > ${ROW}`);
      if (bar) bar.querySelector("button").click();
    });
  }

  // a new row is there to be filled in: one writes at once
  function enterNewRows() {
    document.addEventListener("click", (event) => {
      const list = event.target.closest('[class*="AddButton"]')?.closest('[aria-label="list field"]');
      if (!list) return;
      setTimeout(() => {
        const rows = [...list.querySelectorAll('[class*="SortableListItem"]')].filter((row) => row.parentElement.closest('[aria-label="list field"]') === list);
        const field = rows.at(-1)?.querySelector('input:not([type="checkbox"], [type="hidden"]), textarea');
        if (field) field.focus();
      }, 100);
    });
  }

  // wordsOf: the words for the names of policies, posts and so on
  function start(wordsOf) {
    words = wordsOf;
    openRows();
    moveRows();
    enterNewRows();
    new MutationObserver(nameRows).observe(document.body, { childList: true, subtree: true, characterData: true });
    nameRows();
  }

  window.handbookRows = { start };
})();
