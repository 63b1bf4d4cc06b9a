(() => {
  const { root, all, byId, fold } = page;
  const form = byId("filters");
  if (!form) return;
  const errors = all(".error");
  const texts = errors.map((error) => fold(error.querySelector(".text").textContent));
  const chip = byId("pair");
  let pair = null;

  const filter = () => {
    const { label, kind, document: article, search } = form.elements;
    const wanted = fold(search.value.trim());
    let count = 0;
    errors.forEach((error, number) => {
      const { gold, predicted } = error.dataset;
      const fits =
        (label.value === "" || gold === label.value || predicted === label.value) &&
        (kind.value === "" || error.dataset.kind === kind.value) &&
        (article.value === "" || error.dataset.document === article.value) &&
        (pair === null || (gold === pair.gold && predicted === pair.predicted)) &&
        (wanted === "" || texts[number].includes(wanted));
      error.hidden = !fits;
      count += fits;
    });
    byId("count").textContent = count;
    byId("none-left").hidden = count > 0;
    chip.hidden = pair === null;
  };
  const clear = () => {
    form.reset();
    pair = null;
    filter();
  };
  const showErrors = () => byId("errors").scrollIntoView();

  form.addEventListener("input", filter);
  form.addEventListener("change", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("clear").addEventListener("click", clear);
  for (const cell of all("[data-cell]")) {
    cell.addEventListener("click", () => {
      clear();
      pair = { gold: cell.dataset.gold, predicted: cell.dataset.predicted };
      chip.dataset.vi = cell.dataset.hintVi;
      chip.dataset.en = cell.dataset.hintEn;
      chip.textContent = chip.dataset[root.lang];
      filter();
      showErrors();
    });
  }
  for (const button of all("[data-article]")) {
    button.addEventListener("click", () => {
      clear();
      form.elements.document.value = button.dataset.article;
      filter();
      showErrors();
    });
  }
  filter();
})();
