package registry_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/loadertest"
	"github.com/entente-graph/entente/loaders/registry"
	"github.com/entente-graph/entente/loaders/runner"
)

// spoiled makes every record of a loader one that the runner rejects.
func spoiled(l loaders.Loader) loaders.Loader {
	read := l.Read
	l.Read = func(in loaders.Input, yield loaders.Yield) error {
		return read(in, func(record loaders.Record, err error) bool {
			record.Nodes = append(slices.Clone(record.Nodes), graph.NodeRecord{ID: "state:SPOILED", Label: "Nothing"})
			return yield(record, err)
		})
	}
	return l
}

// statements is what a store holds of what a dataset says, without where it says it.
func statements(t *testing.T, store graph.Reader) (out []string) {
	t.Helper()
	stats, err := store.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for dataset := range stats.Datasets {
		for query := (graph.RecordQuery{Dataset: dataset, Limit: 1000}); ; {
			page, err := store.Records(t.Context(), query)
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range page.Nodes {
				if n.Label != graph.LabelDataset {
					out = append(out, fmt.Sprint(n.ID, n.Properties))
				}
			}
			for _, r := range page.Relationships {
				out = append(out, fmt.Sprint(r.Type, r.From, r.To, r.Discriminator, r.Properties))
			}
			if query.After = page.Next; page.Next == "" {
				break
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out) // a node without any property may come from each of several files
}

// subjects are the nodes and relationships of statements, whatever is said of them.
func subjects(statements []string) (out []string) {
	for _, s := range statements {
		subject, _, _ := strings.Cut(s, "map[")
		out = append(out, subject)
	}
	return out
}

func TestWhatTheRunnerRejectsIsTheSameGraphWhenItIsLoadedFromTheRejectsFiles(t *testing.T) {
	folder := t.TempDir()
	sheets(t, filepath.Join(folder, "tests.xlsx"), map[string][][]any{"Tests": {{}, {"F1", "Date", "Missile Name"}, {1, 43892, "Hwasong-12"}, {2, 43893, "Hwasong-14"}}})
	sheets(t, filepath.Join(folder, "milex.xlsx"), map[string][][]any{"Constant (2022) US$": {{"Country", "Notes", 2020, 2021}, {"France", "", 1, 2}, {"Italy", "a, b", 1, 3}}})
	mapping := filepath.Join(folder, "mapping.yaml")
	if err := os.WriteFile(mapping, []byte("dataset: {id: mine, name: Mine}\nnodes:\n  place: {label: Place, id: \"{code}\", properties: {name: \"{name}\"}}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	sheets(t, filepath.Join(folder, "own.xlsx"), map[string][][]any{"Sheet1": {{"code", "name"}, {"a", "First, of two"}, {"b", "Second"}}})
	for name, text := range map[string]string{
		"own.csv": "code;name\na;\"First; \"\"of\"\" two\"\nb;Second\n", "own.tab": "code\tname\na\tFirst, of two\nb\tSecond\n",
		"own.jsonl": "{\"code\":\"a\",\"name\":\"First, \\\"of\\\" two\"}\n{\"code\":\"b\",\"name\":\"Second\"}\n", "own.json": "[{\"code\":\"a\",\n\"name\":\"First\"},{\"code\":\"b\"}]",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	own := func(name string) string { return filepath.Join(folder, name) }
	data := func(name string) string {
		return filepath.FromSlash("../" + strings.Replace(name, "/", "/testdata/", 1))
	}
	for _, c := range []struct {
		loader string
		files  []string
	}{
		{"cow-states", []string{data("cowstates/states.csv"), data("cowstates/majors.csv")}},
		{"cow-alliances", []string{data("cowalliances/alliances_by_member.csv")}},
		{"atop", []string{data("atop/alliance-level.csv"), data("atop/member-level.csv")}},
		{"cow-mid", []string{data("cowmid/MIDA.csv"), data("cowmid/MIDB.csv"), data("cowmid/MIDLOC.csv")}},
		{"cow-nmc", []string{data("cownmc/nmc.csv")}},
		{"cow-contiguity", []string{data("cowcontiguity/contdir.csv")}},
		{"cow-interstate-wars", []string{data("cowwars/inter.csv")}},
		{"cow-intrastate-wars", []string{data("cowwars/intra51-participants.csv"), data("cowwars/intra51-wars.csv")}},
		{"cow-extrastate-wars", []string{data("cowwars/extra.csv")}},
		{"cow-nonstate-wars", []string{data("cowwars/non.csv")}},
		{"sipri-transfers", []string{data("sipritransfers/by-delivery.csv")}},
		{"sipri-transfers", []string{data("sipritransfers/by-deal.csv")}},
		{"sipri-transfers", []string{data("sipritransfers/by-heading.csv")}},
		{"sipri-transfers", []string{data("sipritransfers/by-heading-2rows.csv")}},
		{"sipri-milex", []string{data("siprimilex/invented-constant-2022.csv")}},
		{"sipri-milex", []string{own("milex.xlsx")}},
		{"gdelt-events", []string{data("gdelt/invented.export.CSV")}},
		{"icews", []string{data("icews/invented.tab")}},
		{"missile-tests", []string{data("missiletests/invented.json")}},
		{"missile-tests", []string{own("tests.xlsx")}},
		{"ucdp-acd", []string{data("ucdp/acd.csv")}},
		{"ucdp-ged", []string{data("ucdp/ged.csv")}},
		{"opensanctions", []string{data("opensanctions/invented.ftm.json")}},
		{"wikidata", []string{data("wikidata/invented-answer.json")}},
		{"wikidata", []string{data("wikidata/invented-dump.json")}},
		{"wikidata", []string{data("wikidata/invented-lines.json")}},
		{"stix", []string{data("stix/invented.json")}},
		{"generic", []string{own("own.csv")}},
		{"generic", []string{own("own.tab")}},
		{"generic", []string{own("own.jsonl")}},
		{"generic", []string{own("own.json")}},
		{"generic", []string{own("own.xlsx")}},
	} {
		t.Run(c.loader+" "+filepath.Base(c.files[0]), func(t *testing.T) {
			run := func(loader loaders.Loader, rejects string, paths ...string) (runner.Report, []string, error) {
				store := memstore.New()
				defer func() { _ = store.Close() }()
				if loader.Configure != nil {
					var err error
					if loader, err = loader.Configure(map[string]string{"mapping": mapping}); err != nil {
						t.Fatal(err)
					}
				}
				if rejects != "" {
					loader = spoiled(loader)
				}
				report, err := runner.Run(t.Context(), store, loader, runner.Options{Paths: paths, Rejects: rejects, Identities: loadertest.Identities(t)})
				return report, statements(t, store), err
			}
			direct, want, err := run(registry.Find(c.loader), "", c.files...)
			if err != nil || len(want) == 0 {
				t.Fatal(err, want)
			}
			rejected := t.TempDir()
			rejects := filepath.Join(rejected, "rejects.csv")
			refused, _, err := run(registry.Find(c.loader), rejects, c.files...)
			if err == nil || !strings.Contains(err.Error(), "can be loaded") || len(refused.RejectsFiles) == 0 {
				t.Fatal(err, refused.RejectsFiles)
			}
			if refused.Rejected != direct.Read {
				t.Errorf("%d rows are rejected and %d read", refused.Rejected, direct.Read)
			}
			// All at once: ragged rows have a file of their own, which alone is none of the dataset.
			again, got, err := run(registry.Find(c.loader), "", rejected)
			if c.loader == "wikidata" || c.loader == "stix" { // what named others in the file and made no record itself was not rejected
				want, got = subjects(want), subjects(got)
			}
			if diff := cmp.Diff(want, got); err != nil || diff != "" || again.Accepted != direct.Accepted {
				t.Errorf("%v, %d of %d rows: %s", err, again.Accepted, direct.Accepted, diff)
			}
		})
	}
}
