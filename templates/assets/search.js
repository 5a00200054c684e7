// The search page: what the reader does, and what is seen. How Vietnamese is found, and in what
// index, only finding.js knows; its address stands in the form, because it carries a digest.
//
// The form is the state: what is typed and chosen stands in its controls, and the address of the
// page follows them. Filters are links with such an address; following one changes the form.

const PAGE = 20; // results shown at a time
const FIRST = 5; // of them those that are shown as soon as they are there
const MOST = 200; // results that are shown again to a reader who comes back
const PAUSE = 120; // milliseconds of quiet typing before a search
const PATIENCE = 300; // milliseconds before the page says that it is searching
const QUIET = 700; // milliseconds without a keystroke before a count is announced
const SHORTEST = 2; // letters: one letter alone matches nearly every word of the archive
const FORMS = 8; // spellings of the words found that are named
const FEW = { section: 8, year: 12, person: 8, tag: 8 }; // values of a facet that are seen at first
const MANY = 40; // values that "more" adds
const LOWEST = 2; // the shortest bar, in hundredths of the longest: what is there must be seen

const get = (id) => document.getElementById(id);
const form = get("search");
const box = form.elements.q;
const filters = get("filters");
const facetList = get("facets");
const found = get("found");
const count = get("count");
const status = get("status");
const chosen = get("chosen");
const list = get("results");
const more = get("more");
const older = get("older");
const help = get("help");
const tips = get("tips");
const strings = JSON.parse(get("search-strings").textContent);
const language = document.documentElement.lang;
const title = document.title;
const desktop = matchMedia("(min-width: 60rem)");

// The names of the form's controls that narrow a search, and the facets of the engine.
const CONTROLS = { section: "muc", person: "tac-gia", tag: "chu-de" };
const FACETS = ["section", "year", "person", "tag"];
const NO_FILTERS = { muc: "", "tac-gia": "", "chu-de": "", tu: "", den: "" };

let opening;
function engine() {
  opening ??= import(new URL(form.dataset.engine, location.href)).then((module) => {
    const { index, root } = form.dataset;
    return { ...module, archive: module.openArchive({ index, root, language }) };
  });
  return opening;
}

const prepare = () => engine().then(({ archive }) => archive.prepare(), () => {}); // a search tells

// Words and nodes

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
const number = (value) => value.toLocaleString(language);
const counted = (key, n) => fill((n === 1 && strings[`${key}_one`]) || strings[key], { n: number(n) });
const lettersOf = (text) => text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;

function node(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function fromTemplate(id) {
  const made = get(id).content.firstElementChild.cloneNode(true);
  return [made, (name) => made.querySelector(`[data-slot="${name}"]`)];
}

const marked = (pieces) =>
  pieces.map(({ text, isHit }) => (isHit ? node("mark", {}, text) : document.createTextNode(text)));

// The form and the address

const isYear = (text) => /^\d{4}$/.test(text);

function stateOf() {
  const values = [...new FormData(form)].map(([name, value]) => [name, String(value).trim()]);
  return Object.fromEntries(
    values.filter(([name, value]) => value && (isYear(value) || !["tu", "den"].includes(name))),
  );
}

const narrowingOf = (state) => Object.entries(state).filter(([name]) => name in NO_FILTERS);

function requestOf(state) {
  const years = [state.tu, state.den].map((year) => (year ? Number(year) : null));
  const [from, to] = years.includes(null) ? years : years.sort((one, other) => one - other);
  return {
    text: state.q ?? "",
    section: state.muc ?? null,
    person: state["tac-gia"] ?? null,
    tag: state["chu-de"] ?? null,
    from,
    to,
    order: state["sap-xep"] ?? "",
  };
}

function addressOf(changes = {}) {
  const all = Object.entries({ ...stateOf(), ...changes }).filter(([, value]) => value);
  const query = new URLSearchParams(all).toString();
  return location.pathname + (query && `?${query}`);
}

// What the reader did: it decides whether the search is a step that the back button undoes.
const TYPED = "typed"; // goes on changing, until the reader uses what was found
const ENTERED = "entered";
const CHOSEN = "chosen";
const CAME = "came"; // with an address

let isStep = true; // the address that stands there is one to come back to

function remember(deed) {
  const address = addressOf();
  if (address !== location.pathname + location.search) {
    const isNew = deed === CHOSEN || (deed !== CAME && (isStep || shown.isHeld) && location.search);
    if (isNew) {
      keepPlace();
      history.pushState(null, "", address);
    } else {
      history.replaceState(deed === CAME ? history.state : null, "", address);
    }
    isStep = deed !== TYPED;
  }
  isStep ||= deed !== TYPED;
  document.title = box.value.trim() ? `${box.value.trim()} – ${title}` : title;
}

function recall() {
  const parameters = new URLSearchParams(location.search);
  for (const control of form.elements) {
    if (control.name) control.value = parameters.get(control.name) ?? "";
  }
}

// How far the reader has come in these results, for when they come back.
function keepPlace() {
  history.replaceState({ shown: shown.ids.size, top: scrollY }, "");
}

// A link that changes the form; it leads to the same by its address, in another tab too.
function changing(changes, attributes, ...children) {
  const set = new URLSearchParams(changes).toString();
  return node("a", { ...attributes, href: addressOf(changes), "data-changes": set }, ...children);
}

function change(changes) {
  for (const [name, value] of Object.entries(changes)) form.elements[name].value = value;
  return search(CHOSEN);
}

// Draws anew what may hold the focus, and keeps the focus in what takes its place.
function redraw(draw) {
  const before = document.activeElement;
  draw();
  if (before.isConnected) return;
  const same = [...document.querySelectorAll("[data-key]")].find(
    ({ dataset }) => dataset.key === before.dataset.key,
  );
  (same ?? found).focus({ preventScroll: true });
}

// A search

// What is seen: an answer, the search that it belongs to, the results that are drawn, and whether
// the reader has them under their hands.
const nothing = () => ({ answer: null, turn: 0, ids: new Set(), drawn: "", isHeld: false, facets: null });

let shown = nothing();
let latest = 0; // the number of the newest search
let settled = null; // the address whose search has been answered to its end
let waiting; // for the end of typing

const isOver = (turn) => turn !== latest;

async function search(deed, further = false) {
  clearTimeout(waiting);
  remember(deed);
  const address = addressOf();
  const request = requestOf(stateOf());
  tips.hidden = request.text !== "";
  if (address === settled && !further) return settle(request.text);
  const turn = ++latest;
  begin();
  const hint = setTimeout(() => say(strings.searching), PATIENCE);
  try {
    if (lettersOf(request.text) < SHORTEST) {
      empty(request.text ? strings.too_short : "");
    } else {
      if (further) shown.turn = turn;
      await answerTo(further ? { ...request, further } : request, turn, hint, deed === CAME);
    }
    if (isOver(turn)) return;
    settled = address;
    settle(request.text);
    if (deed === CAME && history.state?.top && !shown.isHeld) scrollTo(0, history.state.top);
  } catch (error) {
    if (isOver(turn)) return;
    if (shown.turn !== turn) empty("");
    fail(error);
  } finally {
    clearTimeout(hint);
  }
}

// Shows the answers of the archive as they come, and all that belongs to the last one. The search
// goes on while an answer is drawn; those that come meanwhile are left out, unless it is the last.
async function answerTo(request, turn, hint, isBack) {
  const { archive } = await engine();
  let last = null;
  let isFirst = true;
  let isDrawing = false;
  let drawing = Promise.resolve();
  for await (const answer of archive.find(request)) {
    if (isOver(turn)) return;
    last = answer;
    if (isDrawing) continue;
    isDrawing = true;
    drawing = drawing.then(() => show(answer, turn, isBack)).then(() => {
      if (!isOver(turn)) clearTimeout(hint);
      isDrawing = false;
    });
    drawing.catch(() => {}); // it is told when it is waited for
    if (isFirst) await drawing; // what is read first need not wait for what comes later
    isFirst = false;
  }
  await drawing;
  if (isOver(turn)) return;
  if (last === null) return empty("");
  if (last !== shown.answer) await show(last, turn, isBack);
  if (isOver(turn)) return;
  await conclude(archive, last, request, turn);
  if (isOver(turn) || !request.further) return;
  await showMore();
  if (older.hidden && document.activeElement === older) found.focus();
}

function begin() {
  busy();
  clearTimeout(speaking);
  status.textContent = "";
  settled = null;
  redraw(drawChosen);
  for (const link of document.querySelectorAll("a[data-changes]")) {
    link.href = addressOf(Object.fromEntries(new URLSearchParams(link.dataset.changes)));
  }
}

function busy() {
  list.setAttribute("aria-busy", "true");
  delete list.dataset.query;
}

function settle(text) {
  list.dataset.query = text;
  list.setAttribute("aria-busy", "false");
}

// Shows an answer that may not be the last. What the reader has under their hands stays; what has
// come since is then under "more".
async function show(answer, turn, isBack) {
  if (shown.turn !== turn) {
    const again = isBack ? (history.state?.shown ?? 0) : 0;
    await draw(answer, turn, Math.max(PAGE, Math.min(again, MOST)), FIRST);
  } else if (!shown.isHeld) {
    await draw(answer, turn, Math.max(PAGE, shown.ids.size));
  }
  if (isOver(turn)) return;
  shown.answer = answer;
  help.hidden = true;
  drawOnward();
  if (answer.results.length) say(wordsFor(answer), answer.isComplete && wordsFor(answer));
}

// Draws the beginning of an answer in the place of what is shown, the first few results sooner.
async function draw(answer, turn, most, first = most) {
  const entries = upcoming(answer, new Set(), most);
  const drawn = JSON.stringify(entries.map(({ result, isExact }) => [result.id, isExact]));
  if (shown.turn === turn && shown.drawn === drawn) return;
  const { excerpt, pieces } = await engine();
  const texts = entries.map(({ result }) => result.load());
  Promise.all(texts).catch(() => {}); // it is told when it is waited for
  for (const start of entries.length > first ? [0, first] : [0]) {
    const end = start || entries.length <= first ? entries.length : first;
    const loaded = await Promise.all(texts.slice(start, end));
    if (isOver(turn) || (!start && shown.turn === turn && shown.isHeld)) return;
    redraw(() => {
      if (!start) {
        shown = { ...nothing(), turn, drawn, facets: shown.facets };
        list.replaceChildren();
        more.hidden = true;
      }
      append(entries.slice(start, end), loaded, answer.query, excerpt, pieces);
    });
  }
}

// Says what the whole search has found: its facets, and where no article has all words, what may
// help.
async function conclude(archive, answer, request, turn) {
  const [facets, suggestions] = await Promise.all([
    archive.facets(answer, request),
    answer.whole ? [] : archive.suggest(request.text, answer.results.length > 0),
  ]);
  if (isOver(turn)) return;
  shown.facets = facets;
  redraw(drawFacets);
  if (answer.results.length) {
    if (suggestions.length) redraw(() => drawHelp([didYouMean(suggestions)]));
    return;
  }
  const none = fill(strings.none, { query: request.text });
  const named = suggestions.length ? ` ${strings.did_you_mean} ${suggestions.join(", ")}` : "";
  say(none, none + named);
  redraw(() => drawHelp(waysOn(request.text, suggestions)));
}

function empty(text) {
  shown = nothing();
  redraw(() => {
    list.replaceChildren();
    drawFacets();
  });
  help.hidden = true;
  drawOnward();
  say(text, text);
}

function fail(error) {
  console.error(error);
  opening = undefined;
  settled = null;
  list.setAttribute("aria-busy", "false");
  say(strings.failed, strings.failed);
  const again = node("button", { type: "button", "data-key": "again" }, strings.again);
  again.addEventListener("click", () => search(CAME));
  redraw(() => help.replaceChildren(node("p", {}, again)));
  help.hidden = false;
}

// Results

// The next results of an answer that are not yet shown.
function upcoming({ results, exact }, ids, most) {
  const next = [];
  for (const [place, result] of results.entries()) {
    if (next.length === most) break;
    if (!ids.has(result.id)) next.push({ result, isExact: place < exact });
  }
  return next;
}

// Appends results; where those begin that match without diacritics only, a divider says so.
function append(entries, texts, query, excerpt, pieces) {
  for (const [place, { result, isExact }] of entries.entries()) {
    let run = list.lastElementChild;
    if (run?.dataset.exact !== String(isExact)) {
      const isNew = run !== null;
      run = node("ol", { class: "cards", "data-exact": isExact });
      if (isNew) list.append(divider(isExact, run));
      list.append(run);
    }
    run.append(resultItem(texts[place], query, excerpt, pieces));
    shown.ids.add(result.id);
  }
}

function divider(isExact, run) {
  const id = `divider-${list.children.length}`;
  run.setAttribute("aria-labelledby", id);
  const text = isExact ? strings.exact_too : "";
  return node("p", { id, class: "divider", "data-folded": !isExact }, text);
}

function resultItem({ url, title, date, section, people, text }, query, excerpt, pieces) {
  const [item, slot] = fromTemplate("result-template");
  const part = excerpt(text, query);
  slot("title").href = fragment(url, part.hit);
  slot("title").replaceChildren(...marked(pieces(title, query)));
  slot("date").textContent = date ?? "";
  slot("excerpt").append(...marked(part.pieces));
  slot("by").textContent = [section, (people ?? []).join(", ")].filter(Boolean).join(" · ");
  return item;
}

// A text fragment (https://wicg.github.io/scroll-to-text-fragment/) takes the reader to the hit.
function fragment(url, hit) {
  return hit ? `${url}#:~:text=${encodeURIComponent(hit).replaceAll("-", "%2D")}` : url;
}

let isLoading = false;
async function showMore() {
  if (isLoading || shown.answer === null) return;
  isLoading = true;
  try {
    const current = shown;
    current.isHeld = true;
    const entries = upcoming(current.answer, current.ids, PAGE);
    const [texts, { excerpt, pieces }] = await Promise.all([
      Promise.all(entries.map(({ result }) => result.load())),
      engine(),
    ]);
    if (current !== shown || !entries.length) return;
    const before = list.querySelectorAll("li").length;
    append(entries, texts, current.answer.query, excerpt, pieces);
    drawOnward();
    list.querySelectorAll("li")[before].querySelector("a").focus();
    keepPlace();
  } finally {
    isLoading = false;
  }
}

// What leads on from the results: the rest of them, and years that were not yet searched.
function drawOnward() {
  const { answer, ids } = shown;
  more.hidden = answer === null || ids.size >= answer.results.length;
  older.hidden = !answer?.isComplete || answer.older === null;
  if (!older.hidden) older.textContent = fill(strings.older, { year: answer.older.before });
  for (const line of list.querySelectorAll("[data-folded=true]")) {
    line.textContent = fill(strings.divider, { n: number(answer.results.length - answer.exact) });
  }
  const toResults = get("to-results");
  toResults.hidden = !answer?.results.length;
  toResults.textContent = answer && counted("to_results", answer.results.length);
}

// Filters

function choicesOf(state) {
  const choices = Object.entries(CONTROLS)
    .filter(([, name]) => state[name])
    .map(([facet, name]) => ({ facet, label: state[name], changes: { [name]: "" } }));
  const { from, to } = requestOf(state);
  if (from === null && to === null) return choices;
  const key = from === null ? "until" : to === null ? "since" : "years";
  const label = from === to ? String(from) : fill(strings[key], { from, to });
  return [...choices, { facet: "year", label, changes: { tu: "", den: "" } }];
}

function drawChosen() {
  const choices = choicesOf(stateOf());
  get("chosen-count").textContent = choices.length ? ` (${choices.length})` : "";
  chosen.hidden = !choices.length;
  const items = choices.map(({ facet, label, changes }) => {
    const name = fill(strings.remove, { facet: facetList.dataset[facet], value: label });
    const cross = node("span", { "aria-hidden": "true" }, " ×");
    return changing(changes, { "aria-label": name, "data-key": `chosen ${facet}` }, label, cross);
  });
  if (items.length) items.push(changing(NO_FILTERS, { id: "clear" }, strings.clear));
  chosen.replaceChildren(...items.map((item) => node("li", {}, item)));
}

const limits = { ...FEW };

function drawFacets() {
  const { facets } = shown;
  const sections = FACETS.map((facet) => [facet, valuesOf(facet, facets?.[facet] ?? [])]);
  facetList.replaceChildren(
    ...sections.filter(([, values]) => values.length).map(([facet, values]) => facetOf(facet, values)),
  );
}

// The values of a facet with their counts; what is chosen is among them, whatever its count.
function valuesOf(facet, values) {
  const value = stateOf()[CONTROLS[facet]];
  if (!shown.facets || !value) return values;
  const place = values.findIndex(([label]) => label === value);
  if (place >= 0 && place < limits[facet]) return values;
  return [values[place] ?? [value, 0], ...values.filter(([label]) => label !== value)];
}

function facetOf(facet, values) {
  const [section, slot] = fromTemplate("facet-template");
  const heading = slot("name");
  heading.textContent = facetList.dataset[facet];
  heading.id = `facet-${facet}`;
  section.setAttribute("aria-labelledby", heading.id);
  const most = Math.max(...values.map(([, n]) => n));
  slot("values").append(
    ...values.slice(0, limits[facet]).map(([label, n]) => valueOf(facet, String(label), n, most)),
  );
  slot("of").textContent = ` ${facetList.dataset[facet]}`;
  slot("more").hidden = values.length <= limits[facet];
  slot("more").addEventListener("click", () => {
    const before = limits[facet];
    limits[facet] += MANY;
    drawFacets();
    get(heading.id).parentElement.querySelectorAll("li a")[before].focus();
  });
  return section;
}

function valueOf(facet, label, n, most) {
  const [item, slot] = fromTemplate("value-template");
  const state = stateOf();
  const { from, to } = requestOf(state);
  let [isChosen, isWithin, changes] = [false, true, {}];
  if (facet === "year") {
    const year = Number(label);
    isChosen = from === year && to === year;
    isWithin = (from ?? year) <= year && year <= (to ?? year);
    changes = isChosen ? { tu: "", den: "" } : { tu: label, den: label };
    slot("bar").setAttribute("width", Math.max(LOWEST, Math.round((100 * n) / most)));
  } else {
    const name = CONTROLS[facet];
    isChosen = state[name] === label;
    changes = { [name]: isChosen ? "" : label };
    item.querySelector("svg").remove();
  }
  const link = changing(changes, { "data-key": `${facet} ${label}` }, ...slot("link").childNodes);
  if (isChosen) link.setAttribute("aria-current", "true");
  if (!isWithin) item.className = "outside";
  slot("link").replaceWith(link);
  slot("label").textContent = label;
  slot("count").textContent = number(n);
  return item;
}

// Where nothing was found, or nothing that has all words

function drawHelp(parts) {
  help.replaceChildren(...parts.flat());
  help.hidden = false;
}

function didYouMean(suggestions) {
  const links = suggestions.map((q) => node("li", {}, changing({ ...NO_FILTERS, q }, {}, q)));
  const id = "did-you-mean";
  return [node("p", { id }, strings.did_you_mean), node("ul", { "aria-labelledby": id }, ...links)];
}

function waysOn(text, suggestions) {
  const tries = [strings.help_fewer];
  if (/["“”„«»]/.test(text)) tries.push(strings.help_quotes);
  const parts = suggestions.length ? [didYouMean(suggestions)] : [];
  if (narrowingOf(stateOf()).length) {
    tries.push(strings.help_filters);
    const words = fill(strings.without_filters, { query: text });
    parts.push(node("p", {}, changing(NO_FILTERS, {}, words)));
  }
  return [...parts, node("ul", { class: "tries" }, ...tries.map((line) => node("li", {}, line)))];
}

// What is said

let speaking;
let typedAt = -Infinity;

// Shows a line at once; what is to be spoken waits until the reader has stopped typing.
function say(line, spoken = line) {
  count.textContent = line;
  clearTimeout(speaking);
  if (spoken === false) return;
  const quiet = Math.max(0, typedAt + QUIET - performance.now());
  speaking = setTimeout(() => (status.textContent = spoken), quiet);
}

function wordsFor({ results, exact, whole, isMarked, isComplete }) {
  const folded = results.length - exact;
  if (!isComplete) return counted("so_far", results.length);
  const words = [counted("count", results.length)];
  if (!whole) words[0] = counted("partial", results.length);
  else if (whole < results.length) words.push(counted("partly", whole));
  else if (isMarked && exact && folded) {
    words[0] = [counted("count_exact", exact), counted("count_folded", folded)].join(" ");
  } else if (isMarked && folded) words.push(strings.folded);
  const forms = formsFound();
  if (forms) words.push(fill(strings.matched, { words: forms }));
  return words.join(" ");
}

// As the articles spell the words that were searched for, the most frequent first; nothing where
// that is how they were typed.
function formsFound() {
  const forms = new Map();
  for (const mark of list.querySelectorAll("mark")) {
    const form = mark.textContent.toLowerCase();
    forms.set(form, (forms.get(form) ?? 0) + 1);
  }
  const typed = box.value.normalize("NFC").toLowerCase();
  const ranked = [...forms].sort(([, one], [, other]) => other - one).map(([form]) => form);
  return ranked.every((form) => typed.includes(form)) ? "" : ranked.slice(0, FORMS).join(", ");
}

// Keyboard: "/" to the search box, arrows through the results, Escape back and clear.

function onKey(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const isTyping = event.target.closest("input, select, textarea, [contenteditable]") !== null;
  if (event.key === "/" && !isTyping) {
    event.preventDefault();
    box.focus();
    box.select();
  } else if (event.key === "Escape" && event.target !== box) {
    box.focus();
  } else if (event.key === "Escape" && box.value) {
    event.preventDefault();
    box.value = "";
    search(TYPED);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const stops = [...list.querySelectorAll("li h2 a"), more].filter((stop) => !stop.hidden);
    const place = stops.indexOf(document.activeElement);
    if (!stops.length || (place < 0 && event.target !== box)) return;
    event.preventDefault();
    const next = place + (event.key === "ArrowDown" ? 1 : -1);
    (next < 0 ? box : (stops[next] ?? stops[place])).focus();
  }
}

// The results are under the reader's hands: nothing there may move any more.
function hold() {
  if (shown.ids.size) shown.isHeld = true;
}

function unfold() {
  filters.open = desktop.matches;
}

document.addEventListener("input", (event) => {
  busy();
  typedAt = performance.now();
  clearTimeout(waiting);
  if (event.target.localName === "select") search(CHOSEN);
  else waiting = setTimeout(search, PAUSE, TYPED);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  typedAt = -Infinity;
  search(ENTERED);
  if (matchMedia("(pointer: coarse)").matches) box.blur(); // the keyboard covers the results
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (list.contains(link)) keepPlace();
  if (!link?.dataset.changes || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  typedAt = -Infinity;
  change(Object.fromEntries(new URLSearchParams(link.dataset.changes)));
});
more.addEventListener("click", () => showMore().catch(fail));
older.addEventListener("click", () => {
  hold();
  search(CAME, true);
});
get("to-results").addEventListener("click", () => {
  filters.open = false;
  found.focus({ preventScroll: true });
  found.scrollIntoView();
});
list.addEventListener("focusin", hold);
list.addEventListener("pointerdown", hold);
list.addEventListener("pointermove", (event) => (event.movementX || event.movementY) && hold());
addEventListener("scroll", () => scrollY > 0 && hold(), { passive: true });
document.addEventListener("keydown", onKey);
form.addEventListener("focusin", prepare, { once: true });
desktop.addEventListener("change", unfold);
addEventListener("popstate", () => {
  recall();
  isStep = true;
  search(CAME);
});
unfold();
recall();
search(CAME);
