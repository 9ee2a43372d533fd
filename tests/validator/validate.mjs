// Validates HTML from the standard input: one fault a line. The first argument is the folder of
// the libraries.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const load = createRequire(resolve(process.argv[2], "package.json"));
const { HtmlValidate, StaticConfigLoader } = load("html-validate");
const loader = new StaticConfigLoader({
  root: true,
  extends: ["html-validate:standard", "html-validate:a11y"],
});
const report = await new HtmlValidate(loader).validateString(readFileSync(0, "utf8"));
for (const { messages } of report.results) {
  for (const { line, ruleId, message } of messages) {
    console.log(`${line}: ${ruleId}: ${message}`);
  }
}
