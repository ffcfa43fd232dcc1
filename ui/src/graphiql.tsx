import { HISTORY_PLUGIN } from "@graphiql/plugin-history";
import { useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import { useEffect, useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import { tablePlugin } from "./answertable";
import { examplesPlugin } from "./examples";
import "./graphiql.css";
import { type Example, fetchExamples, variablesText } from "./server";

const fetcher = createGraphiQLFetcher({ url: "/graphql", enableIncrementalDelivery: false });
const element = document.getElementById("graphiql");
if (!element) throw new Error("graphiql.html lost its element");

const examples = await fetchExamples().catch((fault: unknown) => {
  console.error("the examples could not be read:", fault);
  return [] as Example[];
});

// The first examples open in tabs; the panel beside the editor has them all.
const tabs = 8;
const panel = examplesPlugin(examples);

const asked = new URLSearchParams(location.search);
const example = examples.find((e) => e.name === asked.get("example"));
const query = example?.query ?? asked.get("query") ?? undefined;
const variables = (example ? variablesText(example) : asked.get("variables")) ?? undefined;

/** Whether the Tab key leads on. */
let tabLeads = false;

/**
 * Wraps long lines of the query, as GraphiQL does with those of the answer: beside the panel of examples there is little room for them. The Tab key leads on
 * from every editor, as from any other field.
 */
function EditorHabits() {
  const editor = useGraphiQL((state) => state.queryEditor);
  useEffect(() => {
    if (!editor) return;
    editor.updateOptions({ wordWrap: "on" });
    if (tabLeads) return;
    tabLeads = true;
    editor.trigger("entente", "editor.action.toggleTabFocusMode", null); // of all editors
  }, [editor]);
  return null;
}

/** Runs what a link brought along, so that whoever follows it sees the answer. */
function RunOnce() {
  const { run } = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const responseEditor = useGraphiQL((state) => state.responseEditor);
  const done = useRef(query === undefined);
  useEffect(() => {
    if (done.current || !queryEditor || !responseEditor) return;
    done.current = true;
    run();
  }, [queryEditor, responseEditor, run]);
  return null;
}

// The address follows what is edited, so that it can be shared at any time.
const state = { query: query ?? "", variables: variables ?? "" };
let pause = 0;
function follow(changed: Partial<typeof state>) {
  Object.assign(state, changed);
  clearTimeout(pause);
  pause = window.setTimeout(() => {
    const params = new URLSearchParams({ query: state.query, ...(state.variables.trim() ? { variables: state.variables } : {}) });
    history.replaceState(null, "", state.query.trim() ? `/graphiql?${params}` : "/graphiql");
  }, 300);
}

function ShareButton() {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(location.href);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <button type="button" className="entente-share" onClick={() => void copy()}>
      {copied ? "Copied" : "Copy link"}
    </button>
  );
}

// Beside the panel there is no room for an editor on a telephone; it opens by its button there.
const wide = matchMedia("(min-width: 50rem)").matches;

createRoot(element).render(
  <GraphiQL
    fetcher={fetcher}
    plugins={[panel, tablePlugin, HISTORY_PLUGIN]}
    visiblePlugin={wide ? panel : undefined}
    defaultTabs={query ? undefined : examples.slice(0, tabs).map((e) => ({ query: e.query, variables: variablesText(e) }))}
    initialQuery={query}
    initialVariables={variables}
    onEditQuery={(text) => follow({ query: text })}
    onEditVariables={(text) => follow({ variables: text })}
    defaultQuery="# Ask in GraphQL; Ctrl-Space completes, Ctrl-Enter runs.\n"
  >
    <GraphiQL.Logo>
      <a className="entente-logo" href="/">
        Entente
      </a>
      <ShareButton />
    </GraphiQL.Logo>
    <EditorHabits />
    <RunOnce />
  </GraphiQL>,
);
