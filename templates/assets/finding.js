// Finding articles. Pagefind reads the index; this module makes it find Vietnamese.
//
// The index is written in small letters, with ḏ (U+1E0F) for đ, and the tones of oa, oe, uy in one
// spelling (see generator/search.py); a query is written the same way before it is looked up. The
// archive is cut into volumes by date, each an index of its own: they are searched newest first,
// several at a time, and the answer grows. Pagefind tells where each word stands in each article;
// what that is worth is decided here:
//
// - every word of the query must stand in the article, as a whole word; only the last one may be
//   unfinished;
// - diacritics that were typed are meant: articles that have them come first, then those that
//   match without diacritics;
// - a word counts more the rarer it is in the archive; words that stand side by side as they do in
//   the query count as much again; a title that holds the whole query counts most.
//
// Nothing here touches the page.

const FIRST = 3; // volumes searched before the first answer
const NEXT = 8; // volumes searched at one time after that
const MOST = 48; // volumes searched without being asked again
const LONG = 4; // words of a query that may be a question
const FEW = 5; // results that may not be what was asked for
const SPELLING = 12; // volumes whose words are known when a query finds nothing
const MENDED = 12; // spellings of an unknown word that are tried
const SUGGESTIONS = 3;
const BEGUN = 6; // chunks of a volume in which words may stand that begin as the last one does
const EXCERPT = 36; // words
const BEFORE = 8; // words of an excerpt before the first hit

const HEADING = 7; // what Pagefind says of a word in a first heading
const COMMONEST = 0.2; // the least that a word is worth, were it in every article
const SATURATION = 1.2; // BM25's k1: how soon more of the same word adds little
const LENGTH = 0.5; // BM25's b: how much more of a word a long article must have
const MOSTLY = 0.6; // how much of a query an article must have where none has all of it,
const PARTLY = 0.4; // and where some of its words stand side by side
const UNFINISHED = 0.4; // what the beginning of a word is worth beside a whole one
// What it is worth, in its words, that one part of the article holds the whole query.
const WHOLE = { title: 3, person: 2, tag: 1, topic: 0.5, section: 0.5, year: 0.5 };
const PART = 0.5; // what each single word is worth there

// Text

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const wordsOf = (text) => text.match(WORD) ?? [];
const sum = (values) => values.reduce((total, value) => total + value, 0);
const CARRIED = { đ: "ḏ", ł: "ḽ", ø: "ȯ", ı: "ĭ", ß: "ss", æ: "ae", œ: "oe" };
const carry = (text) => text.replace(/[đłøıßæœ]/g, (letter) => CARRIED[letter]);
const plain = (text) => carry(text.toLowerCase()).normalize("NFD").replace(/\p{M}/gu, "");
const exact = (text) => unifyTones(text.normalize("NFC").toLowerCase());

// The tone of an open oa, oe, uy stands on the first letter (ủy) or on the second (uỷ); we take
// the first.
const SECOND_LETTER_TONE = /(o)([àáảãạèéẻẽẹ])(?!\p{L})|(?<!q)(u)([ỳýỷỹỵ])(?!\p{L})/gu;
const unifyTones = (text) =>
  text.replace(SECOND_LETTER_TONE, (_, o, a, u, y) => {
    const [base, ...tone] = (a ?? y).normalize("NFD");
    return ((o ?? u) + tone.join("")).normalize("NFC") + base;
  });

// What a syllable of Vietnamese may begin with; in capitals it is a name: "khán đài C".
const ONSET = /^(b|ch?|[dđ]|gh?|h|kh?|l|m|n|ngh?|nh|ph?|q|r|s|th?|tr|v|x)$/;

// A query: its words, each once; their numbers in the order in which they were typed, and those of
// its quoted phrases; the number of the last word where it may be unfinished, else -1.
function parse(text) {
  const typed = exact(text).replace(/[“”„«»]/g, '"');
  const words = [];
  const number = (form) => {
    const found = words.findIndex((word) => word.form === form);
    if (found < 0) words.push({ form, plain: plain(form), isMarked: plain(form) !== form });
    return found < 0 ? words.length - 1 : found;
  };
  const meant = wordsOf(typed);
  const isUnfinished = /[\p{L}\p{M}\p{N}]$/u.test(typed);
  // The first consonants of a word that is being typed say too little yet.
  if (isUnfinished && meant.length > 1 && ONSET.test(wordsOf(text).at(-1))) meant.pop();
  const order = meant.map(number);
  const quoted = [...typed.matchAll(/"([^"]+)"/g)].map((match) => wordsOf(match[1]));
  return {
    words,
    order,
    phrases: quoted.map((phrase) => phrase.map(number)),
    unfinished: isUnfinished ? order.at(-1) : -1,
    isMarked: words.some((word) => word.isMarked),
    isEmpty: words.map((word) => word.form).join("").length < 2,
  };
}

// A volume: Pagefind's own reader of one index, told what it would ask the server.

const volumeClass = (PagefindInstance, { root, language }) =>
  class extends PagefindInstance {
    turn = Promise.resolve();

    constructor(folder, { name = "", head = "" } = {}) {
      super({ basePath: `${folder}${name && `${name}/`}`, baseUrl: `${root}/` });
      this.head = head;
    }

    async loadEntry() {
      this.languages = { [language]: { hash: this.head } };
      this.includeCharacters = [];
    }

    async loadMeta(hash) {
      await super.loadMeta(hash);
      if (this.failure) throw this.failure;
      await this.constructor.program;
    }

    // All volumes share one program, which comes while they and their list do.
    async startProgram(coming) {
      const response = await coming;
      if (!response.ok) throw new Error(`${response.status} ${response.url}`);
      const program = this.decompress(new Uint8Array(await response.arrayBuffer()));
      await this.backend({ module_or_path: program });
    }

    // Pagefind goes on without a file that does not come; a search without it would be wrong.
    async throttledFetch(address) {
      try {
        const response = await fetch(address);
        if (!response.ok) throw new Error(`${response.status} ${response.url}`);
        return response;
      } catch (error) {
        if (/\.pf_(meta|index)$/.test(address)) this.failure = error;
        throw error;
      }
    }

    // Results are ranked before their texts are fetched: what a result holds is its places.
    async loadFragment(_, places) {
      return places;
    }

    // What stands where. Diacritics are a setting of the volume, not of a search: one at a time.
    look(words, isExact, unfinished) {
      const look = async () => {
        const mayBegin = unfinished ? await this.loadBeginning(unfinished) : false;
        this.exactDiacritics = isExact;
        const found = await this.search(carry(words.join(" ")));
        if (this.failure) throw this.failure;
        const places = await Promise.all(found.results.map((result) => result.data()));
        const results = found.results.map((result, i) => ({ ...result, places: places[i] }));
        return { ...found, results, mayBegin };
      };
      this.turn = this.turn.then(look, look);
      return this.turn;
    }

    // Pagefind loads the chunk where a word would stand; those that begin so may stand in the next.
    // Whether they were loaded: so many words begin with one or two letters that it may be too much.
    async loadBeginning(word) {
      const asked = LETTERS.map((letter) => this.backend.request_indexes(this.raw_ptr, word + letter));
      const chunks = new Set(asked.flatMap((found) => JSON.parse(found)).filter(Boolean));
      if (chunks.size > BEGUN) return false;
      await Promise.all([...chunks].map((chunk) => this.loadChunk(chunk)));
      return true;
    }

    article(id) {
      this.texts ??= new Map();
      if (!this.texts.has(id)) {
        const text = this._loadFragment(id).then((found) => ({ ...found, url: this.fullUrl(found.url) }));
        text.catch(() => this.texts.delete(id));
        this.texts.set(id, text);
      }
      return this.texts.get(id);
    }

    // By id: the year, section, people and tags of each article, and its place by date.
    cards() {
      this.listed ??= this.loadCards();
      this.listed.catch(() => (this.listed = undefined));
      return this.listed;
    }

    async json(kind) {
      const response = await this.throttledFetch(`${this.basePath}${kind}.${this.head}.pf_${kind}`);
      const data = this.decompress(new Uint8Array(await response.arrayBuffer()));
      return JSON.parse(new TextDecoder().decode(data));
    }

    async loadCards() {
      const { labels, articles } = await this.json("cards");
      const cards = new Map();
      for (const [place, [id, year, section, people, tags]] of articles.entries()) {
        const named = (numbers) => numbers.map((number) => labels[number]);
        const one = (value) => (value === null ? [] : [value]);
        cards.set(id, {
          place,
          year: one(year),
          section: named(one(section)),
          person: named(people),
          tag: named(tags),
        });
      }
      return cards;
    }
  };

// What a volume holds for a query: the articles that match, with where and how well.

async function searchVolume(volume, query) {
  const unfinished = query.words[query.unfinished]?.plain;
  const forms = [...new Set(query.words.map((word) => word.plain))];
  const loose = await volume.look(forms, false, unfinished);
  const marked = query.words.filter((word) => word.isMarked);
  const strict =
    marked.length && loose.results.length ? await volume.look(marked.map((word) => word.form), true) : { results: [] };
  // Pagefind's form of each word: in some languages its stem.
  const keys = query.words.map((word) => loose.search_keywords[forms.indexOf(word.plain)] ?? word.plain);
  for (const [i, word] of query.words.entries()) word.stem = keys[i];
  const strictly = new Map(strict.results.map((result) => [result.id, result]));
  const articles = loose.results.flatMap((result) => {
    const found = matched(result, strictly.get(result.id), query, keys, loose.mayBegin);
    const length = result.params.document_length / result.params.average_page_length;
    return found ? [{ id: result.id, volume, length, ...found }] : [];
  });
  return { articles, frequencies: frequenciesIn(loose.results, keys) };
}

// The same for articles that have some of the words, each as it was typed.
async function searchPartly(volume, query) {
  const looked = [];
  for (const word of query.words) {
    const unfinished = word === query.words[query.unfinished] && word.plain;
    looked.push(await volume.look([word.isMarked ? word.form : word.plain], word.isMarked, unfinished));
  }
  const keys = query.words.map((word, i) => looked[i].search_keywords[0] ?? word.plain);
  const found = new Map();
  for (const [i, { results, mayBegin }] of looked.entries()) {
    for (const result of results) {
      const word = where(result, keys[i], mayBegin);
      if (!isThere(word)) continue;
      if (!found.has(result.id)) found.set(result.id, { result, words: keys.map(() => where({ places: [] })) });
      found.get(result.id).words[i] = word;
    }
  }
  const articles = [...found].map(([id, { result, words }]) => ({
    id,
    volume,
    length: result.params.document_length / result.params.average_page_length,
    isExact: true,
    has: words.map(isThere),
    ...weighed(words, query),
  }));
  return { articles, frequencies: keys.map((_, i) => articles.filter(({ has }) => has[i]).length) };
}

// In how many articles of the volume each word is.
function frequenciesIn(results, keys) {
  const counts = new Map();
  for (const { search_term, params } of results.flatMap(({ scores }) => scores)) {
    counts.set(search_term, params.pages_containing_term);
  }
  return keys.map((key) => counts.get(key) ?? 0);
}

// How an article matches; null where it does not: for a word that it does not know Pagefind
// looks up the longest beginning that it does know.
function matched(result, strict, query, keys, mayBegin) {
  const find = (found, i) => where(found, keys[i], mayBegin && i === query.unfinished);
  const words = query.words.map((_, i) => find(result, i));
  const fits = (found) => found.every(isThere) && query.phrases.every((phrase) => holds(found, phrase));
  if (!fits(words)) return null;
  const exactly = strict && words.map((word, i) => (query.words[i].isMarked ? find(strict, i) : word));
  const isExact = !query.isMarked || Boolean(exactly && fits(exactly));
  return { isExact, ...weighed((isExact && exactly) || words, query) };
}

const isThere = ({ whole, begun, fields }) => whole.size + begun.size + fields.length > 0;

// Where a word stands: as a whole, as the beginning of another, and in which fields.
function where({ places, verbose_meta_scores: fields = [] }, key, isUnfinished) {
  const found = { whole: new Set(), begun: new Set(), title: new Set(), fields: [] };
  for (const { location, weight, verbose } of places) {
    const word = verbose.word_string;
    if (word === key) found.whole.add(location);
    else if (isUnfinished && word.startsWith(key)) found.begun.add(location);
    else continue;
    if (weight >= HEADING) found.title.add(location);
  }
  for (const { field_name: name, matched_terms: terms } of fields) {
    if (name !== "title" && terms.includes(key)) found.fields.push(name);
  }
  return found;
}

const holds = (words, phrase) =>
  [...words[phrase[0]].whole].some((place) => phrase.every((i, step) => words[i].whole.has(place + step))) ||
  words[phrase[0]].fields.some((field) => phrase.every((i) => words[i].fields.includes(field)));

// The numbers that an article is ranked by.
function weighed(words, query) {
  const pairs = query.order.slice(1).map((second, step) => {
    const first = words[query.order[step]];
    const next = words[second];
    const before = (places) => [...first.whole].filter((place) => places.has(place + 1));
    const whole = before(next.whole);
    const begun = before(next.begun);
    return {
      count: whole.length + UNFINISHED * begun.length,
      isInTitle: [...whole, ...begun].some((place) => first.title.has(place)),
    };
  });
  const holders = Object.keys(WHOLE).map((name) => [
    name,
    words.map((word) => (name === "title" ? word.title.size > 0 : word.fields.includes(name))),
  ]);
  return {
    counts: words.map(({ whole, begun }) => whole.size + UNFINISHED * begun.size),
    pairs,
    holders: holders.filter(([, held]) => held.some(Boolean)),
  };
}

// The articles of the parts that answer a query, each with its score.
function scored(parts, query) {
  let articles = parts.flatMap(({ number, articles: found }) => found.map((article) => ({ ...article, number })));
  const size = sum(parts.map((part) => part.size));
  const worth = (count) => Math.max(COMMONEST, Math.log(1 + (size - count + 0.5) / (count + 0.5)));
  const words = query.words.map((_, i) => worth(sum(parts.map((part) => part.frequencies[i]))));
  // Of the words that the archive knows at all.
  const known = words.map((value, i) => (articles.some(({ has }) => has?.[i]) ? value : 0));
  const coverage = ({ has }) => (has ? sum(known.map((value, i) => (has[i] ? value : 0))) / sum(known) : 1);
  const isEnough = (article) => coverage(article) >= (closenessOf(article) >= 1 ? PARTLY : MOSTLY);
  articles = articles.filter(
    (article) => !article.has || (article.has.filter(Boolean).length > 1 && isEnough(article)),
  );
  const pairs = query.order
    .slice(1)
    .map((_, step) => worth(articles.filter((article) => article.pairs[step].count).length));
  return articles.map((article) => ({ ...article, score: score(article, words, pairs) * coverage(article) ** 2 }));
}

function score({ counts, pairs, holders, length }, worthOfWords, worthOfPairs) {
  const often = (count) => count / (count + SATURATION * (1 - LENGTH + LENGTH * length));
  const all = sum(worthOfWords);
  return (
    sum(counts.map((count, i) => worthOfWords[i] * often(count))) +
    sum(pairs.map(({ count, isInTitle }, i) => worthOfPairs[i] * (often(count) + (isInTitle ? 1 : 0)))) +
    sum(
      holders.map(([name, held]) =>
        held.every(Boolean)
          ? WHOLE[name] * all
          : PART * Math.min(1, WHOLE[name]) * sum(held.map((is, i) => (is ? worthOfWords[i] : 0))),
      ),
    )
  );
}

// Best first, or by date; but first of all those that have the diacritics as they were typed.
function ranked(articles, order) {
  const newest = (one, other) =>
    one.number - other.number || (one.card?.place ?? 0) - (other.card?.place ?? 0) || (one.id < other.id ? -1 : 1);
  const orders = {
    moi: newest,
    cu: (one, other) => other.card.year.length - one.card.year.length || newest(other, one),
  };
  const inOrder = orders[order] ?? ((one, other) => other.score - one.score || newest(one, other));
  return articles.toSorted((one, other) => other.isExact - one.isExact || inOrder(one, other));
}

// Narrowing

const FACETS = ["section", "person", "tag", "year"];
const needsCards = ({ section, person, tag, from, to, order }) =>
  Boolean(section || person || tag || order || from !== null || to !== null);

// Spellings of one name have one page in the archive, and are one name here.
const keys = new Map();
function keyOf(label) {
  if (!keys.has(label)) keys.set(label, wordsOf(plain(String(label))).join(" "));
  return keys.get(label);
}
const isSame = (one, other) => one === other || keyOf(one) === keyOf(other);

// Whether a request wants an article of this card, but for one of its filters.
const isWanted = (card, request, except) =>
  FACETS.every((name) => {
    if (name === except) return true;
    if (name !== "year") return !request[name] || card[name].some((label) => isSame(label, request[name]));
    const { from, to } = request;
    return (from === null && to === null) || card.year.some((year) => year >= (from ?? year) && year <= (to ?? year));
  });

// Counts by label, the most frequent first, with those of one name as one.
function merged(counts) {
  const found = new Map();
  for (const [label, count] of counts) {
    const [first, sum] = found.get(keyOf(label)) ?? [label, 0];
    found.set(keyOf(label), [first, sum + count]);
  }
  return [...found.values()];
}

// The archive

// How many words of the query stand side by side in an article.
const closenessOf = ({ pairs }) => sum(pairs.map((pair) => Math.min(1, pair.count)));

// Whether a long query, a question maybe, has its words here and there, and hardly anywhere all.
function isScattered(found, { words, order }) {
  if (!found.length) return true;
  const inTitle = ({ holders }) => holders.some(([name, held]) => name === "title" && held.every(Boolean));
  const closeness = found.reduce((most, article) => Math.max(most, closenessOf(article)), 0) / (order.length - 1);
  return words.length >= LONG && !found.some(inTitle) && (closeness < 0.5 || (closeness < 0.75 && found.length < FEW));
}

// A few volumes first, for an answer at once; there is one wave at least.
function wavesOf(volumes) {
  const waves = [volumes.slice(0, FIRST)];
  for (let start = FIRST; start < volumes.length; start += NEXT) waves.push(volumes.slice(start, start + NEXT));
  return waves;
}

export function openArchive({ index, root, language }) {
  const folder = new URL(index, location.href).href;
  const opened = new Map();
  const answering = new WeakMap(); // to each answer all articles, narrowed or not
  let loading;

  function load() {
    loading ??= (async () => {
      const program = fetch(`${folder}wasm.search.pagefind`);
      program.catch(() => {}); // it is told when it is waited for
      const [{ PagefindInstance }, listed] = await Promise.all([
        import(`${folder}pagefind.js`),
        fetch(`${folder}volumes.json`, { cache: "no-cache" }),
      ]);
      if (!listed.ok) throw new Error(`${listed.status} ${listed.url}`);
      const Volume = volumeClass(PagefindInstance, { root, language });
      Volume.program = new Volume(folder).startProgram(program);
      Volume.program.catch(() => {});
      const { volumes } = await listed.json();
      return { Volume, volumes: volumes.map((volume, number) => ({ ...volume, number })) };
    })();
    loading.catch(() => (loading = undefined)); // the next search tries again
    return loading;
  }

  function open(Volume, listed) {
    if (!opened.has(listed.head)) {
      const opening = (async () => {
        const volume = new Volume(folder, listed);
        await volume.init(language, { load_wasm: false });
        await volume.enterPlaygroundMode(); // tells which word stands where
        return volume;
      })();
      opening.catch(() => {
        opened.delete(listed.head);
        loading = undefined; // the index may have been replaced meanwhile
      });
      opened.set(listed.head, opening);
    }
    return opened.get(listed.head);
  }

  async function search(Volume, listed, query, request, searchIn) {
    try {
      const volume = await open(Volume, listed);
      const [part, cards] = await Promise.all([
        searchIn(volume, query),
        needsCards(request) ? volume.cards() : null,
      ]);
      const articles = part.articles.map((article) => ({ ...article, card: cards?.get(article.id) }));
      return { ...part, articles, number: listed.number, size: listed.count };
    } catch (error) {
      opened.delete(listed.head);
      loading = undefined;
      throw error;
    }
  }

  // Answers to a request, each better than the one before, the last of them complete.
  async function* find(request) {
    const query = parse(request.text);
    if (query.isEmpty) return;
    const { Volume, volumes } = await load();
    const { from, to } = request;
    const wanted = volumes.filter(
      ({ first, last }) => (from === null || (last ?? -1) >= from) && (to === null || (first ?? Infinity) <= to),
    );
    if (request.order === "cu") wanted.sort((one, other) => (one.first ?? Infinity) - (other.first ?? Infinity));
    const most = request.further ? wanted.length : Math.min(wanted.length, MOST);
    const older = most < wanted.length ? { before: (wanted[most].last ?? 0) + 1 } : null;
    // Where no article has all of the words, or has them all but here and there, those that have
    // most of them may be what is meant.
    const ways = query.words.length > 1 && !query.phrases.length ? [searchVolume, searchPartly] : [searchVolume];
    let isAnswered = false;
    for (const way of ways) {
      const searched = [];
      const waves = wavesOf(wanted.slice(0, most));
      for (const [number, wave] of waves.entries()) {
        searched.push(...(await Promise.all(wave.map((listed) => search(Volume, listed, query, request, way)))));
        const all = scored(searched, query);
        const wide = !needsCards(request);
        const found = ranked(wide ? all : all.filter(({ card }) => isWanted(card, request)), request.order);
        const isLast = number === waves.length - 1;
        const isComplete = isLast && (way === ways.at(-1) || !isScattered(found, query));
        if (!isComplete && (!found.length || isLast || (isAnswered && way === searchPartly))) continue;
        isAnswered = true;
        const answer = {
          query,
          results: found.map(({ id, volume }) => ({ id, load: () => volume.article(id) })),
          exact: query.isMarked ? found.filter((article) => article.isExact).length : found.length,
          whole: found.filter(({ has }) => !has || has.every(Boolean)).length,
          isMarked: query.isMarked,
          isComplete,
          older: isComplete ? older : null,
          closeness: found.length ? closenessOf(found[0]) : null,
        };
        answering.set(answer, all);
        yield answer;
        if (isComplete) return;
      }
    }
  }

  async function facets(answer, request) {
    const forms = Object.fromEntries(FACETS.map((name) => [name, new Map()]));
    const cards = await Promise.all(
      answering.get(answer).map(async ({ id, volume }) => (await volume.cards()).get(id)),
    );
    for (const card of cards) {
      for (const name of FACETS) {
        if (!isWanted(card, request, name)) continue;
        for (const label of card[name]) forms[name].set(label, (forms[name].get(label) ?? 0) + 1);
      }
    }
    const byCount = ([one, a], [other, b]) => b - a || String(one).localeCompare(String(other), language);
    return Object.fromEntries(
      FACETS.map((name) => [
        name,
        merged([...forms[name]].sort(byCount)).sort(name === "year" ? ([one], [other]) => other - one : byCount),
      ]),
    );
  }

  // Other queries that do find something: with the spelling mended, or else with less in it. The
  // latter are no help to a query that has found articles with most of its words.
  async function suggest(text, isPartial) {
    const { words, order, phrases } = parse(text);
    const { Volume, volumes } = await load();
    const parts = await Promise.all(
      volumes.slice(0, SPELLING).map(async (listed) => (await open(Volume, listed)).json("words")),
    );
    const known = new Map();
    for (const [word, count] of parts.flatMap(Object.entries)) known.set(word, (known.get(word) ?? 0) + count);
    const typed = order.map((number) => words[number]);
    const written = (forms) => forms.filter(Boolean).join(" ");
    const forms = typed.map((word) => word.form);
    const replaced = (place, form) => written(forms.with(place, form));
    const mended = typed.flatMap((word, place) =>
      known.has(word.plain) ? [] : mend(word.plain, known).map((other) => replaced(place, other)),
    );
    const shorter = [
      written(typed.map((word) => known.has(word.plain) && word.form)),
      ...forms.map((_, place) => replaced(place, "")),
    ];
    const found = new Map();
    for (const candidates of [phrases.length ? [written(forms)] : [], mended, isPartial ? [] : shorter]) {
      if (found.size) break;
      for (const candidate of new Set(candidates)) {
        const closeness = await closest(`${candidate} `); // none of its words is unfinished
        if (closeness !== null) found.set(candidate, closeness);
      }
    }
    const ranked = [...found].sort(([, one], [, other]) => other - one);
    return ranked.slice(0, SUGGESTIONS).map(([candidate]) => candidate);
  }

  // How many words of a query stand side by side in the best article; null where it finds nothing.
  async function closest(text) {
    const request = { text, section: null, person: null, tag: null, from: null, to: null, order: "" };
    for await (const answer of find(request)) return answer.whole ? answer.closeness : null;
    return null;
  }

  // What any search needs.
  async function prepare() {
    try {
      const { Volume, volumes } = await load();
      await Promise.all(volumes.slice(0, FIRST).map((listed) => open(Volume, listed)));
    } catch {
      // The search that needs it tells.
    }
  }

  return { prepare, find, facets, suggest };
}

// Spelling

const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];

// The most frequent words, or pairs of words, that differ from this one by one slip of the finger
// (Damerau 1964: a letter too many, too few, another, or two in the wrong order; or a space that
// was left out).
function mend(word, known) {
  const cuts = [...Array(word.length + 1).keys()].map((i) => [word.slice(0, i), word.slice(i)]);
  const swapped = (tail) => [...tail.slice(0, 2)].reverse().join("") + tail.slice(2);
  const common = cuts.flatMap(([head, tail]) => [`${head} ${tail}`, head + swapped(tail)]);
  const others = cuts.flatMap(([head, tail]) => [
    head + tail.slice(1),
    ...LETTERS.flatMap((letter) => [head + letter + tail.slice(1), head + letter + tail]),
  ]);
  const count = (text) => Math.min(...text.split(" ").map((part) => known.get(part) ?? 0));
  const frequent = (texts) => texts.filter((text) => count(text) > 0).sort((one, other) => count(other) - count(one));
  return [...new Set([...frequent(common), ...frequent(others)])].slice(0, MENDED);
}

// Showing: the text as it was written, in pieces that are hits or not.

// The number of the query's word that a word of the text matches, or -1. Where a word was typed
// with diacritics and the text has it so, only that is a hit.
function matcher(text, query) {
  const forms = new Set(wordsOf(text).map(exact));
  const tests = query.words.map((word, i) => {
    const form = word.isMarked && forms.has(word.form) ? exact : plain;
    const wanted = form(word.form);
    const isFound = i === query.unfinished ? (other) => other.startsWith(wanted) : (other) => other === wanted;
    const isForm = (other) => word.stem !== word.plain && plain(other).startsWith(word.stem);
    return (other) => isFound(form(other)) || isForm(other);
  });
  const known = new Map();
  return (word) => {
    if (!known.has(word)) known.set(word, tests.findIndex((test) => test(word)));
    return known.get(word);
  };
}

export function pieces(text, query, match = matcher(text, query)) {
  return text
    .split(/([\p{L}\p{M}\p{N}]+)/u)
    .map((piece, place) => ({ text: piece, isHit: place % 2 === 1 && match(piece) >= 0 }))
    .filter((piece) => piece.text);
}

export function excerpt(text, query) {
  const match = matcher(text, query);
  const words = [...text.matchAll(WORD)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    number: match(found[0]),
  }));
  const hits = words.flatMap(({ number }, place) => (number < 0 ? [] : [place]));
  const [first, last] = best(words, hits, query);
  const from = Math.max(0, Math.min(first - BEFORE, words.length - EXCERPT));
  const to = Math.min(words.length, from + EXCERPT);
  const end = to < words.length ? words[to].start : text.length;
  const part = text.slice(from ? words[from].start : 0, end).replace(/\s+/g, " ").trim();
  const shown = pieces(part, query, match);
  if (from > 0) shown.unshift({ text: "… ", isHit: false });
  if (to < words.length) shown.push({ text: " …", isHit: false });
  const hit = hits.length ? text.slice(words[first].start, words[last].end) : "";
  return { pieces: shown, hit: hit.split("\n")[0] };
}

// The first and last word of the best run of hits: the most different words of the query within
// an excerpt of its beginning, and among these the longest run.
function best(words, hits, query) {
  let found = [0, 0];
  let most = 0;
  for (const place of hits) {
    const near = words.slice(place, place + EXCERPT - BEFORE).map(({ number }) => number);
    const isNext = (step) => near[step] >= 0 && query.order[query.order.indexOf(near[step - 1]) + 1] === near[step];
    let run = 1;
    while (run < near.length && isNext(run)) run += 1;
    const worth = new Set(near.filter((number) => number >= 0)).size + run;
    if (worth > most) {
      most = worth;
      found = [place, place + run - 1];
    }
  }
  return found;
}
