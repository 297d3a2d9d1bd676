// Checks dashboards against Grafana's own types: a misspelt key or a value of the wrong kind is an error of the compiler.
// Keys that the types demand but Grafana fills in may be left out.
// node types.cjs FOLDER-WITH-NODE_MODULES DASHBOARD.json...
const fs = require("fs");
const path = require("path");

const [folder, ...files] = process.argv.slice(2);
const ts = require(path.join(folder, "node_modules", "typescript"));

const panelTypes = ["barchart", "heatmap", "stat", "state-timeline", "table", "timeseries"];
const sdkName = (type) => type.replace("-", "");
const withFieldConfig = panelTypes.filter((type) => type !== "stat");
const lines = [
  ...["dashboard", "prometheus", ...panelTypes.map(sdkName)].map(
    (name) => `import * as ${name} from "@grafana/grafana-foundation-sdk/dist/${name}";`,
  ),
  "type Some<T> = 0 extends 1 & T ? any",
  "  : T extends string ? `${T}`",
  "  : T extends number | boolean | null | undefined ? T",
  "  : T extends (infer E)[] ? Some<E>[]",
  "  : { [K in keyof T]?: Some<T[K]> };",
];
const places = new Map();

function check(place, type, value) {
  places.set(lines.length, place);
  lines.push(`export const v${lines.length}: Some<${type}> = ${JSON.stringify(value)};`);
}

for (const file of files) {
  const { panels, annotations, ...rest } = JSON.parse(fs.readFileSync(file, "utf8"));
  const name = path.basename(file);
  check(name, "dashboard.Dashboard", rest);
  // The others are of Prometheus' annotations, of which the types know nothing.
  for (const { step, titleFormat, textFormat, tagKeys, useValueForTime, ...annotation } of annotations.list) {
    check(`${name}, annotation ${annotation.name}`, "dashboard.AnnotationQuery", annotation);
  }
  for (const { targets, options, ...panel } of panels) {
    const place = `${name}, panel "${panel.title}"`;
    if (!panelTypes.includes(panel.type)) {
      console.log(`${place}: type ${panel.type} is not one of ${panelTypes}`);
      continue;
    }
    check(place, "dashboard.Panel", panel);
    check(`${place}, options`, `${sdkName(panel.type)}.Options`, options);
    targets.forEach((target) => check(`${place}, target ${target.refId}`, "prometheus.dataquery", target));
    const custom = panel.fieldConfig.defaults.custom;
    if (custom !== undefined) {
      const type = withFieldConfig.includes(panel.type) ? `${sdkName(panel.type)}.FieldConfig` : "Record<never, never>";
      check(`${place}, custom`, type, custom);
    }
  }
}

const source = path.join(folder, "dashboards.ts");
fs.writeFileSync(source, lines.join("\n"));
const program = ts.createProgram([source], {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
});
for (const problem of ts.getPreEmitDiagnostics(program)) {
  const line = problem.file?.getLineAndCharacterOfPosition(problem.start).line;
  console.log(`${places.get(line) ?? "types.cjs"}: ${ts.flattenDiagnosticMessageText(problem.messageText, " ")}`);
}
