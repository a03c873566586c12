// Verdicts of two public validators: asl-validator, and amazon-states-language-service (what the AWS Toolkit runs).
//
//   node tools/peers/validators.mjs NODE_MODULES < cases.jsonl > verdicts.jsonl
//
// A case is one line: {"id", "definition"}, the definition as text. A verdict is one line: {"id", "tool", "accepts"},
// and "broke" where the tool threw instead of answering. Findings of a tool that it calls warnings do not refuse.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { resolve } from "node:path";

const require = createRequire(resolve(process.argv[2], "x.js"));
const loaded = require("asl-validator");
const aslValidator = typeof loaded === "function" ? loaded : loaded.default;
const { getLanguageService, TextDocument, ASL_SCHEMA } = require("amazon-states-language-service");
const service = getLanguageService({});

const tools = {
  "asl-validator": async (text) => aslValidator(JSON.parse(text)).isValid,
  "amazon-states-language-service": async (text) => {
    const document = TextDocument.create("foo://machine.asl.json", "json", 1, text);
    const json = service.parseJSONDocument(document);
    const found = await service.doValidation(document, json, undefined, ASL_SCHEMA);
    return !found.some((item) => item.severity === 1);
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, definition } = JSON.parse(line);
  for (const [tool, accepts] of Object.entries(tools)) {
    let verdict;
    try {
      verdict = { id, tool, accepts: await accepts(definition) };
    } catch (error) {
      verdict = { id, tool, accepts: false, broke: String(error.message ?? error) };
    }
    console.log(JSON.stringify(verdict));
  }
}
