#!/usr/bin/env node
// HashiCorp's own HCL parser as the oracle of src/syntax/hcl. README.md says what is compared.
//
//   npm install @cdktf/hcl2json@0.21.0                    anywhere; NODE_PATH names it
//   NODE_PATH=…/node_modules node oracle.js record        writes recorded.json from cases/
//   NODE_PATH=…/node_modules node oracle.js compare DIR…  compares every .tf file below DIR…
//
// `compare` runs the ignored test `print_ours` for our side, counts each content once, writes a
// table of repositories (a directory named is one) to standard output and every difference to
// differences.txt in the working directory.
"use strict";
const { execFileSync } = require("child_process");
const crypto = require("crypto");
const fs = require("fs");
const os = require("os");
const path = require("path");

const ROOT = path.resolve(__dirname, "../../..");

/** The parser's functions, called without their promises: they answer at once. */
let parser;

async function start() {
  for (const name of Object.keys(require.cache)) {
    if (name.includes("hcl2json")) delete require.cache[name];
  }
  await require("@cdktf/hcl2json").parse("start.tf", "a = 1\n");
  parser = global.__parse_terraform_config_wasm__;
}

/** Calls one function. An answer, or an error; a parser that crashed is started anew. */
async function call(name, text) {
  let answer;
  try {
    parser[name]("main.tf", text, (error, result) => {
      answer = error ? { error: String(error) } : { ok: JSON.parse(result) };
    });
  } catch {
    // Told below.
  }
  if (answer === undefined) {
    await start();
    return { error: "crash" };
  }
  return answer;
}

const json = (text) => call("parse", text + "\n");

// --- Trees of expressions ----------------------------------------------------------------

/** Our form of a tree: tests/oracle_syntax/shape.rs makes the same of ours. */
function tree(node) {
  const { children, meta } = node;
  const kids = () => children.map(tree);
  const source = (meta?.value ?? "").replace(/\r\n$/, "");
  switch (node.type) {
    case "":
      // Parentheses and keys have one child; a key that is a bare name has none.
      return children.length ? tree(children[0]) : "name";
    case "literalValue":
      return ["literal", source];
    case "template":
      return ["template", source, ...parts(children)];
    case "templateWrap":
      return ["wrap", source, ...kids()];
    case "tuple":
    case "object":
      return [node.type, source, ...kids()];
    case "function":
      return ["call", source, meta.name, meta.expandedFinalArgument, ...kids()];
    case "conditional":
      return ["conditional", source, ...kids()];
    case "unaryOp":
      return ["unary", source, meta.operator, ...kids()];
    case "binaryOp":
      return ["binary", source, meta.operator, ...kids()];
    case "for":
      return ["for", source, meta.keyVar, meta.valVar, meta.groupedValue, ...kids()];
    case "scopeTraversal":
      return ["get", source, meta.traversal[0].segment, ...steps(meta.traversal.slice(1))];
    case "relativeTraversal":
      return ["get", source, ...base(children[0]), ...steps(meta.traversal)];
    case "index":
      return ["get", source, ...base(children[0]), ["index", tree(children[1])]];
    case "splat": {
      const marker = meta.anonSymbolExpression.replace(/\s/g, "");
      const each = base(children[1]).slice(1);
      return ["get", source, ...base(children[0]), ["splat", marker, ...each]];
    }
    default:
      throw new Error(`unknown node ${node.type}`);
  }
}

/** What steps are applied to: those of an inner traversal are joined to it. */
function base(node) {
  const inner = tree(node);
  return inner[0] === "get" ? inner.slice(2) : [inner];
}

function steps(traversal) {
  return traversal.map(({ type, segment }) =>
    type === "nameTraversal" ? `.${segment}` : ["index", segment],
  );
}

function parts(children) {
  const all = [];
  for (const child of children) {
    const part = partOf(child);
    const text = part === "text";
    if (part !== "" && !(text && all[all.length - 1] === "text")) all.push(part);
  }
  return all;
}

/** White space is left out: here it is as written, though `~` may have stripped it. */
function partOf(child) {
  const { type, meta } = child;
  if (type === "literalValue" && meta.type === "string") return meta.value.trim() ? "text" : "";
  if (type === "templateJoin") {
    const [{ meta: each, children }] = child.children;
    const [collection, body] = children;
    return ["join", "", each.keyVar, each.valVar, tree(collection), arm(body)];
  }
  if (type === "conditional" && meta.value.startsWith("%{")) {
    const [condition, then, otherwise] = child.children;
    return ["conditional", "", tree(condition), arm(then), arm(otherwise)];
  }
  return tree(child);
}

/** The text of a directive; an `else` that is not there is an empty literal. */
function arm(node) {
  return ["template", "", ...parts(node.type === "template" ? node.children : [])];
}

// --- Both sides --------------------------------------------------------------------------

/** Answers to pieces that were asked for before: most are written many times. */
const known = new Map();

async function piece(kind, source) {
  const key = kind + source;
  if (!known.has(key)) {
    let answer;
    if (kind === "tree") {
      answer = await call("getExpressionAst", source);
      if (answer.ok) answer = { ok: tree(answer.ok) };
    } else {
      answer = await json(`x = ${source}`);
      if (answer.ok) answer = { ok: answer.ok.x };
    }
    known.set(key, answer);
  }
  return known.get(key);
}

/** The first place where two values differ, or null. Values are compared as cty holds them:
 * numbers as numbers, text in normal form C. */
function difference(ours, theirs, at = "") {
  if (typeof ours === "string" && typeof theirs === "string") {
    if (ours.normalize() === theirs.normalize()) return null;
  } else if (Array.isArray(ours) && Array.isArray(theirs)) {
    for (let i = 0; i < Math.max(ours.length, theirs.length); i++) {
      const found = difference(ours[i], theirs[i], `${at}[${i}]`);
      if (found) return found;
    }
    return null;
  } else if (ours && theirs && typeof ours === "object" && typeof theirs === "object") {
    const names = (value) =>
      new Map(Object.entries(value).map(([name, inner]) => [name.normalize(), inner]));
    const [a, b] = [names(ours), names(theirs)];
    for (const name of new Set([...a.keys(), ...b.keys()])) {
      const found = difference(a.get(name), b.get(name), `${at}.${name}`);
      if (found) return found;
    }
    return null;
  } else if (ours === theirs) {
    return null;
  }
  const show = (value) => (JSON.stringify(value) ?? "nothing").slice(0, 300);
  return `at ${at || "."}: ours ${show(ours)}, theirs ${show(theirs)}`;
}

/** Compares a file: equal, both reject, or a difference. */
async function judge(text, ours) {
  const theirs = await json(text);
  if (theirs.error && ours.error) return { verdict: "both" };
  if (theirs.error) return { verdict: "differ", why: `only theirs rejects: ${theirs.error}` };
  if (ours.error) return { verdict: "differ", why: `only ours rejects: ${ours.error}` };
  const file = difference(ours.json, theirs.ok);
  if (file) return { verdict: "differ", why: file };
  let pieces = 0;
  for (const one of ours.pieces) {
    const kind = one.tree ? "tree" : "json";
    const answer = await piece(kind, one.source);
    const found = answer.error ?? difference(one[kind], answer.ok);
    if (found) return { verdict: "differ", why: `${found}\n  in ${one.source.slice(0, 600)}` };
    pieces++;
  }
  return { verdict: "equal", pieces };
}

function printOurs(files) {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "oracle-"));
  const [list, out] = [path.join(dir, "files"), path.join(dir, "ours")];
  fs.writeFileSync(list, files.join("\n"));
  const env = { ...process.env, IACSCAN_FILES: list, IACSCAN_OURS: out };
  const args = ["test", "-q", "--test", "oracle_syntax", "print_ours", "--", "--ignored"];
  execFileSync("cargo", args, { cwd: ROOT, env, stdio: ["ignore", "ignore", "inherit"] });
  const lines = fs.readFileSync(out, "utf8").trimEnd().split("\n");
  fs.rmSync(dir, { recursive: true });
  return lines;
}

/** As source::read decodes a file. */
function read(file) {
  return fs.readFileSync(file, "utf8").replace(/^\uFEFF/, "");
}

function find(dir, files = []) {
  for (const entry of fs.readdirSync(dir, { withFileTypes: true })) {
    const below = path.join(dir, entry.name);
    if (entry.isDirectory() && entry.name !== ".git") find(below, files);
    else if (entry.isFile() && entry.name.endsWith(".tf")) files.push(below);
  }
  return files;
}

async function compare(dirs) {
  const seen = new Set();
  const total = { name: "total", files: 0, equal: 0, both: 0, differ: 0, pieces: 0 };
  const differences = [];
  console.log("| repository | files | equal | both reject | differ | expressions |");
  console.log("|---|---|---|---|---|---|");
  const show = (row) => {
    const { name, files, equal, both, differ, pieces } = row;
    console.log(`| ${name} | ${files} | ${equal} | ${both} | ${differ} | ${pieces} |`);
  };
  for (const dir of dirs) {
    const row = { ...total, name: path.basename(dir), files: 0, equal: 0, both: 0, differ: 0, pieces: 0 };
    const files = find(path.resolve(dir)).sort().filter((file) => {
      const hash = crypto.createHash("sha256").update(fs.readFileSync(file)).digest("hex");
      return !seen.has(hash) && seen.add(hash);
    });
    row.files = files.length;
    const lines = files.length ? printOurs(files) : [];
    for (const [at, file] of files.entries()) {
      const { verdict, why, pieces } = await judge(read(file), JSON.parse(lines[at]));
      row[verdict]++;
      row.pieces += pieces ?? 0;
      if (why) differences.push(`${file}\n  ${why}\n`);
    }
    show(row);
    for (const key of ["files", "equal", "both", "differ", "pieces"]) total[key] += row[key];
  }
  show(total);
  fs.writeFileSync("differences.txt", differences.join("\n"));
}

/** Writes what theirs says of each of our own inputs. Pieces are those our side asks for. */
async function record() {
  const cases = path.join(__dirname, "cases");
  const files = find(cases).sort();
  const lines = printOurs(files);
  const recorded = {};
  for (const [at, file] of files.entries()) {
    const theirs = await json(read(file));
    const name = path.relative(cases, file);
    if (theirs.error) {
      recorded[name] = { error: theirs.error };
      continue;
    }
    const pieces = [];
    for (const { source, tree } of JSON.parse(lines[at]).pieces ?? []) {
      const kind = tree ? "tree" : "json";
      const answer = await piece(kind, source);
      pieces.push(answer.error ? { source, error: answer.error } : { source, [kind]: answer.ok });
    }
    recorded[name] = { json: theirs.ok, pieces };
  }
  fs.writeFileSync(path.join(__dirname, "recorded.json"), JSON.stringify(recorded, null, 1) + "\n");
}

async function main() {
  const [command, ...dirs] = process.argv.slice(2);
  await start();
  if (command === "record") await record();
  else if (command === "compare" && dirs.length) await compare(dirs);
  else throw new Error("oracle.js record | oracle.js compare DIR…");
  process.exit(0);
}

main();
