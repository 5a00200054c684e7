// Sections, tags, people and months are collections made here; the pages that list them are
// made by pagination over these (sections-pages.njk and so on), 50 articles each.
const PAGE = 50;

const newestFirst = (a, b) => b.date - a.date || (a.inputPath < b.inputPath ? -1 : 1);

const chunks = (items) =>
  Array.from({ length: Math.ceil(items.length / PAGE) }, (_, i) =>
    items.slice(i * PAGE, (i + 1) * PAGE));

const group = (items, namesOf) => {
  const groups = new Map();
  for (const item of items) {
    for (const name of namesOf(item)) {
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(item);
    }
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, items]) => ({ name, items }));
};

export default function (config) {
  const slugify = config.getFilter("slugify");
  const month = (item) => item.filePathStem.split("/").slice(2, 4).join("/");
  const listed = {
    sections: ["chuyen-muc/", (item) => [item.data.section]],
    tags: ["chu-de/", (item) => item.data.tags],
    people: ["tac-gia/", (item) => item.data.authors],
    months: ["", (item) => [month(item)]],
  };
  const articles = (api) => api.getFilteredByGlob("content/**/*.md").sort(newestFirst);

  config.addCollection("articles", articles);
  config.addCollection("newest", (api) => articles(api).slice(0, PAGE));
  config.addCollection("years", (api) =>
    group(group(articles(api), (item) => [month(item)]), (each) => [each.name.slice(0, 4)]));
  for (const [name, [folder, namesOf]] of Object.entries(listed)) {
    const terms = (api) =>
      group(articles(api), namesOf).map((term) => ({
        ...term, url: `/${folder}${name === "months" ? term.name : slugify(term.name)}/`,
      }));
    if (name !== "months") config.addCollection(`${name}Terms`, terms);
    config.addCollection(`${name}Pages`, (api) =>
      terms(api).flatMap((term) =>
        chunks(term.items).map((items, index, all) => ({
          ...term, items, number: index + 1, total: all.length,
        }))));
  }

  config.addFilter("lede", (html) => {
    const text = html.slice(0, html.indexOf("</p>")).replace(/<[^>]*>/g, "");
    return text.split(" ").slice(0, 50).join(" ");
  });
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addFilter("minute", (date) => date.toISOString().slice(0, 16).replace("T", " "));

  config.amendLibrary("md", (markdown) => {
    const escape = markdown.utils.escapeHtml;
    // Lost pictures keep their captions.
    markdown.renderer.rules.image = (tokens, index) =>
      `<span class="caption">${escape(tokens[index].content)}</span>`;
  });

  return { markdownTemplateEngine: false, dir: { input: ".", includes: "_includes" } };
}
