// The editor that works on a forge: the forge signs people in, keeps the files and asks for a second pair of eyes.
import { entriesOf } from "./entries.js";

const place = document.getElementById("trouble");

try {
  const { config: { words, ...config }, kinds, short } = await (await fetch(new URL("config.json", import.meta.url))).json();
  for (const [name, { schema, heading }] of Object.entries(kinds)) {
    CMS.registerCustomFormat(`handbook-${name}`, "yaml", entriesOf(schema, short, heading));
  }
  window.handbookRows.start(words);
  CMS.init({ config });
  document.getElementById("opening").remove();
} catch (error) {
  document.getElementById("opening")?.remove();
  place.textContent = `The editor could not start: ${error.message}`;
  place.hidden = false;
}
