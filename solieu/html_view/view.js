(() => {
  const { root, byId } = page;
  const { data, blocks, text, word, make, speaking, coloured, sign, articleOf } = articles;
  const { list, find } = search;
  const main = byId("main");
  const tip = byId("tip");
  const hidden = new Set(); // numbers of the labels that are not shown
  let table = "figures";
  let shown = -1;

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
