// Validates Kubernetes manifests, a JSON list on standard input, by the validators that the packages of
// kubernetes-models have compiled from Kubernetes' own JSON schemas and from the custom resources of the Prometheus
// operator. Prints one line for each problem. An API server refuses unknown fields (strict validation), too, which JSON
// schemas do not: what a validator has never looked at is unknown.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const modules = process.argv[2] + "/node_modules/";
const anyObject = /^(data|stringData|metadata\.(labels|annotations))$/;

function watched(value, seen) {
  if (value === null || typeof value !== "object") return value;
  const children = new Map();
  const read = new Set();
  seen.set(value, read);
  return new Proxy(value, {
    get(target, key) {
      if (!Object.prototype.hasOwnProperty.call(target, key)) return target[key];
      read.add(key);
      if (!children.has(key)) children.set(key, watched(target[key], seen));
      return children.get(key);
    },
  });
}

function unknown(value, seen, path) {
  if (value === null || typeof value !== "object" || !seen.has(value)) return [];
  return Object.keys(value).flatMap((key) => {
    const place = path ? path + "." + key : key;
    if (!seen.get(value).has(key)) return [place + " is unknown"];
    return anyObject.test(place) ? [] : unknown(value[key], seen, place);
  });
}

async function validator(manifest) {
  const operator = manifest.apiVersion.startsWith("monitoring.coreos.com/");
  const folder = operator ? "@kubernetes-models/prometheus-operator/" : "kubernetes-models/";
  const file = pathToFileURL(modules + folder + manifest.apiVersion + "/" + manifest.kind + ".js");
  const source = readFileSync(file, "utf8");
  const schema = /from"((?:\.\.\/)+_schemas\/[^"]+)"/.exec(source)[1];
  return (await import(new URL(schema, file))).validate;
}

for (const manifest of JSON.parse(readFileSync(0, "utf8"))) {
  const name = manifest.kind + " " + manifest.metadata.name + ": ";
  const validate = await validator(manifest);
  const seen = new Map();
  if (!validate(watched(manifest, seen))) {
    validate.errors.forEach((e) => console.log(name + e.instancePath + " " + e.keyword + " " + JSON.stringify(e.params)));
  }
  unknown(manifest, seen, "").forEach((problem) => console.log(name + problem));
}
