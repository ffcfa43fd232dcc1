// Package cli is the command line of Entente: one file a command, and cli.go, which knows them all.
//
//	server.go ──App (version, stores)──▶ Run ──kong──▶ serve, load, retract, export, check, datasets, resolve …
//
// A command is a struct with its flags and `Run(ctx context.Context, env *Env) error`. To add one, write its file, name
// it in the commands struct, and write what its --help says in help/; what it asks the API is a file of queries/. Every
// flag can also come from the environment (ENTENTE_ and the flag's name) or from a YAML or JSON file; the command line
// goes first, then the environment, then the file.
//
// Exit codes: 0 it is done; 1 it is not (for load --strict: rows were rejected; for check and resolve: something was
// found wanting); 2 the command line is wrong or asks what cannot be answered, or nothing was loaded; 130 it was
// interrupted.
package cli
