// Links: what a tagged address says of where a visit came from. Beside socroi/catalogue/link.py.

bodies.SOCUTM = (url, field) => {
  const { FIELDS, CLICK_IDS } = constants.link;
  const wanted = folded(field).replace(/^utm_/, "");
  if (!FIELDS.includes(wanted)) throw new CellError("#N/A", 'There is no field "' + field + '".', knownAre(FIELDS));
  const parts = partsOfAddress(url);
  if (parts === null) throw new CellError("#VALUE!", '"' + url + '" is not the address of a page.', "Copy the link again.");
  const inFragment = parts.fragment.includes("?") ? parts.fragment.slice(parts.fragment.indexOf("?") + 1) : "";
  const fields = fieldsOf(inFragment + "&" + parts.query);
  if (wanted !== "platform") return fields.get("utm_" + wanted) || "";
  const source = fields.get("utm_source");
  if (source) return platformOf(source) || source;
  const clicked = Object.keys(CLICK_IDS).find((name) => fields.has(name));
  return clicked ? CLICK_IDS[clicked] : platformOf(parts.host || url);
};

// Host, query and fragment of an address, read as Python's urlsplit does; null where there can be no such address.
function partsOfAddress(text) {
  let rest = text.replace(/^[\x00-\x20]+/, "").replace(/[\t\r\n]/g, "");
  rest = rest.replace(/^[A-Za-z][A-Za-z0-9+.-]*:/, "");
  let host = "";
  if (rest.startsWith("//")) {
    const end = rest.slice(2).search(/[/?#]/);
    const place = end < 0 ? rest.slice(2) : rest.slice(2, 2 + end);
    rest = end < 0 ? "" : rest.slice(2 + end);
    if (place.includes("[") !== place.includes("]")) return null;
    // Letters that fold into a mark of an address would lead elsewhere.
    const plain = place.replace(/[@:#?]/g, "");
    const folding = plain.normalize("NFKC");
    if (folding !== plain && /[/?#@:]/.test(folding)) return null;
    host = hostOf(place);
    if (host === null) return null;
  }
  const [beforeFragment, fragment] = splitOnce(rest, "#");
  return { host, query: splitOnce(beforeFragment, "?")[1], fragment };
}

function hostOf(place) {
  const after = place.slice(place.lastIndexOf("@") + 1);
  if (after.includes("[")) {
    const inside = splitOnce(splitOnce(after, "[")[1], "]")[0];
    return /^v[0-9a-fA-F]+\..+$/.test(inside) || isAddressV6(inside) ? inside.toLowerCase() : null;
  }
  return splitOnce(after, ":")[0].toLowerCase();
}

function isAddressV6(text) {
  const groups = text.split("%")[0].split(":");
  return groups.length > 2 && groups.length <= 9 && groups.every((group) => /^[0-9a-fA-F.]{0,15}$/.test(group));
}

function splitOnce(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + mark.length)];
}

// The fields of a query by their names in small letters; of a field that stands twice, the last.
function fieldsOf(query) {
  const fields = new Map();
  // A link that was copied out of a page's source has &amp; between its fields.
  for (const pair of query.replace(/&amp;/g, "&").split("&")) {
    if (!pair) continue;
    const [name, value] = splitOnce(pair, "=").map(decodedField);
    fields.set(folded(trimmed(name)), words(value).join(" "));
  }
  return fields;
}

function decodedField(text) {
  return text.replace(/\+/g, " ").replace(/(?:%[0-9a-fA-F]{2})+/g, (codes) =>
    decodedBytes(codes.slice(1).split("%").map((code) => parseInt(code, 16))),
  );
}

// UTF-8, with the sign of replacement for what is none; Apps Script has no TextDecoder.
function decodedBytes(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at];
    const length = first < 0x80 ? 1 : first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
    if (length < 2) {
      text += length ? String.fromCharCode(first) : "\ufffd";
      at += 1;
      continue;
    }
    let code = first & (0xff >> (length + 1));
    let taken = 1;
    while (taken < length && at + taken < bytes.length) {
      const next = bytes[at + taken];
      const low = taken > 1 ? 0x80 : first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
      const high = taken > 1 ? 0xbf : first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
      if (next < low || next > high) break;
      code = (code << 6) | (next & 0x3f);
      taken += 1;
    }
    text += taken === length ? String.fromCodePoint(code) : "\ufffd";
    at += taken;
  }
  return text;
}

const PLATFORM_BY_NAME = new Map();
for (const [platform, names] of Object.entries(constants.link.PLATFORMS)) {
  for (const name of names.split(" ")) PLATFORM_BY_NAME.set(name, platform);
}
const OF_ADVERTISING = new Set(constants.link._OF_ADVERTISING.split(" "));
const OF_PLACEMENT = new Set([...OF_ADVERTISING, ...constants.link._OF_PLACES.split(" ")]);
const ALSO_WORDS = new Set(constants.link._WORDS);

// The platform that a source or a domain names, or an empty text.
function platformOf(source) {
  let name = folded(trimmed(source));
  while (name) {
    const [first, ...others] = name.split(/[^a-z0-9.]+/);
    for (const known of [name, first + others.join("")]) {
      if (PLATFORM_BY_NAME.has(known)) return PLATFORM_BY_NAME.get(known);
    }
    const [base, ...joined] = takenApart(first);
    const allowed = ALSO_WORDS.has(base) ? OF_ADVERTISING : OF_PLACEMENT;
    const behind = [...joined, ...others.filter(Boolean)];
    if (PLATFORM_BY_NAME.has(base) && behind.every((word) => allowed.has(word))) return PLATFORM_BY_NAME.get(base);
    name = splitOnce(name, ".")[1];
  }
  return "";
}

// A platform's name and the words written together with it, as of "igshopping"; else the word alone.
function takenApart(word) {
  for (let end = word.length; end > 1; end--) {
    const name = word.slice(0, end);
    if (!PLATFORM_BY_NAME.has(name)) continue;
    if (end === word.length) return [word];
    if (OF_PLACEMENT.has(word.slice(end))) return [name, word.slice(end)];
  }
  return [word];
}
