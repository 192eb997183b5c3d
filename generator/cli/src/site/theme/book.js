// What makes pages pleasant: colours in code, tabs, copying, chips, filters, the list of headings, the theme.
"use strict";
(() => {
  const root = document.documentElement;
  const main = document.getElementById("content");
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* not kept */ } };
  const kept = (key) => { try { return localStorage.getItem(key); } catch { return null; } };

  function code() {
    for (const block of all("pre > code[class*='language-']", main)) hljs.highlightBlock(block);
    for (const pre of all("pre", main)) {
      pre.append(make("button", { type: "button", className: "copy", textContent: "Copy" }));
    }
    const clipboard = new ClipboardJS(".copy", { text: (button) => button.parentElement.querySelector("code").innerText });
    const say = (button, text) => {
      button.textContent = text;
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    };
    clipboard.on("success", (event) => { event.clearSelection(); say(event.trigger, "Copied"); });
    clipboard.on("error", (event) => say(event.trigger, "Not copied"));
  }

  // Rust, curl and the local WeChat, one after the other, are one call.
  const TABS = [["mock", "Local mock"], ["language-rust", "Rust"], ["language-sh", "curl"]];
  const label = (pre) => (TABS.find(([name]) => pre.firstElementChild?.classList.contains(name)) ?? [])[1];

  function tabs() {
    const groups = [];
    for (const pre of all("pre", main)) {
      if (!label(pre)) continue;
      const last = groups.at(-1);
      if (last && last.at(-1).nextElementSibling === pre && label(pre) !== "Rust") last.push(pre);
      else groups.push([pre]);
    }
    for (const group of groups) {
      const list = make("div", { role: "tablist" });
      const box = make("div", { className: "tabs" }, list);
      group[0].before(box);
      for (const pre of group) {
        const tab = make("button", { type: "button", role: "tab", textContent: label(pre) });
        tab.addEventListener("click", () => { keep("tab", tab.textContent); choose(tab.textContent); });
        list.append(tab);
        box.append(pre);
      }
    }
    choose(kept("tab") ?? "Rust");
  }

  function choose(name) {
    for (const box of all(".tabs", main)) {
      const pres = all("pre", box);
      const shown = Math.max(0, pres.findIndex((pre) => label(pre) === name));
      pres.forEach((pre, at) => { pre.hidden = at !== shown; });
      all("[role=tab]", box).forEach((tab, at) => tab.setAttribute("aria-selected", at === shown));
    }
  }

  function tables() {
    for (const table of all("table", main)) {
      const titles = all("thead th", table).map((cell) => cell.textContent);
      const at = (title) => titles.indexOf(title);
      for (const row of all("tbody tr", table)) {
        if (titles.length > 2) [...row.cells].forEach((cell, column) => { cell.dataset.label = titles[column]; });
        chip(row.cells[at("Class")]);
        for (const title of ["Required", "Always there"]) {
          const cell = row.cells[at(title)];
          if (cell && /^(yes|no)$/.test(cell.textContent)) chip(cell);
        }
        if (at("Name") === 0) path(row.cells[0].querySelector("code"));
      }
      for (const code of all("code", table)) method(code);
      for (const name of all("code, td a", table)) breakable(name);
    }
  }

  function chip(cell) {
    const text = cell?.textContent.trim();
    if (text) cell.replaceChildren(make("span", { className: `chip ${text}`, textContent: text.replaceAll("_", " ") }));
  }

  // In `list[].name` the last name is what the row is about.
  function path(code) {
    const end = code ? code.textContent.lastIndexOf(".") + 1 : 0;
    if (end === 0) return;
    const text = code.textContent;
    code.replaceChildren(make("span", { className: "parent", textContent: text.slice(0, end) }), text.slice(end));
  }

  function method(code) {
    const [, name, rest] = /^(GET|POST) (\/.*)$/.exec(code.textContent) ?? [];
    if (name) code.replaceChildren(make("span", { className: `method ${name.toLowerCase()}`, textContent: name }), rest);
  }

  // A long name may be broken between its words, and nowhere else.
  function breakable(name) {
    if (name.children.length || name.textContent.length < 20 || name.textContent.includes(" ")) return;
    const parts = name.textContent.split(/(?<=[a-z0-9]{4})(?=[A-Z])|(?<=[_./])/);
    name.replaceChildren(...parts.flatMap((part, at) => (at ? [make("wbr"), part] : [part])));
  }

  // Pages that list everything have a box that narrows the list down.
  const FILTERS = {
    "errors.md": "A code or a word: 61007",
    "permissions.md": "A number or a name: 18, 代码",
    "endpoints.md": "A name, a path, a word",
  };

  function filter() {
    const placeholder = FILTERS[document.body.dataset.page];
    const rows = all("tbody tr", main);
    if (!placeholder || rows.length === 0) return;
    const input = make("input", { type: "search", placeholder, id: "filter" });
    input.setAttribute("aria-label", "Narrow down");
    const count = make("output");
    const texts = rows.map((row) => row.textContent.toLowerCase());
    // A table goes with its heading and with what is said of it.
    const parts = all(".table-wrapper", main).map((table) => {
      const part = [table];
      while (part.at(-1).tagName !== "H2" && part.at(-1).previousElementSibling) part.push(part.at(-1).previousElementSibling);
      return part.at(-1).tagName === "H2" ? part : [table];
    });
    const narrow = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      const isCode = /^-?\d+$/.test(input.value.trim());
      let shown = 0;
      rows.forEach((row, at) => {
        const first = row.cells[0].textContent;
        const fits = isCode ? first.startsWith(words[0]) : words.every((word) => texts[at].includes(word));
        row.hidden = !fits;
        shown += fits ? 1 : 0;
      });
      for (const [table, ...said] of parts) {
        const empty = all("tbody tr:not([hidden])", table).length === 0;
        for (const part of [table, ...said]) part.hidden = empty;
      }
      count.textContent = words.length ? `${shown} of ${rows.length}` : "";
    };
    input.addEventListener("input", narrow);
    (main.querySelector("h2, .table-wrapper")).before(make("div", { className: "filter" }, input, count));
    const asked = new URLSearchParams(location.search).get("filter");
    if (asked) { input.value = asked; narrow(); }
  }

  function rail() {
    const headings = all("h2[id]", main);
    const box = document.getElementById("rail");
    if (headings.length < 2 || document.body.dataset.page === "endpoints.md") return;
    const links = headings.map((heading) => make("a", { href: `#${heading.id}`, textContent: heading.textContent }));
    box.append(make("strong", { textContent: "On this page" }), ...links);
    const mark = () => {
      const past = headings.findLastIndex((heading) => heading.getBoundingClientRect().top < 120);
      links.forEach((link, at) => link.classList.toggle("here", at === past));
    };
    addEventListener("scroll", mark, { passive: true });
    mark();
  }

  function theme() {
    document.getElementById("theme").addEventListener("click", () => {
      root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
      keep("theme", root.dataset.theme);
    });
  }

  function menu() {
    const button = document.getElementById("menu");
    const set = (open) => {
      root.classList.toggle("menu-open", open);
      button.setAttribute("aria-expanded", open);
    };
    button.addEventListener("click", () => set(!root.classList.contains("menu-open")));
    main.addEventListener("click", () => set(false));
    addEventListener("keydown", (event) => { if (event.key === "Escape") set(false); });
  }

  code();
  tabs();
  tables();
  filter();
  rail();
  theme();
  menu();
})();
