// Searches every article's text, with and without the marks of Vietnamese letters.
const search = (() => {
  const { byId, fold } = page;
  const { blocks, read, text, word } = articles;
  let hits = [];
  let hit = -1;

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
    const box = byId("main").querySelector(".text");
    if (asked !== "" && box !== null) hits = places(box, asked, folded);
    byId("found").textContent = asked === "" ? "" : `${hits.length} ${text(word("search.found"))}`;
    highlight("found", hits);
  };
  const highlight = (name, ranges) => {
    if (!window.Highlight) return; // the count and the way to the next place are there all the same
    const highlights = new Highlight();
    ranges.forEach((range) => highlights.add(range));
    CSS.highlights.set(name, highlights);
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
    highlight("place", [hits[hit]]);
  };
  let waiting = 0;
  byId("search").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      highlight("place", []);
      list();
      find();
    }, 120);
  });
  byId("searching").addEventListener("submit", (event) => {
    event.preventDefault();
    next();
  });

  return { list, find };
})();
