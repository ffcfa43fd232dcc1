// What reads /schema.graphql: graphql-js, a linter, relay-compiler, graphql-codegen and, of what that writes, the TypeScript compiler.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { codegen } from "@graphql-codegen/core";
import * as typescriptOperations from "@graphql-codegen/typescript-operations";
import * as typescriptTypes from "@graphql-codegen/typescript";
import { buildSchema, parse, printSchema, validate } from "graphql";
import { serve } from "./server.mjs";

const here = fileURLToPath(new URL("..", import.meta.url));
const bin = (name) => join(here, "node_modules/.bin", name);
// Values of PropertyName are the names of properties as they are; all else is as the linter has it but for the order, which is the subject's.
const rules = ["arguments-have-descriptions", "defined-types-are-used", "deprecations-have-a-reason", "descriptions-are-capitalized",
  "enum-values-have-descriptions", "fields-are-camel-cased", "fields-have-descriptions", "input-object-values-have-descriptions",
  "input-object-values-are-camel-cased", "relay-connection-arguments-spec", "relay-connection-types-spec", "relay-page-info-spec",
  "types-are-capitalized", "types-have-descriptions"];

let folder, text, schema, documents;
before(async () => {
  const server = await serve();
  text = await (await fetch(`${server.address}/schema.graphql`)).text();
  await server.stop();
  folder = mkdtempSync(join(tmpdir(), "entente-clients-"));
  writeFileSync(join(folder, "schema.graphql"), text);
  schema = buildSchema(text);
  const examples = join(here, "../examples");
  documents = readdirSync(examples).filter((name) => name.endsWith(".graphql"))
    .map((name) => ({ location: name, document: parse(readFileSync(join(examples, name), "utf8")) }));
});
after(() => rmSync(folder, { recursive: true, force: true }));

test("graphql-js reads the schema, and the examples are valid in it", () => {
  assert.equal(printSchema(schema).includes("extend type"), false);
  assert.ok(documents.length >= 20);
  for (const { location, document } of documents) {
    assert.deepEqual(validate(schema, document).map((e) => `${location}: ${e.message}`), []);
  }
});

test("a linter of schemas finds nothing", () => {
  execFileSync(bin("graphql-schema-linter"), ["--rules", rules.join(","), join(folder, "schema.graphql")], { encoding: "utf8" });
});

test("relay-compiler compiles pages, fragments and refetchable connections", () => {
  const source = join(folder, "relay");
  mkdirSync(join(source, "__generated__"), { recursive: true });
  writeFileSync(join(source, "States.js"), `
    graphql\`
      query StatesQuery($first: Int!, $after: String) { ...States_list @arguments(first: $first, after: $after) actor(ref: "PRK") { id ...States_row } }
    \`;
    graphql\`
      fragment States_list on Query @argumentDefinitions(first: {type: "Int", defaultValue: 20}, after: {type: "String"}) @refetchable(queryName: "StatesPageQuery") {
        actors(first: $first, after: $after) @connection(key: "States_actors") { edges { node { id ...States_row } } }
      }
    \`;
    graphql\`
      fragment States_row on Actor { name identifiers { scheme value } alliances(asOf: "2024-12-04", first: 10) { treaty { title } to { name } } }
    \`;
  `);
  writeFileSync(join(folder, "relay.config.json"), JSON.stringify({
    src: "./relay", schema: "./schema.graphql", language: "typescript", artifactDirectory: "./relay/__generated__",
    customScalarTypes: { Date: "string" },
  }));
  execFileSync(bin("relay-compiler"), [join(folder, "relay.config.json")], { encoding: "utf8", cwd: folder });
  assert.ok(readdirSync(join(source, "__generated__")).length >= 4);
});

test("graphql-codegen makes types of the examples that TypeScript takes", async () => {
  const config = { scalars: { Date: "string" }, strictScalars: false };
  const code = await codegen({
    filename: "types.ts", schema: parse(text), documents, config, plugins: [{ typescript: {} }, { operations: {} }],
    pluginMap: { typescript: typescriptTypes, operations: typescriptOperations },
  });
  writeFileSync(join(folder, "types.ts"), code);
  execFileSync(bin("tsc"), ["--noEmit", "--strict", "--skipLibCheck", "--ignoreConfig", join(folder, "types.ts")], { encoding: "utf8", cwd: folder });
  assert.match(code, /export type WhenWereTheTwoAlliedQuery = /);
});
