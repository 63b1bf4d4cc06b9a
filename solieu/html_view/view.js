(() => {
  const { root, byId, fold } = page;
  const data = JSON.parse(byId("data").textContent);
  const blocks = [...document.querySelectorAll("script.article")];
  const main = byId("main");
  const tip = byId("tip");
  const hidden = new Set(); // numbers of the labels that are not shown
  let table = "figures";
  let shown = -1;
  let hits = [];
  let hit = -1;

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

  const update = (box) => {
    const counts = new Map();
    for (const mark of box.querySelectorAll("mark")) {
      const off = hidden.has(Number(mark.dataset.label));
      mark.classList.toggle("off", off);
      mark.tabIndex = off ? -1 : 0;
      counts.set(mark.dataset.label, (counts.get(mark.dataset.label) ?? 0) + 1);
    }
    for (const panel of box.querySelectorAll(".panel")) {
      const rows = [...panel.querySelectorAll("tbody tr")];
      rows.forEach((row) => {
        row.hidden = hidden.has(Number(row.dataset.label));
      });
      const left = rows.filter((row) => !row.hidden).length;
      panel.querySelector("table").hidden = left === 0;
      panel.querySelector(".empty").hidden = left > 0;
      const name = panel.dataset.table;
      panel.classList.toggle("chosen", name === table);
      const tab = box.querySelector(`[data-tab="${name}"]`);
      tab.setAttribute("aria-pressed", String(name === table));
      tab.querySelector(".count").textContent = left;
    }
    for (const chip of byId("labels").querySelectorAll("label")) {
      const count = counts.get(chip.querySelector("input").value) ?? 0;
      chip.querySelector(".count").textContent = count;
      chip.classList.toggle("absent", count === 0);
    }
  };

  const show = (number) => {
    hideTip();
    shown = number;
    const box = articleOf(number);
    main.replaceChildren(box);
    if (blocks.length > 1) box.prepend(steps(number));
    update(box);
    find();
    for (const link of byId("list").querySelectorAll("a")) {
      const current = link.getAttribute("href") === `#${number + 1}`;
      link.toggleAttribute("aria-current", current);
      if (current) link.scrollIntoView({ block: "nearest" });
    }
  };
  const steps = (number) => {
    const step = (to, key, arrow) => {
      const there = to >= 0 && to < blocks.length;
      return speaking(there ? "a" : "span", { vi: arrow(word(key).vi), en: arrow(word(key).en) }, { href: there ? `#${to + 1}` : null });
    };
    const place = make("span", {}, `${number + 1} / ${blocks.length}`);
    const before = step(number - 1, "articles.previous", (words) => `← ${words}`);
    return make("div", { class: "steps" }, before, place, step(number + 1, "articles.next", (words) => `${words} →`));
  };
  const wanted = () => {
    const number = Number(location.hash.slice(1)) - 1;
    return Number.isInteger(number) && number >= 0 && number < blocks.length ? number : 0;
  };

  // What an entity says, on hover and on focus
  const fill = (entity) => {
    const title = coloured(make("strong", { class: "name" }, sign(entity.label)), entity.label);
    title.append(text(data.labels[entity.label]));
    tip.replaceChildren(title);
    const told = entity.value ?? text(word(entity.reason === null ? "value.none" : "value.unresolved"));
    tip.append(make("p", { class: entity.value === null ? "pale" : "value", dir: "auto" }, told));
    if (entity.reason !== null) tip.append(make("p", { lang: "en", class: "note" }, entity.reason));
    entity.flags.forEach((flag) => tip.append(make("p", { class: "note" }, text(data.flags[flag] ?? { vi: flag, en: flag }))));
    if (entity.score !== null) {
      const score = entity.score.toLocaleString(root.lang, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
      tip.append(make("p", { class: "score" }, `${text(word("score"))} ${score}`));
    }
  };
  const showTip = (mark) => {
    hideTip();
    fill(mark.closest("article").article.entities[mark.dataset.entity]);
    tip.hidden = false;
    mark.setAttribute("aria-describedby", "tip");
    const place = mark.getClientRects()[0];
    const left = Math.min(place.left, root.clientWidth - tip.offsetWidth - 8);
    const below = place.bottom + tip.offsetHeight + 8 < root.clientHeight;
    const top = below ? place.bottom + 5 : place.top - tip.offsetHeight - 5;
    tip.style.left = `${Math.max(8, left) + scrollX}px`;
    tip.style.top = `${top + scrollY}px`;
    light(mark.dataset.entity);
  };
  const hideTip = () => {
    tip.hidden = true;
    document.querySelectorAll("[aria-describedby=tip]").forEach((mark) => mark.removeAttribute("aria-describedby"));
    light(null);
  };
  const light = (entity) => {
    document.querySelectorAll(".lit").forEach((element) => element.classList.remove("lit"));
    if (entity === null) return;
    main.querySelectorAll(`[data-entity="${entity}"]`).forEach((element) => element.classList.add("lit"));
  };
  const markAt = (target) => target.closest?.("mark:not(.off)") ?? null;
  main.addEventListener("mouseover", (event) => {
    const mark = markAt(event.target);
    if (mark !== null) return showTip(mark);
    const row = event.target.closest("tr[data-entity]");
    if (row !== null) light(row.dataset.entity);
  });
  main.addEventListener("mouseout", (event) => {
    if (tip.contains(event.relatedTarget)) return; // the pointer may rest on the tooltip
    const focused = markAt(document.activeElement);
    if (focused !== null && focused !== markAt(event.target)) showTip(focused);
    else if (focused === null) hideTip();
  });
  tip.addEventListener("mouseleave", hideTip);
  main.addEventListener("focusin", (event) => {
    const mark = markAt(event.target);
    if (mark !== null) showTip(mark);
  });
  main.addEventListener("focusout", hideTip);
  window.addEventListener("resize", () => {
    const mark = markAt(document.activeElement);
    if (mark === null) hideTip();
    else showTip(mark);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hideTip();
  });
  main.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-tab]");
    if (tab !== null) {
      table = tab.dataset.tab;
      main.querySelectorAll("article").forEach(update);
      return;
    }
    const row = event.target.closest("tr[data-entity]");
    if (row === null) return;
    const mark = row.closest("article").querySelector(`mark[data-entity="${row.dataset.entity}"]`);
    mark.scrollIntoView({ block: "center" });
    mark.focus({ preventScroll: true });
  });

  // The search: every article's text, with and without the marks of Vietnamese letters
  const plain = (words) => fold(words).normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");
  const texts = new Map([[fold, []], [plain, []]]);
  const textOf = (number, folded) => {
    const known = texts.get(folded);
    known[number] ??= folded(`${blocks[number].dataset.id} ${read(number).text}`);
    return known[number];
  };
  const query = () => {
    const asked = fold(byId("search").value.trim());
    return { asked, folded: asked === plain(asked) ? plain : fold };
  };
  const list = () => {
    const { asked, folded } = query();
    let count = 0;
    byId("list").querySelectorAll("li").forEach((item, number) => {
      const fits = asked === "" || textOf(number, folded).includes(asked);
      item.hidden = !fits;
      count += fits;
    });
    byId("none-found").hidden = count > 0;
    byId("total").textContent = `${asked === "" ? "" : `${count} / `}${blocks.length} ${text(word("articles"))}`;
  };
  // Finds the places in the shown article and leaves its elements as they are.
  const find = () => {
    const { asked, folded } = query();
    hits = [];
    hit = -1;
    const box = main.querySelector(".text");
    if (asked !== "" && box !== null) hits = places(box, asked, folded);
    byId("found").textContent = asked === "" ? "" : `${hits.length} ${text(word("search.found"))}`;
    if (window.Highlight) CSS.highlights.set("found", new Highlight(...hits));
  };
  const places = (box, asked, folded) => {
    const at = []; // for each unit of the folded text, where it stands: node, start, end
    let whole = "";
    const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      for (const match of node.data.matchAll(/\P{M}\p{M}*|\p{M}+/gsu)) {
        const unit = folded(match[0]);
        whole += unit;
        for (let index = 0; index < unit.length; index += 1) at.push([node, match.index, match.index + match[0].length]);
      }
    }
    const found = [];
    for (let start = whole.indexOf(asked); start >= 0; start = whole.indexOf(asked, start + asked.length)) {
      const range = new Range();
      range.setStart(at[start][0], at[start][1]);
      range.setEnd(at[start + asked.length - 1][0], at[start + asked.length - 1][2]);
      found.push(range);
    }
    return found;
  };
  const next = () => {
    if (hits.length === 0) return;
    hit = (hit + 1) % hits.length;
    const place = hits[hit].getBoundingClientRect();
    window.scrollBy(0, place.top - window.innerHeight / 2);
    if (window.Highlight) CSS.highlights.set("place", new Highlight(hits[hit]));
  };
  let waiting = 0;
  byId("search").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      CSS.highlights?.delete("place");
      list();
      find();
    }, 120);
  });
  byId("searching").addEventListener("submit", (event) => {
    event.preventDefault();
    next();
  });

  // The labels
  data.labels.forEach((label, number) => {
    const box = make("input", { type: "checkbox", value: number });
    box.checked = true;
    const chip = make("label", { class: "chip name" }, box, sign(number), speaking("span", label));
    chip.append(" ", make("span", { class: "count" }));
    byId("labels").append(coloured(chip, number));
  });
  const boxes = [...byId("labels").querySelectorAll("input")];
  const filter = () => {
    hidden.clear();
    boxes.filter((box) => !box.checked).forEach((box) => hidden.add(Number(box.value)));
    hideTip();
    main.querySelectorAll("article").forEach(update);
  };
  const checkAll = (checked) => {
    boxes.forEach((box) => {
      box.checked = checked;
    });
    filter();
  };
  byId("labels").addEventListener("change", filter);
  for (const [key, checked] of [["labels.all", true], ["labels.none", false]]) {
    const button = speaking("button", word(key), { type: "button", class: "link", id: key.replace(".", "-") });
    button.addEventListener("click", () => checkAll(checked));
    byId("labels").append(button);
  }

  // The list of articles, and paper
  byId("list").hidden = blocks.length < 2;
  root.classList.toggle("many", blocks.length > 1);
  byId("print-all").hidden = blocks.length < 2;
  const items = blocks.map((block, number) => {
    const title = make("span", { class: "title", dir: "auto" }, block.dataset.title);
    const link = make("a", { href: `#${number + 1}` }, title);
    if (block.dataset.id !== block.dataset.title) link.append(make("small", {}, block.dataset.id));
    return make("li", {}, link);
  });
  byId("list").querySelector("ol").append(...items);
  byId("print-all").addEventListener("click", () => {
    const boxes = blocks.map((_, number) => articleOf(number));
    main.replaceChildren(...boxes);
    boxes.forEach(update);
    window.print();
    show(shown);
  });
  for (const button of document.querySelectorAll("[data-speak]")) {
    button.addEventListener("click", () => {
      hideTip();
      list();
      find();
    });
  }
  window.addEventListener("hashchange", () => {
    show(wanted());
    window.scrollTo(0, 0);
  });
  list();
  if (blocks.length > 0) show(wanted());
  else main.append(speaking("p", word("articles.empty"), { class: "pale" }));
})();
