import { useGraphiQL } from "@graphiql/react";
import { useEffect, useState } from "react";
import { type Flat, flatten } from "./flatten";
import { csv } from "./formats";
import { save } from "./save";

/** A panel that shows the lists of the answer as tables, which are saved as CSV. */
export const tablePlugin = { title: "Answer as a table", icon: TableIcon, content: AnswerTables };

function AnswerTables() {
  const editor = useGraphiQL((state) => state.responseEditor);
  const [text, setText] = useState("");
  useEffect(() => {
    if (!editor) return;
    setText(editor.getValue());
    const following = editor.onDidChangeModelContent(() => setText(editor.getValue()));
    return () => following.dispose();
  }, [editor]);
  const lists = read(text);
  return (
    <section className="entente-tables">
      <h2>Answer as a table</h2>
      {lists.length === 0 && <p>The answer has no list. Ask for one, such as the alliances of a day, and it stands here.</p>}
      {lists.map((list) => (
        <Table key={list.name} list={list} />
      ))}
    </section>
  );
}

function Table({ list: { name, columns, rows } }: { list: Flat }) {
  return (
    <div className="entente-table">
      <p>
        <b>{name}</b> ({rows.length}){" "}
        <button type="button" onClick={() => save(`${name}.csv`, "text/csv", csv([columns, ...rows]))}>
          CSV
        </button>
      </p>
      <div className="entente-scroller" tabIndex={0} role="region" aria-label={name}>
        <table>
          <thead>
            <tr>
              {columns.map((c) => (
                <th key={c} scope="col">
                  {c}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={`${i} ${row[0]}`}>
                {row.map((cell, j) => (
                  <td key={columns[j]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function read(text: string): Flat[] {
  try {
    return flatten((JSON.parse(text) as { data?: unknown }).data);
  } catch {
    return []; // while it comes
  }
}

function TableIcon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M4 5h16v14H4zM4 10h16M4 15h16M10 5v14" />
    </svg>
  );
}
