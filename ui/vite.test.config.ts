import { readdirSync } from "node:fs";
import { defineConfig } from "vite";

// The unit tests are made into JavaScript for Node's own test runner: `npm test`.
export default defineConfig({
  build: {
    ssr: true,
    outDir: "node_modules/.cache/tests",
    emptyOutDir: true,
    rolldownOptions: { input: readdirSync("test").filter((name) => name.endsWith(".test.ts")).map((name) => `test/${name}`) },
  },
  logLevel: "warn",
});
