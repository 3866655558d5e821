// The page in a real headless Chromium. node browser.js MODULES URL SHOTS: MODULES is the folder that npm installed into,
// SHOTS a folder for pictures. Each check writes one line, "ok NAME" or "FAILED NAME: why"; the last line is "done".
"use strict";
const fs = require("fs");
const path = require("path");
const [modules, url, shots] = process.argv.slice(2);
const load = (name) => require(require.resolve(name, { paths: [modules] }));
const { chromium } = load("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js", { paths: [modules] }), "utf8");

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];

async function check(name, work) {
  try {
    await work();
    console.log("ok " + name);
  } catch (error) {
    console.log("FAILED " + name + ": " + String(error.message).replace(/\s+/g, " ").slice(0, 600));
  }
}

function equal(expected, actual, what) {
  if (JSON.stringify(expected) !== JSON.stringify(actual)) {
    throw new Error(`${what || ""} expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
  }
}

const visible = (page) => page.$$eval("#table tbody tr", (rows) => rows.filter((row) => !row.hidden).map((row) => row.id));

async function open(browser, address, options) {
  const context = await browser.newContext(Object.assign({ viewport: { width: 1280, height: 900 } }, options));
  const page = await context.newPage();
  page.said = [];
  page.asked = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) page.said.push(message.text()); });
  page.on("pageerror", (error) => page.said.push(error.message));
  page.on("request", (request) => page.asked.push(request.url()));
  await page.goto(address);
  return page;
}

async function faults(page) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => axe.run());
  return result.violations.filter((v) => ["serious", "critical"].includes(v.impact)).map((v) => v.id + ": " + v.nodes[0].html);
}

(async () => {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
  try {
    const page = await open(browser, url + "?lang=en");

    await check("loads without a word on the console", async () => equal([], page.said));

    await check("asks this server alone, three times, for less than 100 KB", async () => {
      const origin = new URL(url).origin;
      const others = page.asked.filter((address) => !address.startsWith(origin) && !address.startsWith("data:"));
      equal([], others);
      let bytes = 0;
      const own = page.asked.filter((address) => address.startsWith(origin));
      for (const address of own) bytes += (await (await page.request.get(address)).body()).length;
      equal(3, own.length);
      if (bytes >= 100000) throw new Error(bytes + " bytes");
    });

    await check("has nothing inline that its policy would refuse", async () => {
      equal(0, await page.$$eval("[style],[onclick],style,script:not([src])", (list) => list.length));
      const policy = (await page.request.get(url)).headers()["content-security-policy"];
      if (/unsafe|\*/.test(policy)) throw new Error(policy);
    });

    await check("sorts by a column, both ways, and says so", async () => {
      const value = page.locator("#table thead button", { hasText: /^Value$/ });
      const state = () => page.$eval("#table thead th:nth-child(3)", (th) => th.getAttribute("aria-sort"));
      await value.click();
      equal("ascending", await state());
      const up = (await visible(page))[0];
      await value.click();
      equal("descending", await state());
      equal("tech_contracts.full_year", (await visible(page))[0]);
      equal(true, up !== "tech_contracts.full_year");
      equal(1, await page.$$eval("[aria-sort]", (list) => list.length));
    });

    await check("sorts by the keyboard", async () => {
      await page.locator("#table thead button").first().focus();
      await page.keyboard.press("Enter");
      equal("ascending", await page.$eval("#table thead th", (th) => th.getAttribute("aria-sort")));
      const names = await page.$$eval("#table tbody tr td:first-child a", (list) => list.map((a) => a.textContent));
      equal(names.slice().sort((a, b) => new Intl.Collator("en", { numeric: true }).compare(a, b)), names);
    });

    await check("finds words of either language, and counts", async () => {
      await page.fill("#search", "实验室");
      const found = await visible(page);
      equal(["laboratories.provincial", "laboratories.unveiled"], found.slice().sort());
      equal("2 of 51 figures", await page.textContent("#count"));
      await page.fill("#search", "no such word");
      equal("No figure fits.", await page.textContent("#count"));
      await page.click("#clear");
      equal(51, (await visible(page)).length);
    });

    await check("filters by category and level", async () => {
      await page.selectOption("#by-category", "platforms");
      equal(4, (await visible(page)).length);
      await page.selectOption("#by-level", "national");
      equal(["platforms.national"], await visible(page));
      await page.click("#clear");
    });

    await check("filters by the query language, and shows a fault with its caret", async () => {
      await page.fill("#filter", "level = 'national' and value > 1000");
      await page.click("#tools [type=submit]");
      await page.waitForFunction(() => document.getElementById("count").textContent.startsWith("1 of"));
      equal(["enterprises.tech_smes_national"], await visible(page));
      await page.fill("#filter", "level = 'national' and valu > 10");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.getElementById("fault").textContent);
      equal("filter: no field 'valu' (did you mean 'value'?)\n  level = 'national' and valu > 10\n"
        + " ".repeat(25) + "^^^^", await page.textContent("#fault"));
      equal("true", await page.getAttribute("#filter", "aria-invalid"));
      await page.click("#clear");
      page.said.length = 0; // the browser itself tells of the 400
    });

    await check("leads from a figure of a chart to its fact", async () => {
      await page.fill("#search", "no such word");
      await page.click("#c-totals-title ~ a text >> nth=0");
      // the row shows itself when the page hears that its address changed, a moment after the click
      await page.waitForFunction(() => {
        const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
        return row !== null && !row.hidden;
      });
      const id = await page.evaluate(() => decodeURIComponent(location.hash.slice(1)));
      equal(true, (await visible(page)).includes(id));
    });

    await check("checks a draft and marks it in its place", async () => {
      await page.fill("#text", "截至2024年底，郑州有高新技术企业5800家，\n省级创新平台2297家，国家级创新平台63家。😀");
      await page.click("#check [type=submit]");
      await page.waitForSelector("#findings li");
      equal(["5800家", "2297家", "63家"], await page.$$eval("#marked mark", (list) => list.map((m) => m.firstChild.data)));
      equal(["warn", "bad", "ok"], await page.$$eval("#marked mark", (list) => list.map((m) => m.className)));
      equal("截至2024年底，郑州有高新技术企业5800家1，\n省级创新平台2297家2，国家级创新平台63家。😀",
        await page.textContent("#marked"));
      equal(2, await page.$$eval("#findings li", (list) => list.length));
      equal("2 to look at; 1 agree with the record.", await page.textContent("#verdict"));
    });

    await check("mends the draft where it is told to", async () => {
      await page.click("#findings li:nth-child(2) button");
      await page.waitForFunction(() => document.querySelectorAll("#findings li").length === 1);
      equal(true, (await page.inputValue("#text")).includes("省级创新平台2197家"));
    });

    await check("sets a draft's markup as text", async () => {
      await page.fill("#text", "<img src=x onerror=alert(1)>高新技术企业9家<script>alert(2)</script>");
      await page.click("#check [type=submit]");
      await page.waitForFunction(() => document.getElementById("marked").textContent.includes("onerror"));
      equal(0, await page.$$eval("#result img, #result script", (list) => list.length));
    });

    await check("says what the server refuses", async () => {
      await page.$eval("#text", (area) => { area.removeAttribute("maxlength"); });
      await page.fill("#text", "一".repeat(20000));
      await page.click("#check [type=submit]");
      await page.waitForFunction(() => /60000 bytes where 16384/.test(document.getElementById("verdict").textContent));
      page.said.length = 0;
    });

    await check("says that the server does not answer, or answers what is none of its own", async () => {
      await page.fill("#text", "高新技术企业9家");
      const verdict = (text) => page.waitForFunction((words) => document.getElementById("verdict").textContent === words, text);
      await page.route("**/check?*", (route) => route.abort());
      await page.click("#check [type=submit]");
      await verdict("The server does not answer. Try again in a moment.");
      await page.unroute("**/check?*");
      await page.route("**/check?*", (route) => route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad</h1>" }));
      await page.click("#check [type=submit]");
      await verdict("The server refused this (502).");
      await page.unroute("**/check?*");
      page.said.length = 0;
    });

    await check("takes any fragment of its address", async () => {
      await page.evaluate(() => { location.hash = "#%zz"; });
      await page.evaluate(() => { location.hash = "#nothing"; });
      await page.evaluate(() => { location.hash = ""; });
    });

    await check("goes dark and light by its button, and keeps the choice", async () => {
      const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      const light = await ground();
      await page.click("#theme");
      const dark = await ground();
      equal(true, light !== dark);
      await page.reload();
      equal(dark, await ground());
      await page.click("#theme");
      equal(light, await ground());
    });

    await check("switches the language", async () => {
      await page.click("nav a[hreflang=zh]");
      equal("zh-CN", await page.getAttribute("html", "lang"));
      equal("全部数据", await page.textContent("#h-facts"));
      equal("51项，共51项", await page.textContent("#count"));
      await page.click("nav a[hreflang=en]");
      equal("en", await page.getAttribute("html", "lang"));
    });

    await check("is reached by the keyboard from the top: skip link first", async () => {
      await page.reload();
      await page.keyboard.press("Tab");
      equal("#totals", await page.evaluate(() => document.activeElement.getAttribute("href")));
      const box = await page.evaluate(() => document.activeElement.getBoundingClientRect().left);
      if (box < 0) throw new Error("the skip link is not seen when it has the focus");
    });

    await check("shows where the focus is, all the way down, and leaves nothing out", async () => {
      const seen = [];
      for (let i = 0; i < 500; i++) {
        const at = await page.evaluate(() => {
          const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
          return element === document.body ? null : { name: element.id || element.getAttribute("href") || element.className,
            ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2, shown: box.width > 0 && box.height > 0 };
        });
        if (!at) break;
        if (!at.ring) throw new Error(at.name + " has no ring");
        if (!at.shown) throw new Error(at.name + " is not to be seen");
        seen.push(at.name);
        await page.keyboard.press("Tab");
      }
      let last = -1;
      for (const name of ["#totals", "theme", "openapi.json", "search", "by-category", "filter", "clear", "text", "example"]) {
        const place = seen.indexOf(name);
        if (place <= last) throw new Error(`${name} is ${place < 0 ? "left out" : "out of order"}: ${seen.slice(0, 40)}`);
        last = place;
      }
    });

    await check("said nothing on the console in all this", async () => equal([], page.said));
    await page.context().close();

    for (const [name, address, options] of [
      ["light", "?lang=en", { colorScheme: "light" }],
      ["dark", "?lang=en", { colorScheme: "dark" }],
      ["chinese", "?lang=zh", { colorScheme: "light" }],
      ["chinese-dark", "?lang=zh", { colorScheme: "dark" }],
      ["narrow", "?lang=en", { viewport: { width: 360, height: 740 } }],
      ["narrow-chinese", "?lang=zh", { viewport: { width: 360, height: 740 }, colorScheme: "dark" }],
      ["middling", "?lang=en", { viewport: { width: 800, height: 1000 } }],
    ]) {
      const view = await open(browser, url + address, options);
      await view.click("#example");
      await view.waitForSelector("#findings li");
      await check(`has no serious fault of accessibility (${name})`, async () => equal([], await faults(view)));
      await check(`is no wider than its window (${name})`, async () => {
        const [wide, room] = await view.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        if (wide > room) throw new Error(`${wide} in ${room}`);
      });
      await check(`draws no label over another (${name})`, async () => {
        const clashes = await view.$$eval("svg.bg-chart", (charts) => charts.flatMap((chart) => {
          const boxes = Array.from(chart.querySelectorAll("text"), (t) => [t.getBoundingClientRect(), t.textContent]);
          const found = [];
          boxes.forEach(([a, one], i) => boxes.slice(i + 1).forEach(([b, two]) => {
            const over = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const deep = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (over > 1 && deep > 5) found.push(one + " / " + two);
          }));
          return found;
        }));
        equal([], clashes);
      });
      await view.screenshot({ path: path.join(shots, name + ".png"), fullPage: true });
      await view.context().close();
    }

    await check("prints every figure and none of its controls, on paper's white", async () => {
      const view = await open(browser, url + "?lang=en", { colorScheme: "dark" });
      await view.emulateMedia({ media: "print", colorScheme: "dark" });
      equal("rgb(255, 255, 255)", await view.evaluate(() => getComputedStyle(document.documentElement).backgroundColor));
      equal(0, await view.$$eval("nav,#tools,#draft,#theme", (list) => list.filter((x) => x.offsetParent !== null).length));
      equal(51, await view.$$eval("#table tbody tr", (rows) => rows.filter((row) => row.offsetParent !== null).length));
      await view.pdf({ path: path.join(shots, "print.pdf"), format: "A4" });
      await view.context().close();
    });

    await check("is whole without a script", async () => {
      const view = await open(browser, url + "?lang=en", { javaScriptEnabled: false });
      equal(51, await view.locator("#table tbody tr").count());
      equal(false, await view.locator("#tools").isVisible());
      equal(false, await view.locator("#draft").isVisible());
      await view.context().close();
    });
  } finally {
    await browser.close();
  }
  console.log("done");
})().catch((error) => { console.log("FAILED to run: " + error.message); process.exit(1); });
