// Runs @microsoft/recognizers-text-suite over a text, a paragraph at a time, for so many seconds:
//   node recognizers.js FILE SECONDS  ->  "N bytes, N results, N s"
const fs = require("fs");
const suite = require("@microsoft/recognizers-text-suite");
const [file, seconds] = [process.argv[2], Number(process.argv[3])];
const culture = suite.Culture.Chinese;
const start = process.hrtime.bigint();
const elapsed = () => Number(process.hrtime.bigint() - start) / 1e9;
let bytes = 0, results = 0;
for (const paragraph of fs.readFileSync(file, "utf8").split("\n")) {
  if (elapsed() >= seconds) break;
  for (const recognize of [suite.recognizeNumber, suite.recognizePercentage, suite.recognizeCurrency, suite.recognizeDimension,
                           suite.recognizeOrdinal])
    results += recognize(paragraph, culture).length;
  bytes += Buffer.byteLength(paragraph) + 1;
}
console.log(`${bytes} bytes, ${results} results, ${elapsed().toFixed(2)} s`);
