// node validate_vega.js MODULES FILE...: is each FILE a right Vega-Lite specification by Vega-Lite's own schema, does its
// compiler take it without a warning, and can Vega draw it, with as many marks as there are rows? One line a file.
"use strict";
const fs = require("fs");
const path = require("path");
const [modules, ...files] = process.argv.slice(2);
const load = (name) => require(require.resolve(name, { paths: [modules] }));
const vegaLite = load("vega-lite");
const vega = load("vega");
const Ajv = load("ajv");

const schema = JSON.parse(fs.readFileSync(path.join(path.dirname(require.resolve("vega-lite/package.json",
  { paths: [modules] })), "build/vega-lite-schema.json"), "utf8"));
const ajv = new (Ajv.default || Ajv)({ strict: false, allErrors: false, validateFormats: false });
const validate = ajv.compile(schema);

async function judge(file) {
  const specification = JSON.parse(fs.readFileSync(file, "utf8"));
  if (!validate(specification)) return "schema: " + JSON.stringify(validate.errors[0]);
  const said = [];
  const note = (...words) => { said.push(words.join(" ")); return logger; };
  const logger = { warn: note, error: note, info: () => logger, debug: () => logger, level: () => logger };
  const compiled = vegaLite.compile(specification, { logger }).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: "none", logger });
  const svg = await view.toSVG();
  if (said.length > 0) return "said: " + said.join("; ");
  fs.writeFileSync(file.replace(/\.json$/, ".vega.svg"), svg);
  const drawn = (svg.match(/aria-roledescription="(bar|rule mark|point|rect)"/g) || []).length;
  const rows = specification.data.values.length;
  return drawn >= rows ? "valid" : `${drawn} marks for ${rows} rows`;
}

(async () => {
  for (const file of files) {
    try {
      console.log(path.basename(file) + " " + await judge(file));
    } catch (error) {
      console.log(path.basename(file) + " " + String(error.message).replace(/\s+/g, " ").slice(0, 300));
    }
  }
})();
