package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"slices"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/opening"
)

// App is what the binary brings along.
type App struct {
	Version string
	Stores  opening.Stores
	// Neo4jImport writes a commit into a folder as the files that neo4j-admin imports.
	Neo4jImport func(ctx context.Context, reader graph.Reader, commit graph.Commit, dir string) (nodes,
		relationships int, err error)
}

// Globals are the flags of every command, which help lists behind the command's own.
type Globals struct {
	Store     string          `default:"memory:" env:"ENTENTE_STORE" placeholder:"URL" help:"Where the graph is: memory:, file:PATH, neo4j://HOST or bolt://HOST." group:"common"`
	Username  string          `env:"NEO4J_USERNAME" placeholder:"NAME" help:"User for Neo4j, where the URL has none." group:"common"`
	Password  string          `env:"NEO4J_PASSWORD" placeholder:"SECRET" help:"Password for Neo4j; better in the environment than on the command line." group:"common"`
	Database  string          `env:"NEO4J_DATABASE" placeholder:"NAME" help:"Database in Neo4j, where it is not the default one." group:"common"`
	Config    kong.ConfigFlag `env:"-" placeholder:"FILE" help:"YAML or JSON file with values for flags, such as store: file:./entente.db ($ENTENTE_CONFIG)." group:"common"`
	LogFormat string          `default:"text" enum:"text,json" placeholder:"FORMAT" help:"How it is logged: text or json." group:"common"`
	LogLevel  slog.Level      `default:"info" enum:"debug,info,warn,error,DEBUG,INFO,WARN,ERROR" placeholder:"LEVEL" help:"What is logged to standard error: debug, info, warn or error." group:"common"`
}

// commands are all commands. A new one is a file and a line here.
type commands struct {
	Globals

	Serve      serveCommand      `cmd:"" help:"Serve the graph over GraphQL, with the playground."`
	Load       loadCommand       `cmd:"" help:"Load the files of a dataset."`
	Retract    retractCommand    `cmd:"" help:"Remove everything that a dataset states."`
	Export     exportCommand     `cmd:"" help:"Write the graph, or datasets of it, as JSON Lines that load takes back."`
	Check      checkCommand      `cmd:"" help:"Verify the store against the ontology."`
	CheckFacts checkFactsCommand `cmd:"" help:"Explain what is wrong with a file of facts for the bundled dataset."`
	Datasets   datasetsCommand   `cmd:"" help:"List the datasets that can be loaded, and what the store holds of them."`
	Map        mapCommand        `cmd:"" help:"Propose a mapping for your own table, to load it with."`
	Ask        askCommand        `cmd:"" help:"Ask who owes what to whom: if attacked, cascade, pivots, duties, diff, history, contradictions, lifecycle, compliance."`
	Commits    commitsCommand    `cmd:"" help:"List what was published to the store, and when."`
	Changes    changesCommand    `cmd:"" help:"Show what commits did to the store, record by record."`
	Verify     verifyCommand     `cmd:"" help:"Ask the question of a receipt again, and say what has changed the answer."`
	Compact    compactCommand    `cmd:"" help:"Forget what the store knew before a time."`
	Backtest   backtestCommand   `cmd:"" help:"Judge the reasoning against recorded wars."`
	Resolve    resolveCommand    `cmd:"" help:"Show which node a name or code means, and why."`
	Version    versionCommand    `cmd:"" help:"Show the version."`
	Health     healthCommand     `cmd:"" help:"Ask a running server whether it is ready; for container health checks."`
}

// Env is what a command works with.
type Env struct {
	App
	Globals
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Log            *slog.Logger
}

// exitError ends the program with a code. An error without one ends it with 1.
type exitError struct {
	code int
	err  error // nil: everything is said already
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// misused ends the program because of what the user wrote, before anything is done.
func misused(format string, arguments ...any) error {
	return &exitError{exitNothing, graph.Invalidf(format, arguments...)}
}

// The exit codes.
const (
	exitDone        = 0
	exitWanting     = 1
	exitNothing     = 2
	exitInterrupted = 130
)

// exited is how kong's --help and --version leave the parser.
type exited int

// Run is the program: it returns the exit code. Canceling ctx stops it as Ctrl-C does.
func Run(ctx context.Context, app App, args []string, stdin io.Reader, stdout, stderr io.Writer) (code int) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case exited:
			code = int(p)
		default:
			panic(p)
		}
	}()
	var all commands
	parser, err := newParser(&all, app, stdout, stderr)
	if err != nil {
		fmt.Fprintln(stderr, "entente:", err)
		return exitNothing
	}
	switch {
	case len(args) == 0:
		args = []string{"--help"}
	case args[0] == "help": // as other programs have it
		args = append(slices.Clone(args[1:]), "--help")
	case args[0] == "--version":
		args = append([]string{"version"}, args[1:]...)
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(stderr, "entente: %v\n", err)
		if wrong, ok := errors.AsType[*kong.ParseError](err); ok && wrong.Context != nil && wrong.Context.Command() != "" {
			fmt.Fprintf(stderr, "entente: `%s --help` shows how\n", wrong.Context.Selected().FullPath())
		} else {
			fmt.Fprintln(stderr, "entente: `entente --help` lists the commands")
		}
		return exitNothing
	}
	if all.Store == "" { // set to nothing in the environment
		all.Store = "memory:"
	}
	env := &Env{
		App: app, Globals: all.Globals, Stdin: stdin, Stdout: stdout, Stderr: stderr,
		Log: logger(all.Globals, stderr),
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	return exitCode(parsed.Run(env), stderr)
}

func logger(g Globals, w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: g.LogLevel}
	if g.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

func exitCode(err error, stderr io.Writer) int {
	if err == nil {
		return exitDone
	}
	code := exitWanting
	switch graph.KindOf(err) {
	case graph.KindInvalid, graph.KindNotFound, graph.KindLimitExceeded: // what the program was told
		code = exitNothing
	}
	if exit, ok := errors.AsType[*exitError](err); ok {
		code = exit.code
		if exit.err == nil {
			return code
		}
	}
	if graph.KindOf(err) == graph.KindCanceled {
		code = exitInterrupted
	}
	fmt.Fprintf(stderr, "entente: %v\n", err)
	return code
}

func newParser(all *commands, app App, stdout, stderr io.Writer) (*kong.Kong, error) {
	options := []kong.Option{
		kong.Name("entente"),
		kong.Description(helpOf("entente")),
		kong.PostBuild(explain),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { panic(exited(code)) }),
		kong.DefaultEnvars("ENTENTE"),
		kong.Configuration(readConfig),
		kong.ExplicitGroups([]kong.Group{{Key: "common", Title: "Flags of every command:"}}),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, FlagsLast: true, WrapUpperBound: 110}),
		kong.Vars{"version": app.Version},
	}
	if path := os.Getenv("ENTENTE_CONFIG"); path != "" {
		f, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("ENTENTE_CONFIG: %w", err)
		}
		defer func() { _ = f.Close() }()
		resolver, err := readConfig(f)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		options = append(options, kong.Resolvers(resolver))
	}
	return kong.New(all, options...)
}

// existing opens the store that the user named for a command that only makes sense on one that is filled: a slip of the
// pen must not be answered with an empty backup, or with the word that all is well.
func (e *Env) existing(ctx context.Context) (graph.Store, error) {
	if !opening.Lasts(e.Store) {
		return nil, misused("the store memory: is empty when a command begins; name yours with --store, such as --store " +
			"file:./entente.db")
	}
	return e.kept(ctx)
}

// kept opens the store that the user named, and creates no file.
func (e *Env) kept(ctx context.Context) (graph.Store, error) {
	if path := e.missingFile(); path != "" {
		return nil, &exitError{exitNothing, graph.Errorf(graph.KindNotFound, "store file %s: there is none; `entente "+
			"load` and `entente serve` make one", path)}
	}
	return e.open(ctx)
}

// missingFile is the file of the store that the user named, where there is none yet; else empty.
func (e *Env) missingFile() string {
	path := opening.Path(e.Store)
	if _, err := os.Stat(path); path != "" && errors.Is(err, fs.ErrNotExist) {
		return path
	}
	return ""
}

// open opens the store that the user named, and creates its file where there is none; the caller closes it.
func (e *Env) open(ctx context.Context) (graph.Store, error) {
	store, err := e.Stores.Open(ctx, e.Store,
		opening.Login{Username: e.Username, Password: e.Password, Database: e.Database}, e.Log)
	if err != nil {
		return nil, &exitError{exitNothing, err}
	}
	return store, nil
}

// terminal tells whether w is shown to a person.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
