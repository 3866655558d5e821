// Drives `baogao lsp` with the client library of VS Code and tells what it saw as one JSON object.
// usage: node lsp_client.js FOLDER-OF-NODE_MODULES LUA DRAFT
'use strict';
const path = require('path');
const { spawn } = require('child_process');
const fs = require('fs');
const [, , modules, lua, draftPath] = process.argv;
const from = require('module').createRequire(path.join(modules, 'index.js'));
const rpc = from('vscode-jsonrpc/node');
const lsp = from('vscode-languageserver-protocol/node');

const child = spawn(lua, ['lua/baogao/cli/baogao', 'lsp', '--lang', 'en'], { stdio: ['pipe', 'pipe', 'inherit'] });
const connection = lsp.createProtocolConnection(new rpc.StreamMessageReader(child.stdout), new rpc.StreamMessageWriter(child.stdin));
const out = {};
const published = [];
let waiting = [];
connection.onNotification(lsp.PublishDiagnosticsNotification.type, (params) => {
  published.push(params);
  waiting.forEach((w) => w());
});
connection.onNotification('window/logMessage', (params) => { out.log = (out.log || []).concat(params.message); });
connection.listen();

const uri = 'file:///draft.md';
const doc = { uri };
let version = 1;
// the next publication that satisfies the test
function publication(test) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no publication: ' + test)), 10000);
    const look = () => {
      const found = published.find(test);
      if (found) { clearTimeout(timer); waiting = waiting.filter((w) => w !== look); resolve(found); }
    };
    waiting.push(look);
    look();
  });
}
function change(range, text) {
  version += 1;
  return connection.sendNotification(lsp.DidChangeTextDocumentNotification.type,
    { textDocument: { uri, version }, contentChanges: [range ? { range, text } : { text }] });
}
const at = (line, character) => ({ line, character });
const span = (line, a, b) => ({ start: at(line, a), end: at(line, b) });
const rss = () => Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]);

(async () => {
  // before initialize
  await connection.sendRequest(lsp.HoverRequest.type, { textDocument: doc, position: at(0, 0) })
    .then(() => { out.early = 'answered'; }, (e) => { out.early = e.code; });
  const init = await connection.sendRequest(lsp.InitializeRequest.type, { processId: process.pid, rootUri: null,
    capabilities: { general: { positionEncodings: ['utf-16'] } } });
  out.encoding = init.capabilities.positionEncoding;
  out.again = await connection.sendRequest(lsp.InitializeRequest.type, { processId: null, rootUri: null, capabilities: {} })
    .then(() => 'answered', (e) => e.code);
  await connection.sendNotification(lsp.InitializedNotification.type, {});

  // 😀 is two units of UTF-16
  const text = '😀全市高新技术企业5800家。\n\n省级平台2297家。\n';
  await connection.sendNotification(lsp.DidOpenTextDocumentNotification.type,
    { textDocument: { uri, languageId: 'markdown', version, text } });
  const first = await publication((p) => p.version === 1);
  out.first = first.diagnostics.map((d) => [d.range.start.line, d.range.start.character, d.range.end.character, d.code, d.severity]);
  const hover = await connection.sendRequest(lsp.HoverRequest.type, { textDocument: doc, position: at(0, 12) });
  out.hover = hover.contents.value;
  const actions = await connection.sendRequest(lsp.CodeActionRequest.type,
    { textDocument: doc, range: span(0, 12, 12), context: { diagnostics: [] } });
  out.actions = actions.map((a) => a.title);
  out.mended = actions[0].edit.changes[uri][0];

  // an edit that falls between the two halves of 😀, one past the line's end, one over lines
  await change(span(0, 1, 1), '');
  await change({ start: at(0, 999), end: at(1, 0) }, '\n');
  await change({ start: at(2, 0), end: at(3, 0) }, '孵化载体');
  const completion = await connection.sendRequest(lsp.CompletionRequest.type, { textDocument: doc, position: at(2, 4) });
  out.completion = completion.items[0].textEdit.newText;
  const third = await publication((p) => p.version === version);
  out.third = third.diagnostics.map((d) => d.range.start.line);

  // rounding, as a hint
  await change(null, '市级以上创新平台0.56万家。\n');
  const hints = await connection.sendRequest(lsp.InlayHintRequest.type, { textDocument: doc, range: { start: at(0, 0), end: at(1, 0) } });
  out.hints = hints.map((h) => [h.position.character, h.label]);

  // cancelled requests: many at once, all cancelled but the last
  const asked = [];
  for (let i = 0; i < 50; i++) {
    const source = new rpc.CancellationTokenSource();
    asked.push(connection.sendRequest(lsp.HoverRequest.type, { textDocument: doc, position: at(0, 9) }, source.token)
      .then(() => 'answered', (e) => e.code));
    if (i < 49) source.cancel();
  }
  const answers = await Promise.all(asked);
  out.cancelled = answers.filter((a) => a === lsp.LSPErrorCodes.RequestCancelled).length;
  out.lastAnswer = answers[49];

  // what is no request of the protocol, and what is no JSON
  out.unknown = await connection.sendRequest('textDocument/nosuch', {}).then(() => 'answered', (e) => e.code);
  out.badPosition = await connection.sendRequest('textDocument/hover', { textDocument: doc, position: 7 })
    .then(() => 'answered', (e) => e.code);
  out.noDocument = await connection.sendRequest('textDocument/hover', { textDocument: { uri: 'file:///other' }, position: at(0, 0) });
  const junk = '{"jsonrpc": "2.0", ';
  child.stdin.write(`Content-Length: ${Buffer.byteLength(junk)}\r\n\r\n${junk}`);
  out.afterJunk = (await connection.sendRequest(lsp.HoverRequest.type, { textDocument: doc, position: at(0, 9) })) !== null;

  // 10 000 edits
  await change(null, fs.readFileSync(draftPath, 'utf8'));
  await publication((p) => p.version === version);
  const middle = 20;
  let before;
  const times = [];
  for (let i = 0; i < 10000; i++) {
    const sent = process.hrtime.bigint();
    await change(span(middle, 0, i % 2 ? 3 : 0), i % 2 ? '' : '5家、');
    if (i % 20 === 18) {
      // what is on its way is awaited, so that one edit and its answer are measured
      await connection.sendRequest(lsp.HoverRequest.type, { textDocument: doc, position: at(middle, 5) });
    } else if (i % 20 === 19) {
      await connection.sendRequest(lsp.HoverRequest.type, { textDocument: doc, position: at(middle, 5) });
      times.push(Number(process.hrtime.bigint() - sent) / 1e6);
    }
    if (i === 2000) before = rss();
    if (i % 500 === 0) published.length = 0;
  }
  await publication((p) => p.version === version);
  times.sort((a, b) => a - b);
  out.edits = { before, after: rss(), answered: times.length, p50: times[Math.floor(times.length * 0.5)], p99: times[Math.floor(times.length * 0.99)] };

  await connection.sendNotification(lsp.DidCloseTextDocumentNotification.type, { textDocument: doc });
  out.closed = (await publication((p) => p.diagnostics.length === 0 && p.version === undefined)).diagnostics.length;
  await connection.sendRequest(lsp.ShutdownRequest.type);
  out.afterShutdown = await connection.sendRequest(lsp.HoverRequest.type, { textDocument: doc, position: at(0, 0) })
    .then(() => 'answered', (e) => e.code);
  const exited = new Promise((resolve) => child.on('exit', resolve));
  await connection.sendNotification(lsp.ExitNotification.type);
  out.exit = await exited;
  process.stdout.write(JSON.stringify(out));
  process.exit(0);
})().catch((error) => {
  process.stdout.write(JSON.stringify({ ...out, failed: String(error && error.stack || error) }));
  child.kill();
  process.exit(1);
});
