// An archive that answers as a test tells it to; it takes the place of finding.js.
//
// window.script is { answers, further, facets, suggestions, failures, isGated, late }. What was asked
// stands in window.requests; where isGated, every answer waits for window.release(), and the texts
// of the articles in late for window.deliver(). An answer may be a failure: { fails: true }.

const script = { answers: [], further: [], suggestions: [], failures: 0, late: [], ...window.script };
const facets = { section: [], person: [], tag: [], year: [], ...script.facets };

window.requests = [];
window.gates = [];
window.release = () => window.gates.shift()();
const delivery = new Promise((deliver) => (window.deliver = deliver));
window.fail = () => (script.failures = 1);

async function article(id, root) {
  if (script.late.includes(id)) await delivery;
  return {
    url: `${root}/${id}/`,
    title: `Bài ${id}`,
    date: "02/12/2021",
    section: "Kinh tế",
    people: ["An", "Bình"],
    text: `Nguyên văn của bài ${id}.`,
  };
}

export function openArchive({ root }) {
  return {
    prepare() {
      window.isPrepared = true;
    },
    async *find(request) {
      window.requests.push(request);
      script.failures -= 1;
      if (script.failures >= 0) throw new Error("the index cannot be read");
      for (const answer of request.further ? script.further : script.answers) {
        if (script.isGated) await new Promise((release) => window.gates.push(release));
        if (answer.fails) throw new Error("a volume cannot be read");
        const results = answer.results.map((id) => ({ id, load: () => article(id, root) }));
        const usual = { exact: results.length, whole: results.length, isMarked: false, isComplete: true, older: null };
        yield { query: request.text, ...usual, ...answer, results };
      }
    },
    facets: async () => facets,
    async suggest(text, isPartial) {
      window.suggested = { text, isPartial };
      return script.suggestions;
    },
  };
}

export const pieces = (text, query) =>
  text.split(/(\s+)/).map((part) => ({ text: part, isHit: part === query }));

export const excerpt = (text, query) => ({ pieces: pieces(text, query), hit: "Nguyên văn" });
