// Synthesizes every case of `cases/` and writes it to a folder, one file per case.
//
// A file holds the definition and the statements of the machine's role. References stand in it as `${Name}` and
// `${Name.Attribute}`, the name being the construct's path without separators; everything else that CloudFormation
// would compute stands as `${Function(..)}`.

import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

process.env.CDK_VALIDATION = 'false';
process.env.JSII_DEPRECATED = 'quiet';
const { App, Stack } = await import('aws-cdk-lib');
const sfn = await import('aws-cdk-lib/aws-stepfunctions');
const tasks = await import('aws-cdk-lib/aws-stepfunctions-tasks');

const HERE = dirname(fileURLToPath(import.meta.url));
const STACK = 'Parity';

// What a new project of the CDK's starts with.
const recommended = createRequire(import.meta.url).resolve('aws-cdk-lib/package.json');
const FLAGS = JSON.parse(readFileSync(join(dirname(recommended), 'recommended-feature-flags.json'), 'utf8'));

/** The names of a template's resources by logical id: their paths, without separators and the stack's own name. */
function names(template) {
  const out = new Map();
  for (const [id, resource] of Object.entries(template.Resources)) {
    const path = resource.Metadata?.['aws:cdk:path'] ?? id;
    const parts = path.split('/').filter((part, at) => !(at === 0 && part === STACK));
    if (parts.at(-1) === 'Resource') parts.pop();
    out.set(id, parts.join('').replace(/[^A-Za-z0-9]/g, ''));
  }
  return out;
}

/** Values of a template as text. */
class Reader {
  constructor(template) {
    this.names = names(template);
  }

  name(id) {
    return this.names.get(id) ?? id;
  }

  /** As part of a longer text. */
  text(value) {
    if (typeof value !== 'object' || value === null) return String(value);
    const [[fn, argument]] = Object.entries(value);
    if (fn === 'Fn::Join' && Array.isArray(argument[1])) return argument[1].map((part) => this.text(part)).join(argument[0]);
    return `\${${this.expression(value)}}`;
  }

  /** As an argument of a function. */
  expression(value) {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    if (Array.isArray(value)) return `[${value.map((item) => this.expression(item)).join(', ')}]`;
    const [[fn, argument]] = Object.entries(value);
    if (fn === 'Ref') return this.name(argument);
    if (fn === 'Fn::GetAtt') return `${this.name(argument[0])}.${argument.slice(1).join('.')}`;
    return `${fn.replace('Fn::', '')}(${[argument].flat().map((item) => this.expression(item)).join(', ')})`;
  }

  /** A value with the references in it as text. */
  value(value) {
    if (Array.isArray(value)) return value.map((item) => this.value(item));
    if (typeof value !== 'object' || value === null) return value;
    const keys = Object.keys(value);
    if (keys.length === 1 && (keys[0] === 'Ref' || keys[0].startsWith('Fn::'))) return this.text(value);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.value(item)]));
  }
}

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const sorted = (value) => [value].flat().toSorted(compare);

/** A value with its keys in order. */
function ordered(value) {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => compare(a, b)).map(([key, item]) => [key, ordered(item)]));
}

function statement(reader, json) {
  const { Action, Effect, Resource, Condition } = reader.value(json);
  const out = { Action: sorted(Action), Effect, Resource: sorted(Resource) };
  return Condition === undefined ? out : { ...out, Condition: ordered(Condition) };
}

/** The statements of the machine's role, in the order in which they read best: by their text. */
function statements(reader, template) {
  const roles = Object.keys(template.Resources).filter((id) => reader.name(id) === 'MachineRole');
  const ofMachine = (policy) => policy.Properties.Roles?.some((role) => roles.includes(role.Ref));
  return Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::IAM::Policy' || Type === 'AWS::IAM::ManagedPolicy')
    .filter(ofMachine)
    .flatMap((policy) => policy.Properties.PolicyDocument.Statement)
    .map((json) => statement(reader, json))
    .toSorted((a, b) => compare(JSON.stringify(a), JSON.stringify(b)));
}

/** The names of the library's classes that stand for a task. */
const isTask = (it) => typeof it === 'function' && it.prototype instanceof sfn.TaskStateBase;
const CLASSES = sorted(Object.keys(tasks).filter((name) => isTask(tasks[name])));

/** Those that a case uses. */
function classes(stack) {
  const constructs = stack.node.findAll();
  return CLASSES.filter((name) => constructs.some((construct) => construct instanceof tasks[name]));
}

/** What a case synthesizes to, or the CDK's refusal. */
function synthesize({ build, language, classes: named }, outdir) {
  const app = new App({
    analyticsReporting: false,
    context: { ...FLAGS, 'aws:cdk:enable-path-metadata': true },
    outdir,
  });
  const stack = new Stack(app, STACK);
  try {
    const body = sfn.DefinitionBody.fromChainable(build(stack));
    new sfn.StateMachine(stack, 'Machine', { definitionBody: body, queryLanguage: language });
    const { template } = app.synth().getStackByName(STACK);
    const reader = new Reader(template);
    const machine = Object.entries(template.Resources).find(([id]) => reader.name(id) === 'Machine')[1];
    const definition = JSON.parse(reader.text(machine.Properties.DefinitionString));
    return { classes: classes(stack), definition: ordered(definition), statements: statements(reader, template) };
  } catch (error) {
    if (named === undefined) throw error;
    return { classes: named, error: error.message.split('\n')[0] };
  }
}

async function main(folder) {
  mkdirSync(folder, { recursive: true });
  const files = readdirSync(join(HERE, 'cases')).filter((file) => file.endsWith('.mjs')).toSorted();
  const seen = new Set();
  const covered = new Set();
  const failed = [];
  const scratch = mkdtempSync(join(tmpdir(), 'cdk-parity-'));
  for (const file of files) {
    const { default: cases } = await import(pathToFileURL(join(HERE, 'cases', file)));
    for (const [name, entry] of Object.entries(cases)) {
      if (seen.has(name)) throw new Error(`two cases are called ${name}`);
      seen.add(name);
      const found = typeof entry === 'function' ? { build: entry } : entry;
      let result;
      try {
        result = synthesize(found, join(scratch, name));
      } catch (error) {
        failed.push(`${name}: ${error.message}`);
        continue;
      }
      result.classes.forEach((it) => covered.add(it));
      const text = JSON.stringify({ case: name, ...result }, null, 2);
      writeFileSync(join(folder, `${name}.json`), `${text}\n`);
    }
  }
  rmSync(scratch, { recursive: true });
  if (failed.length > 0) throw new Error(`\n${failed.join('\n')}`);
  const missing = CLASSES.filter((name) => !covered.has(name));
  if (missing.length > 0) throw new Error(`no case uses ${missing.join(', ')}`);
  console.log(`${seen.size} cases of ${covered.size} classes`);
}

await main(process.argv[2]);
