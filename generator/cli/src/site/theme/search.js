// Search: endpoints, codes, permission sets and areas, in English and Chinese. The index comes when it is first needed.
"use strict";
(() => {
  const dialog = document.getElementById("search");
  const query = document.getElementById("query");
  const found = document.getElementById("found");
  const MOST = 40;
  let index = null;

  function load() {
    if (index) return Promise.resolve(index);
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${path_to_root}search-index.js`;
      script.onload = () => resolve(index = prepare(window.searchIndex));
      script.onerror = () => reject(new Error("the index cannot be read"));
      document.head.append(script);
    });
  }

  // What is compared is put into small letters once.
  function prepare({ areas, sets, endpoints, codes, words }) {
    const low = (text) => (text ?? "").toLowerCase();
    const listed = endpoints.map(() => []);
    for (const [code, meanings] of codes) {
      for (const place of meanings.flatMap((meaning) => meaning[5])) listed[place].push(String(code));
    }
    const setNames = new Map(sets.map(([id, name]) => [id, name ?? ""]));
    return {
      areas: areas.map(([id, title, zh]) => ({ id, title, zh: zh ?? "", text: low(`${id} ${title} ${zh ?? ""}`) })),
      sets: sets.map(([id, name, account]) => ({ id: String(id), name: name ?? "", account: account ?? "", text: low(name) })),
      codes: codes.map(([code, meanings]) => ({ code: String(code), meanings, text: low(meanings.map((m) => `${m[0]} ${m[1]}`).join(" ")) })),
      endpoints: endpoints.map(([name, page, method, path, summary, area, ids, parameters, reply], at) => ({
        name, page, method, path, summary, parameters, reply,
        codes: listed[at],
        area: low(areas[area].slice(1).join(" ")),
        ids: ids.map(String),
        sets: ids.map((id) => setNames.get(id)).join(" "),
        words: split(name), tells: low(summary), small: low(name), way: low(path),
      })),
      words: words.map(([chinese, english]) => [chinese, english.split(" ")]).sort((a, b) => b[0].length - a[0].length),
    };
  }

  const split = (name) => name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase().split(/[\s_]+/);
  const isChinese = (text) => /[\u3400-\u9fff]/.test(text);

  // The terms of a query. Each has the text as typed and, for a Chinese word, what may stand for it in English.
  function terms(text) {
    const parts = text.toLowerCase().match(/[\u3400-\u9fff]+|[^\s\u3400-\u9fff]+/g) ?? [];
    return parts.flatMap((part) => (isChinese(part) ? chinese(part) : [{ text: part, english: [] }]));
  }

  function chinese(part) {
    const whole = (text) => ({ text, english: (index.words.find(([word]) => word === text) ?? [, []])[1] });
    const named = (text) => index.areas.some((area) => area.zh.includes(text)) || index.sets.some((set) => set.text.includes(text));
    if (whole(part).english.length || named(part)) return [whole(part)];
    const terms = [];
    for (let at = 0, from = 0; at <= part.length;) {
      const word = index.words.find(([word]) => part.startsWith(word, at));
      if (!word && at < part.length) { at += 1; continue; }
      // One letter alone, like 的, says nothing.
      if (at - from > 1) terms.push({ text: part.slice(from, at), english: [] });
      if (!word) break;
      terms.push(whole(word[0]));
      at += word[0].length;
      from = at;
    }
    return terms.length ? terms : [{ text: part, english: [] }];
  }

  // How well an endpoint fits one text; 0: not at all.
  function fit(endpoint, text) {
    const { small, words, way, tells, parameters, reply, codes, ids } = endpoint;
    if (small === text || way === text) return 200;
    let score = 0;
    const atLeast = (points) => { score = Math.max(score, points); };
    if (small.startsWith(text)) atLeast(90);
    else if (words.some((word) => word.startsWith(text))) atLeast(70);
    else if (small.includes(text.replaceAll("_", "") || text)) atLeast(45);
    if (way.includes(text)) atLeast(text.startsWith("/") ? 95 : 40);
    if (parameters.includes(text)) atLeast(65);
    else if (parameters.some((name) => name.includes(text))) atLeast(14);
    if (reply.includes(text)) atLeast(30);
    else if (reply.some((name) => name.includes(text))) atLeast(6);
    if (tells.split(/[^a-z0-9_]+/).some((word) => word.startsWith(text))) atLeast(35);
    if (endpoint.area.includes(text)) atLeast(25);
    if (endpoint.sets.includes(text)) atLeast(20);
    if (codes.includes(text)) atLeast(50);
    if (ids.includes(text)) atLeast(15);
    return score;
  }

  // The same for a Chinese word: what stands for it counts a little less.
  function best(endpoint, { text, english }) {
    return english.reduce((most, word, at) => Math.max(most, fit(endpoint, word) * (0.8 - at * 0.05)), fit(endpoint, text));
  }

  function look(text) {
    const asked = terms(text);
    const plain = text.trim().toLowerCase();
    const rank = (every) => index.endpoints
      .map((endpoint) => ({ endpoint, scores: asked.map((term) => best(endpoint, term)) }))
      .filter(({ scores }) => (every ? scores.every(Boolean) : scores.some(Boolean)))
      .map(({ endpoint, scores }) => ({ endpoint, score: scores.reduce((sum, score) => sum + score, 0) }))
      .sort((a, b) => b.score - a.score || (a.endpoint.name < b.endpoint.name ? -1 : 1));
    const endpoints = asked.length ? rank(true) : [];
    const inText = (thing) => asked.every((term) => thing.text.includes(term.text));
    const isNumber = /^-?\d+$/.test(plain);
    const exact = index.codes.filter(({ code }) => code === plain);
    return {
      exact,
      codes: index.codes.filter((entry) => !exact.includes(entry) && (isNumber ? entry.code.startsWith(plain) : plain.length > 2 && inText(entry))).slice(0, 5),
      areas: isNumber ? [] : index.areas.filter(inText).slice(0, 4),
      sets: index.sets.filter((set) => (isNumber ? set.id === plain : inText(set))).slice(0, 5),
      endpoints: endpoints.length || asked.length < 2 ? endpoints : rank(false),
      asked,
    };
  }

  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  // A text in which what was asked for is marked.
  function marked(text, asked) {
    const parts = asked.flatMap((term) => [term.text, ...term.english]).filter((part) => part.length > 1).sort((a, b) => b.length - a.length);
    const spot = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
    const pieces = spot ? text.split(new RegExp(`(${spot})`, "i")) : [text];
    return pieces.map((piece, at) => (at % 2 ? make("mark", { textContent: piece }) : piece));
  }

  function link(page, className, ...children) {
    const element = make("a", { href: path_to_root + page, className, role: "option" }, ...children);
    element.id = `hit-${found.querySelectorAll("a").length}`;
    return element;
  }

  const anchor = (code) => `errors.html#code-${code.replace("-", "minus-")}`;

  function codeCard({ code, meanings }) {
    const [name, message, type, advice, shared] = meanings[0];
    const places = new Set(meanings.flatMap((meaning) => meaning[5]));
    const names = [...places].slice(0, 6).map((place) => index.endpoints[place].name).join(", ");
    const more = places.size > 6 ? ` and ${places.size - 6} more` : "";
    const where = [shared ? "any endpoint can answer it" : "", places.size ? `listed by ${names}${more}` : ""];
    return link(anchor(code), "code-card",
      make("span", { className: "number", textContent: code }), make("b", { textContent: name }), " ",
      make("span", { className: `chip ${type}`, textContent: type.replaceAll("_", " ") }),
      make("small", {}, make("code", { textContent: message })),
      make("small", { textContent: advice }),
      make("small", { textContent: where.filter(Boolean).join("; ") }));
  }

  function codeLine({ code, meanings }) {
    return link(anchor(code), "", make("b", { textContent: `${code} ${meanings[0][0]}` }),
      make("small", { textContent: meanings[0][1] || meanings[0][3] }));
  }

  function endpointLine({ name, page, method, path, summary, parameters, reply }, asked) {
    const fields = (names) => names.filter((field) => asked.some((term) => term.text.length > 2 && field.includes(term.text)) && !path.includes(field));
    const [taken, given] = [fields(parameters).slice(0, 4), fields(reply).slice(0, 4)];
    const line = link(`${page}.html`, "", make("b", {}, ...marked(name, asked)), " ",
      make("code", {}, make("span", { className: `method ${method.toLowerCase()}`, textContent: method }), ...marked(path, asked)),
      make("small", {}, ...marked(summary, asked)));
    if (taken.length) line.append(make("small", {}, "takes ", make("code", {}, ...marked(taken.join(", "), asked))));
    if (given.length) line.append(make("small", {}, "answers ", make("code", {}, ...marked(given.join(", "), asked))));
    return line;
  }

  function show(text) {
    const { exact, codes, areas, sets, endpoints, asked } = look(text);
    found.replaceChildren();
    const section = (title, things, line) => {
      if (things.length === 0) return;
      found.append(make("h2", { textContent: title }));
      for (const thing of things) found.append(line(thing));
    };
    section("Error code", exact, codeCard);
    section("Areas", areas, (area) => link(`${area.id}/index.html`, "", make("b", {}, ...marked(`${area.title} ${area.zh}`, asked))));
    section("Permission sets", sets, (set) => link(`permissions.html#set-${set.id}`, "", make("b", {}, `${set.id} `, ...marked(set.name, asked)), ` ${set.account.replace("_", " ")}`));
    const count = endpoints.length > MOST ? `${MOST} of ${endpoints.length}` : endpoints.length;
    // What stands in no name is likelier to be the message of a code.
    const isMessage = !endpoints[0] || endpoints[0].score < 45 * asked.length;
    if (isMessage) section("Error codes", codes, codeLine);
    section(`Endpoints · ${count}`, endpoints.slice(0, MOST), ({ endpoint }) => endpointLine(endpoint, asked));
    if (!isMessage) section("Error codes", codes, codeLine);
    if (!text.trim()) found.append(make("p", { textContent: "Search for a name, a path, a parameter, a code or a permission set, in English or Chinese: bind tester · wechatid · 61007 · 代码 · /wxa/" }));
    else if (!found.firstChild) found.append(make("p", { textContent: `Nothing fits “${text}”.` }));
    choose(0);
    dialog.dataset.shown = text;
  }

  function choose(at) {
    const hits = [...found.querySelectorAll("a")];
    hits.forEach((hit, here) => {
      hit.classList.toggle("chosen", here === at);
      hit.setAttribute("aria-selected", here === at);
    });
    if (hits[at]) query.setAttribute("aria-activedescendant", hits[at].id);
    else query.removeAttribute("aria-activedescendant");
    if (at > 0) hits[at]?.scrollIntoView({ block: "nearest" });
    else found.scrollTop = 0;
  }

  function open(text = query.value) {
    if (!dialog.open) dialog.showModal();
    query.value = text;
    query.select();
    load().then(() => show(query.value), (error) => found.replaceChildren(make("p", { textContent: error.message })));
  }

  query.addEventListener("input", () => { if (index) show(query.value); });
  query.addEventListener("keydown", (event) => {
    // A word that is still being composed is not a command.
    if (event.isComposing) return;
    const hits = [...found.querySelectorAll("a")];
    const at = hits.findIndex((hit) => hit.classList.contains("chosen"));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(Math.min(hits.length - 1, Math.max(0, at + step)));
    else if (event.key === "Enter") { if (hits[at]) { dialog.close(); location.href = hits[at].href; } } else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("#found a")) dialog.close();
  });
  document.getElementById("search-open").addEventListener("click", () => open());
  addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName);
    const asked = (event.key === "/" && !typing) || (event.key === "k" && (event.ctrlKey || event.metaKey));
    if (!asked) return;
    event.preventDefault();
    open();
  });
  const asked = new URLSearchParams(location.search).get("q");
  if (asked !== null) open(asked);
})();
