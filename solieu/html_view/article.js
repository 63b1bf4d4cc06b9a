// What the page shows of an article.
const articles = (() => {
  const { root, byId } = page;
  const data = JSON.parse(byId("data").textContent);
  const blocks = [...document.querySelectorAll("script.article")];

  const read = (number) => JSON.parse(blocks[number].textContent);
  const text = (both) => both[root.lang];
  const word = (key) => data.words[key];

  // Everything is made of elements and text; nothing is ever parsed as HTML.
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  };
  const speaking = (tag, both, attributes = {}) =>
    make(tag, { ...attributes, "data-vi": both.vi, "data-en": both.en }, text(both));
  const coloured = (element, label) => {
    element.style.setProperty("--colour", data.labels[label].colour);
    return element;
  };
  const sign = (label) => make("i", { "aria-hidden": "true" }, data.labels[label].sign);

  // The article
  const highlighted = (article) => {
    const box = make("div", { class: "text" });
    for (const piece of article.pieces) {
      if (typeof piece === "string") {
        box.append(piece);
        continue;
      }
      const [number, words] = piece;
      const { label } = article.entities[number];
      const mark = make("mark", { tabindex: "0", "data-entity": number, "data-label": label }, words);
      mark.dataset.sign = data.labels[label].sign;
      box.append(coloured(mark, label));
    }
    return box;
  };

  const cellOf = (lines) => {
    const cell = make("td");
    lines.forEach((line) => cell.append(make("div", { dir: "auto" }, line)));
    return cell;
  };
  const rowOf = (article, number, first, cells) => {
    const { label } = article.entities[number];
    const link = make("button", { type: "button", class: "link", dir: "auto" }, first);
    return make("tr", { "data-entity": number, "data-label": label }, make("th", { scope: "row" }, link), ...cells);
  };
  const words = (article) => {
    const found = [];
    article.pieces.forEach((piece) => typeof piece !== "string" && found.push(piece[1]));
    return found;
  };
  const rowsOf = (article) => {
    const written = words(article);
    const rows = { figures: [], people: [], entities: [] };
    for (const name of ["figures", "people"]) {
      for (const [number, [first, ...rest]] of article.tables[name]) {
        rows[name].push(rowOf(article, number, first[0] ?? written[number], rest.map(cellOf)));
      }
    }
    article.entities.forEach((entity, number) => {
      const name = coloured(make("td", { class: "name" }, sign(entity.label)), entity.label);
      name.append(speaking("span", data.labels[entity.label]));
      const value = make("td", {}, make("div", { dir: "auto" }, entity.value ?? ""));
      if (entity.reason !== null) value.append(speaking("em", word("value.unresolved")));
      entity.flags.forEach((flag) => value.append(flagOf(flag)));
      rows.entities.push(rowOf(article, number, written[number], [name, value]));
    });
    return rows;
  };
  const flagOf = (flag) => speaking("small", data.flags[flag] ?? { vi: flag, en: flag });

  const panelOf = (name, rows) => {
    const heads = [];
    for (let number = 0; `column.${name}.${number}` in data.words; number += 1) {
      const cells = rows.map((row) => row.children[number]);
      // A column without any content takes room from the others.
      if (cells.some((cell) => cell.textContent !== "")) {
        heads.push(speaking("th", word(`column.${name}.${number}`), { scope: "col" }));
      } else cells.forEach((cell) => cell.classList.add("bare"));
    }
    rows.forEach((row) => row.querySelectorAll(".bare").forEach((cell) => cell.remove()));
    const title = speaking("h3", word(`table.${name}`));
    const panel = make("section", { class: `panel ${name}`, "data-table": name }, title);
    const body = make("tbody", {}, ...rows);
    panel.append(make("table", {}, make("thead", {}, make("tr", {}, ...heads)), body));
    panel.append(speaking("p", word("table.empty"), { class: "pale empty", hidden: "" }));
    return panel;
  };

  const articleOf = (number) => {
    const article = read(number);
    const facts = make("dl", { class: "facts" });
    if (article.id !== article.title) facts.append(make("div", {}, make("dd", { class: "id" }, article.id)));
    for (const [title, content] of article.facts) {
      facts.append(make("div", {}, speaking("dt", title), make("dd", { dir: "auto" }, content)));
    }
    const rows = rowsOf(article);
    const tabs = make("div", { class: "tabs", role: "group" });
    const panels = Object.entries(rows).map(([name, each]) => {
      const button = make("button", { type: "button", "data-tab": name }, speaking("span", word(`table.${name}`)));
      button.append(" ", make("span", { class: "count" }));
      tabs.append(button);
      return panelOf(name, each);
    });
    const box = make("article", { "data-number": number }, make("h2", { dir: "auto" }, article.title), facts);
    const left = make("section", { class: "original" }, highlighted(article));
    box.append(make("div", { class: "columns" }, left, make("aside", {}, tabs, ...panels)));
    box.article = article;
    return box;
  };

  return { data, blocks, read, text, word, make, speaking, coloured, sign, articleOf };
})();
