"use strict";
const page = (() => {
  const root = document.documentElement;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  root.classList.add("js");

  const speak = (language) => {
    root.lang = language;
    root.dataset.language = language;
    for (const button of all("[data-speak]")) {
      button.setAttribute("aria-pressed", String(button.dataset.speak === language));
    }
    for (const element of all("[data-vi]")) {
      element.textContent = element.dataset[language];
    }
    for (const element of all("[data-hint-vi]")) {
      const hint = language === "vi" ? element.dataset.hintVi : element.dataset.hintEn;
      element.setAttribute(element.tagName === "INPUT" ? "placeholder" : "title", hint);
      element.setAttribute("aria-label", hint);
    }
  };
  for (const button of all("[data-speak]")) {
    button.addEventListener("click", () => speak(button.dataset.speak));
  }
  speak(root.lang);
  byId("print").addEventListener("click", () => window.print());

  const fold = (text) => text.normalize("NFC").toLocaleLowerCase("vi");
  return { root, all, byId, fold };
})();
