// Expressions, and what the reference implementation of JSONata says of them: tests/jsonata/recorded.jsonl.
//
//   npm install --prefix FOLDER jsonata@2.0.6
//   node tools/jsonata_cases.mjs FOLDER/node_modules            writes the file anew
//   node tools/jsonata_cases.mjs FOLDER/node_modules --check    fails if it would come out another way
//   node tools/jsonata_cases.mjs FOLDER/node_modules --seed 7 --times 20 --out FILE    others, and more of them
//
// The expressions are those of tests/jsonata/written.txt, by hand, and others that are made here from a grammar and
// broken by chance, the same every time. A line is the expression alone where the reference takes it, else with the code
// it gives and the position, in units of 16 bits. A regular expression that JavaScript refuses has no code; it is
// recorded as `RegExp`.

import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSION = '2.0.6';
const here = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const [modules, ...options] = process.argv.slice(2);
const option = (name, otherwise) => (options.includes(name) ? options[options.indexOf(name) + 1] : otherwise);
const seed = Number(option('--seed', 20241122));
const times = Number(option('--times', 1));
const out = resolve(option('--out', `${here}/tests/jsonata/recorded.jsonl`));

const require = createRequire(resolve(modules, 'jsonata/package.json'));
if (require('./package.json').version !== VERSION) throw new Error(`this needs jsonata ${VERSION}`);
const jsonata = require('./jsonata.js');

// Chance that repeats itself: a linear congruential generator of 48 bits, its upper ones.
let state = BigInt(seed);
function chance() {
  state = (state * 0x5deece66dn + 0xbn) & 0xffffffffffffn;
  return Number(state >> 16n) / 2 ** 32;
}
const below = (limit) => Math.floor(chance() * limit);
const pick = (list) => list[below(list.length)];
const maybe = (share) => chance() < share;
const list = (least, most, make) => Array.from({ length: least + below(most - least + 1) }, make);
const joined = (items, sign) => items.flatMap((item, index) => (index ? [sign, ...item] : item));

const names = ['a', 'b', 'order', 'total', 'größe', 'x1', '_id', '`a name`', '`%`', 'and', 'or', 'in', 'function', 'λ'];
const variables = ['$', '$$', '$x', '$y', '$states', '$sum', '$map', '$größe', '$_'];
const texts = ["'text'", '"text"', "''", '"it\'s"', '"\\n\\t\\\\"', '"\\u00e9"', '"\\ud83d\\ude00"', "'ö😀'"];
const numbers = ['0', '1', '42', '1.5', '1e3', '2E-2', '10.25e+1', '9007199254740993'];
const values = ['true', 'false', 'null'];
const regexes = ['/a/', '/^a+$/i', '/[a-z]{2,3}/', '/(\\d+)-(?:x|y)/m', '/\\//im', '/(?<n>a)\\k<n>/', '/[/]/'];
const binary = ['+', '-', '*', '/', '%', '&', '=', '!=', '<', '<=', '>', '>=', 'and', 'or', 'in', '~>', '.', '..'];
const signatures = ['<n:n>', '<s-n?:s>', '<a<n>:n>', '<(sn)-f<n:n>:x>', '<:s>', '<a+>', '<j?x?>'];

const leaf = () =>
  [pick([names, names, variables, variables, texts, numbers, values, ['*', '**', '%']])].map((of) => pick(of));

// An expression as a list of tokens.
function expression(depth) {
  if (depth <= 0) return leaf();
  const part = () => expression(depth - 1 - below(2));
  const members = () => joined(list(0, 2, () => [...part(), ':', ...part()]), ',');
  return pick([
    leaf,
    () => [...part(), pick(binary.slice(0, -1)), ...part()],
    () => [...part(), pick(['.', '.', '&', '=', 'and']), ...part()],
    () => ['-', ...part()],
    () => ['(', ...joined(list(0, 3, part), ';'), ')'],
    () => ['[', ...joined(list(0, 3, () => (maybe(0.2) ? [...part(), '..', ...part()] : part())), ','), ']'],
    () => ['{', ...members(), '}'],
    () => [...part(), '[', ...(maybe(0.2) ? [] : part()), ']'],
    () => [...part(), '{', ...members(), '}'],
    () => [...part(), '^', '(', ...joined(list(1, 2, () => [...pick([[], ['<'], ['>']]), ...part()]), ','), ')'],
    () => [...part(), pick(['@', '#']), pick(variables.slice(2))],
    () => [pick(variables.slice(2)), ':=', ...part()],
    () => [pick(variables.slice(2)), '(', ...joined(list(0, 3, () => (maybe(0.15) ? ['?'] : part())), ','), ')'],
    () => ['$match', '(', ...part(), ',', pick(regexes), ')'],
    () => [
      pick(['function', 'λ']), '(', ...joined(list(0, 2, () => [pick(variables.slice(2))]), ','), ')',
      ...(maybe(0.3) ? [pick(signatures)] : []), '{', ...part(), '}',
    ],
    () => [...part(), '?', ...part(), ...(maybe(0.7) ? [':', ...part()] : [])],
    () => ['|', ...part(), '|', ...part(), ...(maybe(0.4) ? [',', ...part()] : []), '|'],
    path,
  ])();
}

// A path in which parents are looked for.
function path() {
  const step = () => pick([
    () => [pick(names.slice(0, 7))],
    () => ['%'],
    () => ['(', ...path(), ')'],
    () => [pick(['*', '**', '$x', '[%]', '{"k": %}', '[%.a, %.%.b]', '("t")', '$f(%)', '()'])],
    () => [pick(names.slice(0, 7)), '[', ...path(), ']'],
    () => [pick(names.slice(0, 7)), pick(['@', '#']), '$v'],
    () => [pick(names.slice(0, 7)), '^', '(', ...path(), ')'],
  ])();
  return joined([[pick(['a', 'b', '$x', '%', '(a.b)', '$states'])], ...list(0, 4, step)], '.');
}

function regex() {
  const atom = () => pick([
    'a', '.', '\\d', '\\b', '\\/', '\\1', '\\k', '\\k<n>', '\\c', '\\cA', '\\x4', '\\u{1}', '\\p{L}', '^', '$', '|', '-', ']', '}',
    '{', '{2}', '{2,}', '{3,2}', '{,2}', '*', '+', '?', '*?', '+?', '(a)', '(?:a)', '(?=a)', '(?!a)', '(?<=a)', '(?<!a)',
    '(?<n>a)', '(?<1>a)', '(?i:a)', '(?a)', '[a-z]', '[z-a]', '[^]', '[]', '[\\d-z]', '[\\b]', '[\\k]', '[😀-a]', '[a-😀]',
    '[\\cA-\\c_]', '[\\x41-\\x40]', '[\\0-\\7]', '(', ')', '[', '\\\\', '\\(', 'ö',
  ]);
  return ['$match', '(', 'a', ',', `/${list(1, 5, atom).join('')}/${pick(['', '', 'i', 'm', 'im', 'ii', 'g'])}`, ')'];
}

function signature() {
  const symbol = () => pick([
    's', 'n', 'b', 'l', 'o', 'a', 'f', 'j', 'x', '-', '?', '+', ':', 'q', '<', '>', 'a<n>', 'f<n:n>', '(sn)', '(s-n)', '(a<n>)',
    '(', ')', '1', '"s"', '1e300', '-?', '??', ' ', '{', '/a/',
  ]);
  return ['function', '(', '$x', ')', '<', list(0, 6, symbol).join(''), '>', '{', '$x', '}'];
}

// Tokens as text. Two names need a blank between them; others may have one, or a comment.
function written(tokens) {
  let text = '';
  for (const token of tokens) {
    const stuck = /[\p{L}\p{N}_$`"']$/u.test(text) && /^[\p{L}\p{N}_$`"']/u.test(token);
    const blank = maybe(0.04) ? pick(['/* c */', '\n', '\t', ' /**/ ', '\r\n']) : maybe(0.25) ? ' ' : '';
    text += (stuck && !blank ? ' ' : blank) + token;
  }
  return text;
}

// One thing wrong, perhaps.
function broken(tokens) {
  const stray = () => pick([
    ...binary, ...leaf(), '(', ')', '[', ']', '{', '}', ',', ';', ':', ':=', '?', '@', '#', '^', '|', '!', '~', '/', '"', "'", '`',
    '<', '>', '/*', '$x', 'λ', '??', '?:', '...', '**', '01', '1e999', '"\\q"', '"\\u12"', '%', '\\',
  ]);
  const copy = [...tokens];
  const at = below(copy.length + 1);
  pick([
    () => copy.splice(at, 1),
    () => copy.splice(at, 0, stray()),
    () => copy.splice(at, 1, stray()),
    () => copy.splice(at, 0, copy[at] ?? stray()),
    () => copy.splice(at),
    () => copy.splice(0, at),
    () => copy.splice(at, 2, ...copy.slice(at, at + 2).reverse()),
  ])();
  const text = written(copy);
  const characters = [...text];
  return maybe(0.2) ? characters.slice(0, below(characters.length + 1)).join('') : text;
}

// `== feature` begins a group of tests/jsonata/written.txt; `json: "…"` is an expression that has no place on a line.
function byHand() {
  const lines = readFileSync(`${here}/tests/jsonata/written.txt`, 'utf8').split('\n');
  const expressions = lines.filter((line) => line !== '' && !line.startsWith('== '));
  return expressions.map((line) => (line.startsWith('json: ') ? JSON.parse(line.slice(6)) : line));
}

function verdict(text) {
  try {
    jsonata(text);
    return [text];
  } catch (error) {
    if (error instanceof SyntaxError) return [text, 'RegExp'];
    if (!/^S\d{4}$/.test(error.code)) throw error;
    return Number.isInteger(error.position) ? [text, error.code, error.position] : [text, error.code];
  }
}

const LONGEST = 140;
const wanted = [
  [1100, () => written(expression(1 + below(4)))],
  [500, () => written(path())],
  [1700, () => broken(expression(1 + below(3)))],
  [300, () => broken(path())],
  [500, () => written(regex())],
  [300, () => written(signature())],
];
const seen = new Set(byHand());
for (const [count, make] of wanted) {
  for (let made = 0; made < count * times; ) {
    const text = make();
    if (text.length > LONGEST || seen.has(text)) {
      // Short ones run out.
      if (maybe(0.02)) made += 1;
      continue;
    }
    seen.add(text);
    made += 1;
  }
}
const recorded = [...seen].map((text) => `${JSON.stringify(verdict(text))}\n`).join('');
if (options.includes('--check')) {
  if (readFileSync(out, 'utf8') !== recorded) throw new Error(`${out} is not what the reference says`);
} else {
  writeFileSync(out, recorded);
}
