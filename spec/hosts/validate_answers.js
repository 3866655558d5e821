// node validate_answers.js MODULES URL FILE: asks every request of FILE, and holds each answer against /openapi.json by Ajv:
// that its status, media type and headers are described, and its body has the shape. Bodies in FILE have \xNN for bytes
// beyond ASCII, since not all of them are UTF-8.
"use strict";
const http = require("http");
const [modules, url, file] = process.argv.slice(2);
const load = (name) => require(require.resolve(name, { paths: [modules] }));
const Ajv = load("ajv/dist/2020");
const PLAIN = ["content-type", "content-length", "transfer-encoding", "content-encoding", "server", "date", "connection", "keep-alive"];

function bytes(text) {
  return Buffer.concat(text.split(/(\\x[0-9a-f]{2})/).map((part) =>
    /^\\x[0-9a-f]{2}$/.test(part) ? Buffer.from(part.slice(2), "hex") : Buffer.from(part)));
}

function ask(method, target, body, headers) {
  return new Promise((resolve, reject) => {
    const request = http.request(new URL(target, url), { method, headers }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers,
        body: Buffer.concat(parts).toString() }));
    });
    request.on("error", reject);
    request.setTimeout(20000, () => request.destroy(new Error("no answer")));
    request.end(body);
  });
}

(async () => {
  const description = JSON.parse((await ask("GET", "openapi.json")).body);
  const ajv = new Ajv({ strict: false, allErrors: false });
  ajv.addSchema(description, "openapi");
  const found = (value) => value && value.$ref
    ? value.$ref.slice(2).split("/").reduce((at, name) => at[name], description) : value;

  // what is wrong with an answer, or nothing
  function fault(method, target, answer) {
    const path = "/" + target.replace(/\?.*$/, "");
    const item = description.paths[path]
      || description.paths[path.replace(/^(\/\w+)\/[^/]+$/, "$1/{id}")] || description.paths[path.replace(/^(\/\w+)\/[^/]+$/, "$1/{chart}")];
    const operation = item && item[method.toLowerCase()];
    const media = (answer.headers["content-type"] || "").replace(/;.*/, "");
    if (!operation) {
      if (![404, 405].includes(answer.status)) return "nothing is described";
      return shape("#/components/schemas/Problem", answer.body);
    }
    const response = found(operation.responses[answer.status]);
    if (!response) return "status " + answer.status;
    const known = Object.keys(response.headers || {}).map((name) => name.toLowerCase());
    for (const name of Object.keys(answer.headers)) {
      if (!known.includes(name) && !PLAIN.includes(name)) return "header " + name;
    }
    const content = (response.content || {})[media];
    if (!content) return "media type " + media;
    if (content.schema.$ref) return shape(content.schema.$ref, answer.body);
    if (media === "application/x-ndjson") {
      const row = content.schema.description.match(/^one (\w+) a line$/)[1];
      for (const line of answer.body.split("\n").filter(Boolean)) {
        const wrong = shape("#/components/schemas/" + row, line);
        if (wrong) return wrong;
      }
    }
  }
  function shape(ref, text) {
    const validate = ajv.getSchema("openapi" + ref);
    if (!validate(JSON.parse(text))) return ref + " " + JSON.stringify(validate.errors[0]);
  }

  let right = 0;
  for (const one of JSON.parse(require("fs").readFileSync(file, "utf8"))) {
    const body = one.body === undefined ? undefined : bytes(one.body);
    const headers = Object.assign({}, one.accept && { Accept: one.accept },
      body && { "Content-Type": one.type || "text/plain; charset=utf-8", "Content-Length": body.length });
    const answer = await ask(one.method, one.target, body, headers);
    // a body beyond nginx's own limit is refused by nginx, in its words
    const nginx = answer.status === 413 && answer.headers["content-type"] === "text/html";
    const wrong = answer.status !== one.status ? `answered ${answer.status}, not ${one.status}`
      : nginx ? undefined : fault(one.method, one.target, answer);
    if (wrong) console.log(`${one.method} ${one.target.slice(0, 80)}: ${wrong}`);
    else right++;
  }
  console.log(right + " answers are as described");
})().catch((error) => { console.log("FAILED to run: " + error.stack); process.exit(1); });
