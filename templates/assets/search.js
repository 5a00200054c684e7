// The search page. Pagefind finds words; this script makes it find Vietnamese.
//
// The index is written with ḏ (U+1E0F) for đ, because Pagefind folds by Unicode decomposition and đ
// has none (see generator/search.py). So a query is written the same way on its way in, and what is
// shown is turned back on its way out. Diacritics that were typed are meant: exact matches come
// first, and matches without diacritics only where there is no exact one.

const PAGE = 20; // results shown at a time
const PHRASE_CANDIDATES = 120; // articles whose text is read to check a quoted phrase
const ADJACENT = 4; // how much more a result counts whose words stand side by side
const PAUSE = 150; // milliseconds of quiet typing before a search
const SHORTEST = 2; // letters: one letter alone matches nearly every word of the archive
const EXCERPT = 36; // words
const FORMS = 8; // spellings of the words found that are named

const form = document.getElementById("search");
const status = document.getElementById("status");
const list = document.getElementById("results");
const more = document.getElementById("more");
const help = document.getElementById("help");
const clear = document.getElementById("clear");
const template = document.getElementById("result-template");
const strings = JSON.parse(document.getElementById("search-strings").textContent);
const root = form.dataset.root;
const index = form.dataset.index;
const language = document.documentElement.lang;

// The names of the form's controls, and the filters of the index that they set.
const FILTERS = { muc: "section", "tac-gia": "person", "chu-de": "tag" };

// Text

const carry = (text) => text.replaceAll("đ", "ḏ").replaceAll("Đ", "Ḏ");
const restore = (text) => text.replaceAll("ḏ", "đ").replaceAll("Ḏ", "Đ");
const plain = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d");
const exact = (text) => newTones(restore(text).normalize("NFC").toLowerCase());
const wordsOf = (text) => text.split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean);
const decode = (text) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");

// The tone of an open oa, oe, uy stands on the first letter (ủy) or on the second (uỷ).
const OPEN = /(?:(o)([aàáảãạeèéẻẽẹ])|(?<!q)(u)([yỳýỷỹỵ]))(?!\p{L})/gu;
const CLOSED = /(?:([oòóỏõọ])([ae])|(?<!q)([uùúủũụ])(y))(?!\p{L})/gu;
const TONE = /[\u0300\u0301\u0303\u0309\u0323]/u;
const moveTone = (from, to) => {
  const tone = from.normalize("NFD").match(TONE)?.[0] ?? "";
  return [from.normalize("NFD").replace(TONE, "").normalize("NFC"), (to + tone).normalize("NFC")];
};
const newTones = (text) =>
  text.replace(OPEN, (all, o, a, u, y) => {
    const [second, first] = moveTone(a ?? y, o ?? u);
    return first + second;
  });
const oldTones = (text) =>
  text.replace(CLOSED, (all, o, a, u, y) => moveTone(o ?? u, a ?? y).join(""));

// A query: its words, its quoted phrases, and whether it was typed with diacritics.
function parse(text) {
  const typed = text.normalize("NFC").toLowerCase().replace(/[“”„«»]/g, '"');
  const phrases = [...typed.matchAll(/"([^"]+)"/g)].map((match) => wordsOf(match[1]));
  const words = wordsOf(typed);
  return {
    words,
    phrases: phrases.filter((phrase) => phrase.length > 1),
    marked: words.some((word) => plain(word) !== word),
  };
}

// Volumes: a part of the archive with an index of its own, opened when it is needed.

let pagefind;
const opened = new Map();

async function volumes() {
  pagefind ??= Promise.all([
    import(new URL(`${index}pagefind.js`, location.href)),
    fetch(`${index}volumes.json`).then((response) => {
      if (!response.ok) throw new Error(`${response.status} ${response.url}`);
      return response.json();
    }),
  ]);
  const [module, { volumes: found }] = await pagefind;
  return found.map((volume) => ({ ...volume, open: () => open(module, volume) }));
}

function open(module, volume) {
  if (!opened.has(volume.name)) {
    const opening = (async () => {
      const instance = module.createInstance({
        basePath: `${index}${volume.name}/`,
        baseUrl: `${root}/`,
        noWorker: true,
        ranking: { diacriticSimilarity: 0.8, metaWeights: { date: 0, section: 0 } },
      });
      await instance.init();
      await instance.filters(); // without them there are no counts to show
      return instance;
    })();
    opened.set(volume.name, opening);
  }
  return opened.get(volume.name);
}

// Pagefind's options belong to the instance, not to a search: one search at a time.
let queue = Promise.resolve();
const inTurn = (task) => (queue = queue.then(task, task));

function request() {
  const data = new FormData(form);
  const value = (name) => String(data.get(name) ?? "").trim();
  const filters = {};
  for (const [name, filter] of Object.entries(FILTERS)) {
    if (value(name)) filters[filter] = value(name);
  }
  const year = (name) => (/^\d{4}$/.test(value(name)) ? Number(value(name)) : null);
  const [from, to] = [year("tu"), year("den")];
  const isNarrowed = Object.keys(filters).length > 0 || from !== null || to !== null;
  return { text: value("q"), filters, from, to, isNarrowed, order: value("sap-xep") };
}

// All results of a request: their ids and scores, not yet their texts.
async function find({ text, filters, from, to, order }) {
  const query = parse(text);
  if (query.words.join("").length < SHORTEST) return null;
  const sort = { moi: { date: "desc" }, cu: { date: "asc" } }[order];
  let found = (await volumes()).filter(
    (volume) =>
      (from === null || (volume.last ?? 0) >= from) && (to === null || (volume.first ?? 9999) <= to),
  );
  if (order === "cu") found = found.reverse();
  const options = { filters: { ...filters, ...years(found, from, to) }, ...(sort && { sort }) };
  for (const isExact of query.marked ? [true, false] : [false]) {
    const parts = [];
    for (const volume of found) {
      parts.push(await searchVolume(await volume.open(), query, options, isExact));
    }
    const results = parts.flatMap((part) => part.results);
    if (!sort) results.sort((one, other) => other.score - one.score);
    if (results.length) return { query, isExact, results, counts: sum(parts.map((p) => p.filters)) };
  }
  return { query, isExact: true, results: [], counts: {} };
}

function years(found, from, to) {
  if (from === null && to === null) return {};
  const first = from ?? Math.min(...found.map((volume) => volume.first ?? 9999));
  const last = to ?? Math.max(...found.map((volume) => volume.last ?? 0));
  const any = [];
  for (let year = first; year <= last; year += 1) any.push(String(year));
  return { year: { any } };
}

async function searchVolume(instance, query, options, isExact) {
  await instance.options({ exactDiacritics: isExact });
  const typed = query.words.join(" ");
  const spellings = isExact ? new Set([typed, newTones(typed), oldTones(typed)]) : new Set([typed]);
  const best = new Map();
  let filters = {};
  for (const spelling of spellings) {
    const answer = await instance.search(carry(spelling), options);
    filters = best.size ? filters : answer.filters;
    // For a word it does not know Pagefind searches the longest beginning that it does know, and
    // finds quite other words. One look at the first result tells.
    if (!answer.results.length || !matches(await answer.results[0].data(), query, isExact)) continue;
    for (const result of answer.results) {
      const score = result.score * (query.words.length > 1 && adjacent(result, query) ? ADJACENT : 1);
      if (!(best.get(result.id)?.score >= score)) best.set(result.id, { ...result, score });
    }
  }
  let results = [...best.values()];
  if (query.phrases.length) results = await withPhrases(results, query, isExact);
  return { results, filters: results.length ? filters : {} };
}

const adjacent = (result, query) => {
  const places = new Set(result.words);
  return result.words.some((place) => query.words.every((_, step) => places.has(place + step)));
};

const fullText = (data) => decode(`${data.meta.title} ${data.raw_content ?? data.content}`);

function matches(data, query, isExact) {
  const form = isExact ? exact : plain;
  const found = [...new Set(wordsOf(restore(fullText(data))).map(form))];
  return query.words.every((word) => found.some((other) => other.startsWith(form(word))));
}

async function withPhrases(results, query, isExact) {
  const form = isExact ? exact : plain;
  const kept = await Promise.all(
    results.slice(0, PHRASE_CANDIDATES).map(async (result) => {
      const words = wordsOf(restore(fullText(await result.data()))).map(form);
      return query.phrases.every((phrase) => placeOf(phrase.map(form), words) >= 0) && result;
    }),
  );
  return kept.filter(Boolean);
}

// The first place where these words follow each other; the last may be the beginning of a word
// only where that is said.
function placeOf(phrase, words, lastMayBegin = false) {
  return words.findIndex((_, start) =>
    phrase.every((word, step) => {
      const other = words[start + step] ?? "";
      const isLast = step === phrase.length - 1;
      return lastMayBegin && isLast ? other.startsWith(word) : other === word;
    }),
  );
}

function sum(tables) {
  const total = {};
  for (const table of tables) {
    for (const [filter, values] of Object.entries(table)) {
      total[filter] ??= {};
      for (const [value, count] of Object.entries(values)) {
        total[filter][value] = (total[filter][value] ?? 0) + count;
      }
    }
  }
  return total;
}

// What the reader sees

let answer = null;
let shown = 0;
let latest = 0;

async function search({ push = false } = {}) {
  const current = ++latest;
  const asked = request();
  remember(asked, push);
  clear.hidden = !asked.isNarrowed;
  try {
    const found = await inTurn(() => (current === latest ? find(asked) : undefined));
    if (current !== latest) return; // a newer search has begun meanwhile
    answer = found;
    shown = 0;
    list.replaceChildren();
    help.hidden = true;
    fillFacets(found?.counts);
    if (found === null) {
      status.textContent = asked.text ? strings.too_short : "";
      more.hidden = true;
    } else {
      await showMore(current);
      announce(found, asked);
    }
  } catch (error) {
    console.error(error);
    status.textContent = strings.failed;
  }
}

function announce({ query, isExact, results }, asked) {
  const count = results.length.toLocaleString(language);
  const one = results.length === 1 && strings.count_one;
  status.textContent = results.length
    ? (one || strings.count).replace("{n}", count) +
      (query.marked && !isExact ? ` ${strings.folded}` : "") +
      ` ${strings.matched.replace("{words}", formsFound())}`
    : strings.none.replace("{query}", asked.text);
  help.hidden = results.length > 0;
  help.textContent = strings.help;
}

// As the articles spell the words that were searched for, the most frequent first.
function formsFound() {
  const found = new Map();
  for (const mark of list.querySelectorAll("mark")) {
    const form = mark.textContent.toLowerCase();
    found.set(form, (found.get(form) ?? 0) + 1);
  }
  const ranked = [...found].sort(([, one], [, other]) => other - one);
  return ranked.slice(0, FORMS).map(([form]) => form).join(", ");
}

async function showMore(current = latest) {
  const results = answer.results.slice(shown, shown + PAGE);
  const data = await Promise.all(results.map((result) => result.data()));
  if (current !== latest) return;
  list.append(...data.map((each) => resultItem(each, answer)));
  shown += results.length;
  more.hidden = shown >= answer.results.length;
}

function resultItem(data, { query, isExact }) {
  const item = template.content.firstElementChild.cloneNode(true);
  const slot = (name) => item.querySelector(`[data-slot=${name}]`);
  const form = isExact ? exact : plain;
  const terms = query.words.map(form);
  const title = restore(data.meta.title);
  const text = restore(decode(data.raw_content ?? data.content));
  // The text of the index begins with the headline; the excerpt need not say it again.
  const body = text.split(/\s+/).slice(title.split(/\s+/).length);
  const excerpt = excerptOf(body, terms, form);
  slot("title").href = link(data.url, excerpt);
  slot("title").replaceChildren(...marked(title, terms, form));
  slot("date").textContent = data.meta.date ?? "";
  slot("section").textContent = data.meta.section ?? "";
  slot("excerpt").append(...marked(excerpt.text, terms, form));
  return item;
}

// Some words around the best place: where the query stands as a phrase, or any of its words.
function excerptOf(words, terms, form) {
  const bare = words.map((word) => form(wordsOf(word)[0] ?? ""));
  let place = placeOf(terms, bare, true);
  if (place < 0) place = bare.findIndex((word) => terms.some((term) => word.startsWith(term)));
  const start = Math.max(0, Math.min(place - 8, words.length - EXCERPT));
  const part = words.slice(start, start + EXCERPT);
  const text = (start > 0 ? "… " : "") + part.join(" ") + (start + EXCERPT < words.length ? " …" : "");
  return { text, hit: place < 0 ? [] : words.slice(place, place + terms.length) };
}

// The text as nodes, with the words that were searched for marked. The last word of a query may
// still be unfinished, so it marks what begins with it.
function marked(text, terms, form) {
  const isHit = (word) =>
    terms.some((term, place) => form(word) === term || (place === terms.length - 1 && form(word).startsWith(term)));
  return text.split(/([\p{L}\p{M}\p{N}]+)/u).map((part, place) => {
    if (place % 2 === 0 || !isHit(part)) return document.createTextNode(part);
    const mark = document.createElement("mark");
    mark.textContent = part;
    return mark;
  });
}

// A text fragment (https://wicg.github.io/scroll-to-text-fragment/) takes the reader to the hit.
function link(url, { hit }) {
  const words = wordsOf(hit.join(" ")).join(" ");
  return words ? `${url}#:~:text=${encodeURIComponent(words).replaceAll("-", "%2D")}` : url;
}

function fillFacets(counts = {}) {
  for (const [name, filter] of Object.entries(FILTERS)) {
    const select = form.elements[name];
    if (!select) continue;
    const chosen = select.value;
    const values = Object.entries(counts[filter] ?? {}).filter(([value, n]) => n > 0 || value === chosen);
    if (chosen && !values.some(([value]) => value === chosen)) values.push([chosen, 0]);
    values.sort(([one], [other]) => one.localeCompare(other, language));
    select.replaceChildren(
      select.options[0],
      ...values.map(([value, n]) => new Option(`${value} (${n.toLocaleString(language)})`, value, false, value === chosen)),
    );
  }
}

// The address says what is searched for: it can be shared, and the back button works.
function remember(asked, push) {
  const parameters = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (String(value).trim()) parameters.set(name, String(value).trim());
  }
  const query = parameters.toString();
  const address = location.pathname + (query ? `?${query}` : "");
  if (address === location.pathname + location.search) return;
  history[push ? "pushState" : "replaceState"](null, "", address);
}

function recall() {
  const parameters = new URLSearchParams(location.search);
  for (const control of form.elements) {
    if (!control.name) continue;
    const value = parameters.get(control.name) ?? "";
    if (control.localName === "select" && value && ![...control.options].some((o) => o.value === value)) {
      control.add(new Option(value, value));
    }
    control.value = value;
  }
}

// Keyboard: "/" to the search box, arrows through the results, Escape back and clear.
function onKey(event) {
  const box = form.elements.q;
  const isTyping = /^(input|select|textarea)$/.test(event.target.localName);
  if (event.key === "/" && !isTyping) {
    event.preventDefault();
    box.select();
  } else if (event.key === "Escape" && event.target !== box) {
    box.focus();
  } else if (event.key === "Escape" && box.value) {
    event.preventDefault();
    box.value = "";
    search();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const links = [...list.querySelectorAll("a[data-slot=title]")];
    const place = links.indexOf(document.activeElement);
    if (!links.length || (place < 0 && event.target !== box)) return;
    event.preventDefault();
    const next = place + (event.key === "ArrowDown" ? 1 : -1);
    (next < 0 ? box : (links[next] ?? links[place])).focus();
  }
}

let waiting;
form.addEventListener("input", (event) => {
  clearTimeout(waiting);
  if (event.target.localName === "select") search({ push: true });
  else waiting = setTimeout(search, PAUSE);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  search({ push: true });
});
clear.addEventListener("click", () => {
  for (const control of form.elements) {
    if (control.name && !["q", "sap-xep"].includes(control.name)) control.value = "";
  }
  search({ push: true });
  form.elements.q.focus();
});
more.addEventListener("click", async () => {
  const first = shown;
  await showMore();
  list.children[first]?.querySelector("a")?.focus();
});
document.addEventListener("keydown", onKey);
addEventListener("popstate", () => {
  recall();
  search();
});
recall();
search();
