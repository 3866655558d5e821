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
    var row = id(decodeURIComponent(location.hash.slice(1)));
    if (row && row.hidden) id("clear").click(), row.scrollIntoView();
  });
  id("tools").hidden = false;
}

function reportQuery() {
  var name = new URLSearchParams(location.search).get("report");
  return name ? "&report=" + encodeURIComponent(name) : "";
}

function ask(address, options) {
  return fetch(address, options).then(function (response) {
    return response.json().then(function (value) { return { ok: response.ok, value: value }; });
  }).catch(function (error) { return { ok: false, value: { detail: String(error) } }; });
}

document.addEventListener("DOMContentLoaded", function () {
  themes();
  if (id("table")) table();
});
})();
]]
