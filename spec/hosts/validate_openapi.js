// node validate_openapi.js MODULES FILE: is FILE a right description by OpenAPI's own schema?
"use strict";
const [modules, file] = process.argv.slice(2);
const { validate } = require(require.resolve("@readme/openapi-parser", { paths: [modules] }));
validate(JSON.parse(require("fs").readFileSync(file, "utf8"))).then((result) => {
  console.log(result.valid && result.warnings.length === 0 ? "valid" : JSON.stringify(result));
});
