import { defineConfig } from "vite";

// `npm run dev` serves the pages with reloading and asks an Entente on its usual port for everything else.
const server = "http://127.0.0.1:8080";

export default defineConfig({
  build: {
    rolldownOptions: {
      input: ["index.html", "graphiql.html"],
      onwarn(warning, report) {
        // React's libraries mark files for a server that renders; here there is none.
        if (warning.code !== "MODULE_LEVEL_DIRECTIVE") report(warning);
      },
    },
    // GraphiQL's editor is one large file by nature; everything else is small.
    chunkSizeWarningLimit: 6000,
    // The policy of the workbench lets no image come as data.
    assetsInlineLimit: (file) => (file.endsWith(".svg") ? false : undefined),
  },
  server: {
    proxy: { "/graphql": server, "/examples.json": server, "/schema.graphql": server },
  },
});
