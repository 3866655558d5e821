// Tells whether a SARIF log follows the schema of SARIF 2.1.0, and where it does not.
// usage: node validate_sarif.js FOLDER-OF-NODE_MODULES FILE
'use strict';
const path = require('path');
const fs = require('fs');
const [, , modules, file] = process.argv;
const from = require('module').createRequire(path.join(modules, 'index.js'));
const Ajv = from('ajv-draft-04');
// the schema's patterns are of before the u flag
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
from('ajv-formats')(ajv);
const schema = JSON.parse(fs.readFileSync(path.join(modules, '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json')));
const validate = ajv.compile(schema);
const fine = validate(JSON.parse(fs.readFileSync(file, 'utf8')));
process.stdout.write(fine ? 'valid' : JSON.stringify(validate.errors, null, 1));
