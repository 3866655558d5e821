-- script.lua: the page's script. It adds to what stands there already; text from outside is set as text, never as HTML.

return [[
(function () {
"use strict";
var root = document.documentElement, store = null;
try { store = window.localStorage; } catch (e) { /* refused: the choice lasts as long as the page */ }
var theme = store && store.getItem("baogao-theme");
if (theme === "light" || theme === "dark") root.dataset.theme = theme;

function id(name) { return document.getElementById(name); }

function themes() {
  var button = id("theme"), system = window.matchMedia("(prefers-color-scheme: dark)");
  function dark() { return root.dataset.theme ? root.dataset.theme === "dark" : system.matches; }
  function show() { button.textContent = dark() ? button.dataset.light : button.dataset.dark; }
  button.hidden = false;
  button.addEventListener("click", function () {
    root.dataset.theme = dark() ? "light" : "dark";
    if (store) store.setItem("baogao-theme", root.dataset.theme);
    show();
  });
  system.addEventListener("change", show);
  show();
}

function table() {
  var body = id("table").tBodies[0], rows = Array.prototype.slice.call(body.rows);
  var heads = Array.prototype.slice.call(id("table").tHead.rows[0].cells);
  var count = id("count"), fault = id("fault"), kept = null;
  rows.forEach(function (row) { row.found = (row.dataset.find + " " + row.id + " " + row.textContent).toLowerCase(); });
  var order = new Intl.Collator(root.lang, { numeric: true });

  function value(row, column) {
    var cell = row.cells[column], v = cell.dataset.v;
    return v === undefined ? cell.textContent : v;
  }
  function sort(head, column) {
    var down = head.getAttribute("aria-sort") === "ascending";
    heads.forEach(function (h) { h.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    var numbers = rows.every(function (row) { return !isNaN(parseFloat(value(row, column))) && isFinite(value(row, column)); });
    rows.map(function (row, i) { return [row, value(row, column), i]; }).sort(function (a, b) {
      var way = numbers ? a[1] - b[1] : order.compare(a[1], b[1]);
      // what says nothing stands last, whichever way
      if ((a[1] === "") !== (b[1] === "")) return a[1] === "" ? 1 : -1;
      return (down ? -way : way) || a[2] - b[2];
    }).forEach(function (entry) { body.appendChild(entry[0]); });
  }
  heads.forEach(function (head, column) {
    head.firstElementChild.addEventListener("click", function () { sort(head, column); });
  });

  function show() {
    var wanted = id("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    var category = id("by-category").value, level = id("by-level").value, n = 0;
    rows.forEach(function (row) {
      var fits = (!category || row.dataset.category === category) && (!level || row.dataset.level === level)
        && (!kept || kept[row.id] === true) && wanted.every(function (word) { return row.found.indexOf(word) >= 0; });
      row.hidden = !fits;
      if (fits) n++;
    });
    count.textContent = n ? count.dataset.words.replace("%d", n).replace("%d", rows.length) : count.dataset.none;
  }
  ["search", "by-category", "by-level"].forEach(function (name) { id(name).addEventListener("input", show); });

  // the filter's language is the server's; it answers the ids that fit, or what is wrong with a caret under it
  function filter(event) {
    event.preventDefault();
    var text = id("filter").value.trim();
    fault.textContent = "";
    kept = null;
    if (!text) { show(); return; }
    var address = "facts?fields=id&limit=1000&filter=" + encodeURIComponent(text) + reportQuery();
    ask(address).then(function (answer) {
      if (!answer.ok) { fault.textContent = answer.value.detail; id("filter").setAttribute("aria-invalid", "true"); return; }
      id("filter").removeAttribute("aria-invalid");
      kept = Object.create(null);
      answer.value.facts.forEach(function (fact) { kept[fact.id] = true; });
      show();
    });
  }
  id("tools").addEventListener("submit", filter);
  id("clear").addEventListener("click", function () {
    id("tools").reset();
    id("filter").removeAttribute("aria-invalid");
    fault.textContent = "";
    kept = null;
    show();
  });
  // a link to a figure must not lead to a row that is hidden
  window.addEventListener("hashchange", function () {
    var name = location.hash.slice(1);
    try { name = decodeURIComponent(name); } catch (e) { /* as it stands */ }
    var row = id(name);
    if (row && row.hidden) id("clear").click(), row.scrollIntoView();
  });
  id("tools").hidden = false;
}

// A draft is sent as it stands. Findings come in bytes of its UTF-8; each is marked in its place and told below.
function draft() {
  var form = id("check"), area = id("text"), marked = id("marked"), list = id("findings"), verdict = id("verdict");
  var zh = root.lang.slice(0, 2) === "zh";
  function element(name, text, className) {
    var made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }
  function kind(finding) {
    if (finding.grade) return finding.grade === "error" ? "bad" : "warn";
    return finding.verdict === "unknown" ? "" : "ok";
  }
  function mend(finding, bytes) {
    var decoder = new TextDecoder(), first = finding.first - 1;
    area.value = decoder.decode(bytes.subarray(0, first)) + finding.mend + decoder.decode(bytes.subarray(finding.last));
    form.requestSubmit();
    area.focus();
  }
  function tell(finding, number, bytes) {
    var item = element("li", "", kind(finding)), line = element("p");
    item.id = "finding-" + number;
    line.appendChild(document.createTextNode(number + "  "));
    line.appendChild(element("strong", finding.text)).lang = "zh";
    line.appendChild(document.createTextNode("  " + (zh ? finding.message_zh : finding.message)));
    item.appendChild(line);
    var more = element("p", "", "soft");
    if (finding.fact) {
      var link = element("a", list.dataset.fact + " ↗");
      link.href = "#" + finding.fact;
      more.appendChild(link);
    }
    if (finding.mend && finding.grade) {
      var button = element("button", list.dataset.write.replace("%s", finding.mend));
      button.type = "button";
      button.addEventListener("click", function () { mend(finding, bytes); });
      more.appendChild(button);
    }
    if (more.firstChild) item.appendChild(more);
    list.appendChild(item);
  }
  function show(findings, bytes) {
    var decoder = new TextDecoder(), at = 0, faults = 0, right = 0;
    marked.textContent = list.textContent = "";
    findings.forEach(function (finding) {
      var first = finding.first - 1;
      if (finding.grade) tell(finding, ++faults, bytes);
      else if (finding.verdict !== "unknown") right++;
      if (first < at || !kind(finding)) return; // several findings of one place have one mark
      marked.appendChild(document.createTextNode(decoder.decode(bytes.subarray(at, first))));
      var mark = element("mark", finding.text, kind(finding));
      if (finding.grade) {
        var number = element("a", String(faults));
        number.href = "#finding-" + faults;
        mark.appendChild(element("sup")).appendChild(number);
      }
      mark.title = zh ? finding.message_zh : finding.message;
      marked.appendChild(mark);
      at = finding.last;
    });
    marked.appendChild(document.createTextNode(decoder.decode(bytes.subarray(at))));
    verdict.textContent = faults ? verdict.dataset.some.replace("%d", faults).replace("%d", right)
      : verdict.dataset.none.replace("%d", right);
  }
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var text = area.value.replace(/\r\n?/g, "\n"), bytes = new TextEncoder().encode(text);
    var headers = { "Content-Type": "text/plain; charset=utf-8" };
    verdict.textContent = verdict.dataset.busy;
    ask("check?all=true" + reportQuery(), { method: "POST", body: text, headers: headers }).then(function (answer) {
      if (answer.ok) { show(answer.value.findings, bytes); return; }
      marked.textContent = list.textContent = "";
      verdict.textContent = answer.value.detail;
    });
  });
  id("example").addEventListener("click", function () {
    area.value = id("example").dataset.text;
    form.requestSubmit();
  });
  id("draft").hidden = false;
}

function reportQuery() {
  var name = new URLSearchParams(location.search).get("report");
  return name ? "&report=" + encodeURIComponent(name) : "";
}

// What goes wrong is told in the page's language: no answer, or one that is not of this server's own making.
function ask(address, options) {
  var words = document.querySelector("main").dataset;
  return fetch(address, options).then(function (response) {
    return response.json().then(function (value) { return { ok: response.ok, value: value }; }, function () {
      return { ok: false, value: { detail: words.refused.replace("%d", response.status) } };
    });
  }, function () { return { ok: false, value: { detail: words.down } }; });
}

document.addEventListener("DOMContentLoaded", function () {
  themes();
  table();
  draft();
});
})();
]]
