"use strict";
const form = document.getElementById("filter");
const articles = document.querySelectorAll("article");
function apply() {
  const wanted = new Set([...form.querySelectorAll("input:checked")].map((box) => box.name + " " + box.value));
  let count = 0;
  for (const article of articles) {
    const isWanted = wanted.has("severity " + article.dataset.severity) && wanted.has("rule " + article.dataset.rule);
    article.hidden = !isWanted;
    count += isWanted;
  }
  form.querySelector("output").textContent = count + " of " + articles.length + " shown";
}
form.addEventListener("change", apply);
window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details")) details.open = true;
});
form.hidden = articles.length === 0;
apply();
