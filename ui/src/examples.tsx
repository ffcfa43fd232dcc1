import { useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { type Example, variablesText } from "./server";

/** A panel at the side that lists the example queries and opens each in a tab of its own. */
export function examplesPlugin(examples: Example[]) {
  return { title: "Examples", icon: ExamplesIcon, content: () => <Examples examples={examples} /> };
}

function Examples({ examples }: { examples: Example[] }) {
  const { addTab } = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);

  const open = (example: Example) => {
    addTab();
    queryEditor?.setValue(example.query);
    variableEditor?.setValue(variablesText(example));
    queryEditor?.focus();
  };

  return (
    <section className="entente-examples">
      <h2>Examples</h2>
      {examples.length === 0 && <p>The server offers no examples.</p>}
      <ul>
        {examples.map((example) => (
          <li key={example.name}>
            <button type="button" onClick={() => open(example)}>
              {example.description}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ExamplesIcon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M5 4h14v16H5zM9 9h6M9 13h6M9 17h3" />
    </svg>
  );
}
