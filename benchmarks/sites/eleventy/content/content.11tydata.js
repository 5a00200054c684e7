// An article's address is its file's: content/2021/10/cho-noi.md is /2021/10/cho-noi/.
export default {
  layout: "article.njk",
  permalink: ({ page }) => `${page.filePathStem.replace("/content/", "/")}/index.html`,
};
