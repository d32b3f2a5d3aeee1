// Between files and forms in the browser alone, for the editor that works on a forge: the same as entries.py, where
// the files are read and written by the forge and no Python runs. The tests hold the two against each other.
import { Document, isMap, isNode, isScalar, isSeq, parseDocument, Scalar, visit, YAMLMap, YAMLSeq } from "./yaml/index.js";

const NAME = "id";
const VALUE = "value";
const BASE = "as_it_was";
const READ = { schema: "failsafe" };
const WRITE = { lineWidth: 0, flowCollectionPadding: false, indentSeq: true, doubleQuotedMinMultiLineLength: Infinity };

// --- the schema

const withoutNull = (schema) => {
  const options = (schema.anyOf || []).filter((option) => option.type !== "null");
  return options.length === 1 ? options[0] : schema;
};
const isNames = (schema) => schema.type === "object" && !schema.properties;
const valueSchema = (schema) => schema.additionalProperties || Object.values(schema.patternProperties || {})[0] || {};
const isAudience = (schema) => (schema.anyOf || []).some((option) => option.const === "everyone");
const isKeyPoints = (schema) => valueSchema(schema).type === "array";
const longForm = (schema) => (schema.anyOf ? schema.anyOf[schema.anyOf.length - 1] : schema);
const partOf = (schema, parts) => {
  const name = schema.$ref.split("/").pop();
  return [name, parts[name]];
};
const isEmpty = (value) => value === false || value === "" || value === null || value === undefined
  || (typeof value === "object" && Object.keys(value).length === 0);
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const key = (value) => JSON.stringify(sorted(value));
const sorted = (value) => (Array.isArray(value) ? value.map(sorted)
  : isRecord(value) ? Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])])) : value);

// Returns what turns texts of files of one kind into forms, and back.
//   schema: the JSON Schema of the kind; short: the fields that short forms stand for; heading: the first line of new files.
export function entriesOf(schema, short, heading) {
  const parts = schema.$defs || {};
  const texts = new Map(); // the texts as they were opened, by their marks
  let opened = 0;

  return {
    fromFile(text) {
      const doc = parseDocument(text, READ);
      if (doc.errors.length || !isMap(doc.contents)) throw new Error(`This file cannot be read: ${doc.errors[0]?.message ?? "it holds no fields"}`);
      const mark = `opened-${++opened}`;
      texts.set(mark, text);
      return { ...long(doc.contents.toJSON(), schema), [BASE]: mark };
    },
    toFile(value) {
      const { [BASE]: mark, ...form } = value;
      const text = texts.get((mark || "").split(" ")[0]) || "";
      const doc = text ? parseDocument(text, READ) : new Document(new YAMLMap(), READ);
      const before = text ? long(doc.contents.toJSON(), schema) : {};
      const wanted = withIds(long(form, schema), before, schema);
      if (text && key(before) === key(wanted)) return text;
      hangOnFirst(doc);
      const style = { ...WRITE, indentSeq: !text || indentsLists(text) };
      const asItWas = text && doc.toString(style);
      const top = doc.contents.items[0]?.key;
      changeRecord(doc.contents, wanted, schema);
      const first = doc.contents.items[0]?.key;
      if (first && top?.commentBefore && !doc.contents.has(top)) { // what is said at the top is said of the whole file
        first.commentBefore = [top.commentBefore, first.commentBefore].filter(Boolean).join("\n");
        first.spaceBefore = top.spaceBefore;
      }
      const made = doc.toString(style);
      return text ? merged(text, asItWas, made) : `${heading}\n${made}`;
    },
  };

  // --- the long form

  function long(value, given) {
    const of = withoutNull(given);
    if (of.$ref) {
      const [part, inner] = partOf(of, parts);
      return long(typeof value === "string" && part in short ? { [short[part]]: value } : value, longForm(inner));
    }
    if (isAudience(of)) return Array.isArray(value) ? value.map(String) : value ? [String(value)] : [];
    if (isNames(of)) return longNames(value, of);
    if (of.type === "array") {
      if (Array.isArray(value)) return value.map((item) => long(item, of.items));
      return value === "" || value === null || value === undefined ? [] : [long(value, of.items)];
    }
    if (of.properties && isRecord(value)) {
      const made = {};
      for (const [name, inner] of Object.entries(of.properties)) if (inner.default === true) made[name] = true;
      for (const [name, item] of Object.entries(value)) {
        const inner = of.properties[name] ? long(item, of.properties[name]) : item;
        if (name in made || !isEmpty(inner)) made[name] = inner;
      }
      return made;
    }
    return longScalar(value, of);
  }

  function longNames(value, of) {
    const inner = valueSchema(of);
    if (isKeyPoints(of)) {
      const made = {};
      for (const [name, item] of Object.entries(isRecord(value) ? value : {})) {
        const points = long(item, inner);
        if (points.length) made[name] = points;
      }
      return made;
    }
    const row = (name, item) => (inner.$ref ? { [NAME]: name, ...long(item, inner) } : { [NAME]: name, [VALUE]: long(item, inner) });
    if (isRecord(value)) return Object.entries(value).map(([name, item]) => row(name, item));
    if (!Array.isArray(value)) return [];
    return value.map(({ [NAME]: name = "", ...rest }) => row(String(name ?? ""), inner.$ref ? rest : rest[VALUE] ?? ""));
  }

  function longScalar(value, of) {
    if (of.type === "boolean") return value === true || String(value).toLowerCase() === "true";
    if (of.type === "integer") return /^-*\d+$/.test(String(value)) ? Number(value) : String(value ?? "");
    if (value === null || value === undefined) return "";
    return String(value).replace(/\n+$/, "");
  }

  // --- ids that nobody typed

  function withIds(value, before, given) {
    let of = withoutNull(given);
    if (of.$ref) of = longForm(partOf(of, parts)[1]);
    if (isNames(of) && Array.isArray(value)) return rowsWithIds(value, before, valueSchema(of), true);
    if (of.type === "array" && Array.isArray(value)) return rowsWithIds(value, before, of.items, hasId(of.items));
    if (of.properties && isRecord(value)) {
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withIds(item, before?.[name], of.properties[name] || {})]));
    }
    return value;
  }

  function hasId(given) {
    const of = given.$ref ? longForm(partOf(given, parts)[1]) : given;
    return [NAME, "title"].every((name) => (of.required || []).includes(name));
  }

  function rowsWithIds(rows, before, of, named) {
    const old = Array.isArray(before) ? before : [];
    if (!named) return rows.map((row, place) => withIds(row, old[place], of));
    const taken = new Set(rows.filter((row) => row?.[NAME]).map((row) => row[NAME]));
    const byId = new Map(old.filter((row) => row?.[NAME]).map((row) => [row[NAME], row]));
    return rows.map((row) => {
      let full = row;
      if (isRecord(row) && !row[NAME] && (row.title || row[VALUE])) {
        const same = [...byId].find(([name, each]) => !taken.has(name) && isSame(row, each));
        const name = same ? same[0] : unused(idOf(row), taken);
        taken.add(name);
        full = { [NAME]: name, ...Object.fromEntries(Object.entries(row).filter(([field]) => field !== NAME)) };
      }
      return withIds(full, byId.get(full?.[NAME]), of);
    });
  }

  // --- changing a file

  function changeRecord(map, wanted, of) {
    const known = of.properties;
    const fields = map.items.map((pair) => String(pair.key));
    for (const name of fields) {
      if (name in known && !(name in wanted) && !isEmpty(long(plain(map.get(name, true)), known[name]))) map.delete(name);
    }
    for (const [name, value] of Object.entries(wanted)) {
      const inner = known[name] || {};
      if (!map.has(name)) {
        if (value !== true || inner.default !== true) insert(map, name, made(value, inner), Object.keys(known));
      } else {
        put(map, name, changed(map.get(name, true), value, inner));
      }
    }
  }

  function insert(map, name, node, order) {
    const rank = (each) => (order.includes(each) ? order.indexOf(each) : order.length);
    let place = -1;
    map.items.forEach((pair, index) => {
      if (order.includes(String(pair.key)) && rank(String(pair.key)) < rank(name)) place = index;
    });
    const pair = new Document(null, READ).createPair(name, null);
    pair.value = node;
    map.items.splice(place < 0 ? map.items.length : place + 1, 0, pair);
  }

  function put(map, name, node) {
    const pair = map.items.find((each) => String(each.key) === name);
    if (pair.value !== node) pair.value = node;
  }

  function changed(node, wanted, given) {
    const of = withoutNull(given);
    if (key(long(plain(node), of)) === key(wanted)) return node;
    if (of.$ref && isMap(node) && isRecord(wanted)) {
      changeRecord(node, wanted, longForm(partOf(of, parts)[1]));
      return node;
    }
    if (of.properties && isMap(node)) {
      changeRecord(node, wanted, of);
      return node;
    }
    if (isNames(of) && isMap(node)) {
      changeNames(node, wanted, of);
      return node;
    }
    if (of.type === "array" && isSeq(node)) {
      changeList(node, wanted, of.items);
      return node;
    }
    const fresh = made(wanted, given);
    if (isScalar(node) && isScalar(fresh)) { // it keeps its comments and, where it can, its quotes
      fresh.comment = node.comment;
      fresh.commentBefore = node.commentBefore;
      if (fresh.type === "PLAIN" && (node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE")) fresh.type = node.type;
    } else if (node) {
      [fresh.commentBefore, fresh.spaceBefore] = [node.commentBefore, node.spaceBefore];
    }
    return fresh;
  }

  function changeNames(map, wanted, of) {
    const inner = valueSchema(of);
    const values = isKeyPoints(of) ? wanted : byName(wanted, inner);
    const pairs = new Map(map.items.map((pair) => [String(pair.key), pair]));
    const gone = [...pairs].filter(([name]) => !(name in values));
    const items = Object.entries(values).map(([name, value]) => {
      const pair = pairs.get(name);
      if (pair) {
        pair.value = changed(pair.value, value, inner);
        return pair;
      }
      const fresh = new Document(null, READ).createPair(name, null);
      const at = gone.findIndex(([, old]) => key(long(plain(old.value), inner)) === key(value));
      fresh.value = at < 0 ? made(value, inner) : gone.splice(at, 1)[0][1].value;
      return fresh;
    });
    const rank = (pair) => (map.items.includes(pair) ? map.items.indexOf(pair) : map.items.length);
    if (isKeyPoints(of)) items.sort((one, other) => rank(one) - rank(other));
    map.items = items;
  }

  function byName(rows, inner) {
    const values = {};
    for (const { [NAME]: name, ...rest } of rows) {
      if (!name) throw new Error("A row has no short name: give it one, in small letters, digits and hyphens.");
      if (name in values) throw new Error(`Two rows have the short name ${name}: give one of them another.`);
      values[name] = inner.$ref ? rest : rest[VALUE] ?? "";
    }
    return values;
  }

  // what stays or moves keeps its text; what is new is written
  function changeList(seq, wanted, items) {
    const held = seq.items.map((node) => ({ node, said: key(long(plain(node), items)), used: false }));
    const after = wanted.map(key);
    const result = after.map((said) => {
      const same = held.find((each) => !each.used && each.said === said);
      if (same) same.used = true;
      return same ? same.node : null;
    });
    const left = held.filter((each) => !each.used);
    const fresh = result.filter((node) => !node).length;
    seq.items = result.map((node, place) => {
      if (node) return node;
      const beside = held[place];
      if (beside && !beside.used && (left.length === fresh || held.length === wanted.length)) {
        beside.used = true;
        return changed(beside.node, wanted[place], items);
      }
      return made(wanted[place], items);
    });
    for (const node of seq.flow ? seq.items : []) if (isMap(node) || isSeq(node)) node.flow = true;
  }

  function made(value, given) {
    const of = withoutNull(given);
    if (isAudience(of)) return key(value) === key(["everyone"]) ? scalar("everyone") : inOneLine(value.map(scalar));
    if (of.$ref) {
      const [part, inner] = partOf(of, parts);
      const only = part in short && Object.keys(value).length === 1 && short[part] in value;
      return only ? scalar(value[short[part]]) : made(value, longForm(inner));
    }
    if (isNames(of)) {
      const inner = valueSchema(of);
      return mapOf(Object.entries(isRecord(value) ? value : byName(value, inner)).map(([name, item]) => [name, made(item, inner)]));
    }
    if (of.type === "array") {
      const nodes = value.map((item) => made(item, of.items));
      return of.items.$ref ? listOf(nodes) : inOneLine(nodes);
    }
    if (of.properties) {
      const order = Object.keys(of.properties);
      const rank = (name) => (order.includes(name) ? order.indexOf(name) : order.length);
      const names = Object.keys(value).sort((one, other) => rank(one) - rank(other));
      return mapOf(names.map((name) => [name, made(value[name], of.properties[name] || {})]));
    }
    if (value === "" && of !== given) return scalar("null", false);
    return scalar(String(value), !["integer", "boolean"].includes(of.type) && !String(of.pattern || "").startsWith("^[12]\\d{3}-"));
  }
}

// --- comments and lines

// Hangs what stands over the first entry of a list or of fields on that entry, so that it goes where the entry goes.
function hangOnFirst(doc) {
  visit(doc, {
    Collection(place, node) {
      const first = isMap(node) ? node.items[0]?.key : node.items[0];
      if (place !== "value" || node.flow || !node.commentBefore || !isNode(first)) return; // over a row it is on the row
      first.commentBefore = [node.commentBefore, first.commentBefore].filter(Boolean).join("\n");
      [first.spaceBefore, node.commentBefore, node.spaceBefore] = [node.spaceBefore, undefined, undefined];
    },
  });
}

// Whether the dashes of lists stand further in than the field that holds them: what the file does most.
function indentsLists(text) {
  const pairs = [...text.matchAll(/^( *).*:[ \t]*\n( *)- /gm)];
  const further = pairs.filter(([, field, dash]) => dash.length > field.length).length;
  return 2 * further >= pairs.length;
}

// Carries the lines in which what is written before and after a change differ over to the text as somebody wrote it.
function merged(own, base, changed) {
  if (own === base) return changed;
  const [ownLines, baseLines, newLines] = [own, base, changed].map((text) => text.split("\n"));
  const [starts, ends] = aligned(baseLines, ownLines);
  const result = [];
  let done = 0;
  for (const [low, high, first, last] of differences(baseLines, newLines)) {
    const [start, end] = [Math.max(starts[low], done), Math.max(ends[high], done)];
    result.push(...ownLines.slice(done, start), ...newLines.slice(first, last));
    done = end;
  }
  const text = [...result, ...ownLines.slice(done)].join("\n");
  const says = (each) => key(parseDocument(each, READ).toJSON());
  return says(text) === says(changed) ? text : changed;
}

// For each place between lines of the one text the same place in the other; within what differs, its start and its end.
function aligned(base, own) {
  const [starts, ends] = [[], []];
  let shift = 0;
  let place = 0;
  for (const [low, high, first, last] of [...differences(base, own), [base.length + 1, base.length + 1, 0, 0]]) {
    for (; place < low && place <= base.length; place++) starts[place] = ends[place] = place + shift;
    for (; place <= high && place <= base.length; place++) [starts[place], ends[place]] = [first, place > low ? last : first];
    if (low <= base.length) starts[high] = high > low || first < last ? last : first;
    shift = last - high;
  }
  return [starts, ends];
}

// Where two lists of lines differ: from and to in the one, from and to in the other, by the longest common lines.
function differences(one, other) {
  let [start, end] = [0, 0];
  while (start < one.length && start < other.length && one[start] === other[start]) start++;
  while (end < one.length - start && end < other.length - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end++;
  const [rows, columns] = [one.length - start - end, other.length - start - end];
  const common = Array.from({ length: rows + 1 }, () => new Uint16Array(columns + 1));
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      common[i][j] = one[start + i] === other[start + j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  const found = [];
  for (let i = 0, j = 0; i < rows || j < columns;) {
    if (i < rows && j < columns && one[start + i] === other[start + j]) {
      i++;
      j++;
      continue;
    }
    const [low, first] = [i, j];
    while ((i < rows || j < columns) && !(i < rows && j < columns && one[start + i] === other[start + j])) {
      if (j === columns || (i < rows && common[i + 1][j] >= common[i][j + 1])) i++;
      else j++;
    }
    found.push([start + low, start + i, start + first, start + j]);
  }
  return found;
}

// --- nodes

const plain = (node) => (node && node.toJSON ? node.toJSON() : node ?? "");

function mapOf(pairs) {
  const map = new YAMLMap();
  map.items = pairs.map(([name, node]) => {
    const pair = new Document(null, READ).createPair(name, null);
    pair.value = node;
    return pair;
  });
  return map;
}

function listOf(nodes) {
  const seq = new YAMLSeq();
  seq.items = nodes;
  return seq;
}

function inOneLine(nodes) {
  const seq = listOf(nodes);
  seq.flow = true;
  return seq;
}

function scalar(text, mayWantQuotes = true) {
  const unseen = /[^\P{C}\n\p{Cf}]|[\u2028\u2029\ufeff]/u.test(text);
  const lines = text.includes("\n");
  const block = lines && !unseen && !/^\s/.test(text) && text.trim();
  const node = new Scalar(block ? `${text}\n` : text);
  node.type = block ? "BLOCK_LITERAL" : unseen || lines || (mayWantQuotes && wantsQuotes(text)) ? "QUOTE_DOUBLE" : "PLAIN";
  return node;
}

function wantsQuotes(text) {
  const word = text.trim().toLowerCase();
  return !text || text !== text.trim() || /^[!&*\-?|>@`%{}[\],#:"'=<]/.test(text) || text.includes(": ") || text.includes(" #") || text.endsWith(":")
    || ["yes", "no", "on", "off", "y", "n", "true", "false", "null", "~"].includes(word)
    || /^[-+]*\d+\.?\d*$/.test(word.replaceAll("_", ""));
}

function isSame(row, other) {
  const rest = (each) => key(Object.fromEntries(Object.entries(each).filter(([name]) => name !== NAME && name !== "title")));
  return (row.title || "") === (other.title || "") || rest(row) === rest(other);
}

function idOf(row) {
  const words = String(row.title || row[VALUE]).normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase(); // eslint-disable-line no-control-regex
  return words.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40).replace(/-+$/, "") || "part";
}

function unused(name, taken) {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number++) if (!taken.has(`${name}-${number}`)) return `${name}-${number}`;
}
