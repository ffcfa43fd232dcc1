// Command peers asks Entente and what it is compared with the same questions over the same data, alternating, and
// prints one table. `make bench-peers` runs it.
//
// Beside Entente from memory, from Neo4j by Cypher and from Neo4j with an image there are graphql-yoga over the data in
// memory, @neo4j/graphql over the same Neo4j, and a plain Go handler with one Cypher statement for each question.
// Before anything is timed all must give the same answers. Each is a process of its own, with its own defaults.
package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

type kind string

const (
	entente      kind = "entente"
	yoga         kind = "graphql-yoga"
	neo4jGraphQL kind = "@neo4j/graphql"
	byHand       kind = "by hand"
)

const (
	clients = 16
	rounds  = 3
	checked = 12 // questions of each job, before it is timed
)

// A side answers questions at an address.
type side struct {
	name    string
	kind    kind
	address string
}

func main() {
	store := flag.String("neo4j", os.Getenv("PEERS_NEO4J"), "Neo4j with user and password, empty or left by an earlier run ($PEERS_NEO4J)")
	data := flag.String("data", os.Getenv("ENTENTE_SHARED_DATA"), "folder of published data, with cow and atop in it; without it the bundled data alone ($ENTENTE_SHARED_DATA)")
	binary := flag.String("entente", "bin/entente", "the binary to measure")
	span := flag.Duration("for", 2*time.Second, "how long each side is asked in a round")
	serve := flag.Bool("by-hand", false, "be the handler with statements by hand")
	loaded := flag.Bool("loaded", false, "the Neo4j has the data of an earlier run")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	if *serve {
		err = serveByHand(ctx, *store)
	} else {
		err = run(ctx, *binary, *store, *data, *loaded, *span)
	}
	if err != nil {
		stop()
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, binary, store, data string, loaded bool, span time.Duration) (err error) {
	var children processes
	defer children.stop()
	folder, err := os.MkdirTemp("", "peers-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	file := "file:" + filepath.Join(folder, "entente.db")
	for _, to := range []string{file, store} {
		loads := [][]string{{"curated"}}
		if data != "" {
			loads = append(loads, []string{"cow-alliances", data + "/cow/alliance_v4.1_by_member.csv"},
				[]string{"atop", data + "/atop/atop-alliance-level.csv", data + "/atop/atop-member-level.csv"})
		}
		for _, load := range loads {
			if loaded && to == store {
				break
			}
			if err := command(ctx, "", binary, append([]string{"load", "--store", to}, load...)...).Run(); err != nil {
				return fmt.Errorf("load %s: %w", load[0], err)
			}
		}
	}

	driver, err := connect(store)
	if err != nil {
		return err
	}
	defer func() { _ = driver.Close(context.WithoutCancel(ctx)) }()
	held, states, err := dump(ctx, driver)
	if err != nil {
		return err
	}
	dumped := filepath.Join(folder, "states.json")
	if err := os.WriteFile(dumped, held, 0o600); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	here := "bench/peers"
	start := func(name string, k kind, dir, program string, arguments ...string) (s side) {
		if err == nil {
			s = side{name: name, kind: k}
			s.address, err = children.start(ctx, dir, program, arguments...)
			if err != nil {
				err = fmt.Errorf("%s: %w", name, err)
			}
		}
		return s
	}
	served := func(name string, flags ...string) side {
		return start(name, entente, "", binary, append([]string{"serve", "--listen", "127.0.0.1:0", "--log-level", "error", "--bundled=false"}, flags...)...)
	}
	sides := []side{
		served("Entente, embedded", "--store", file),
		served("Entente, Neo4j with image", "--store", store, "--image", "on"),
		served("Entente, Neo4j by Cypher", "--store", store, "--image", "off"),
		start("graphql-yoga", yoga, here, "node", "yoga.mjs", dumped),
		start("@neo4j/graphql", neo4jGraphQL, here, "node", "neo4j-graphql.mjs", store),
		start("one statement by hand", byHand, "", self, "--by-hand", "--neo4j", store),
	}
	if err != nil {
		return err
	}
	fmt.Printf("%s, %d cores, %s, %d states that owe something, load %s\n\n", runtime.GOARCH, runtime.NumCPU(), runtime.Version(), len(states), load())
	fmt.Printf("| question | asked | of | requests/s, %d clients | p50 | p99 | p50 alone |\n| --- | --- | --- | --- | --- | --- | --- |\n", clients)
	for _, job := range jobs {
		answering := slices.DeleteFunc(slices.Clone(sides), func(s side) bool { return job.texts[s.kind] == "" })
		for n := range checked {
			if err := agree(ctx, answering, job.texts, asked(job.name, n, states), job.compare); err != nil {
				return err
			}
		}
		for _, repeated := range []bool{false, true} {
			var asking []*asker
			for _, s := range answering {
				asking = append(asking, &asker{side: s, question: func(n int) (string, []byte) {
					if repeated {
						n = 0
					}
					return body(s.kind, job.texts[s.kind], asked(job.name, n+checked, states))
				}})
			}
			for range rounds {
				for _, a := range asking {
					a.round(ctx, clients, span)
				}
			}
			for range rounds {
				for _, a := range asking {
					a.round(ctx, 1, span/4)
				}
			}
			for _, a := range asking {
				how := map[bool]string{false: "cold", true: "repeated"}[repeated]
				if a.err != nil {
					return fmt.Errorf("%s, %s: %w", job.name, a.side.name, a.err)
				}
				fmt.Printf("| %s | %s | %s | %.0f | %.2f ms | %.2f ms | %.2f ms |\n", job.name, how, a.side.name, middle(a.rates), at(a.together, 0.5), at(a.together, 0.99), at(a.alone, 0.5))
			}
		}
	}
	fmt.Println("\nload at the end", load())
	return ctx.Err()
}

// agree asks every side and compares.
func agree(ctx context.Context, sides []side, texts map[kind]string, q question, compare func([]byte, question) (string, error)) error {
	var want string
	for i, s := range sides {
		path, question := body(s.kind, texts[s.kind], q)
		answer, err := ask(ctx, s.address+path, question)
		got := ""
		if err == nil {
			got, err = compare(answer, q)
		}
		if i == 0 {
			want = got
		}
		if err == nil && got != want {
			err = fmt.Errorf("answers\n%s\nwhere %s answers\n%s", got, sides[0].name, want)
		}
		if err != nil {
			return fmt.Errorf("%s: %s of %+v: %w", q.Job, s.name, q, err)
		}
	}
	return nil
}

// asker times the questions to one side; it goes on where the round before ended.
type asker struct {
	side            side
	question        func(n int) (path string, body []byte)
	next            atomic.Int64
	mu              sync.Mutex
	together, alone []time.Duration
	rates           []float64
	err             error
}

func (a *asker) round(ctx context.Context, clients int, span time.Duration) {
	start := time.Now()
	var all sync.WaitGroup
	answered := 0
	for range clients {
		all.Go(func() {
			var took []time.Duration
			var err error
			for time.Since(start) < span && err == nil {
				path, question := a.question(int(a.next.Add(1)) - 1)
				begun := time.Now()
				_, err = ask(ctx, a.side.address+path, question)
				took = append(took, time.Since(begun))
			}
			a.mu.Lock()
			defer a.mu.Unlock()
			a.err = errors.Join(a.err, err)
			answered += len(took)
			if clients == 1 {
				a.alone = append(a.alone, took...)
			} else {
				a.together = append(a.together, took...)
			}
		})
	}
	all.Wait()
	if clients > 1 {
		a.rates = append(a.rates, float64(answered)/time.Since(start).Seconds())
	}
}

// client wants answers as they are: some of those asked would pack them, some not, and it would unpack them on the same
// processors.
var client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients, DisableCompression: true}, Timeout: time.Minute}

func ask(ctx context.Context, address string, body []byte) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	var answer bytes.Buffer
	if response.ContentLength > 0 {
		answer.Grow(int(response.ContentLength) + bytes.MinRead) // the reader's processors are the server's, too
	}
	_, err = answer.ReadFrom(response.Body)
	if err == nil && (response.StatusCode != http.StatusOK || bytes.Contains(answer.Bytes(), []byte(`"errors":`))) {
		err = fmt.Errorf("%s: %.500s", response.Status, answer.Bytes())
	}
	return answer.Bytes(), err
}

func middle(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}

// at is the time in milliseconds below which a share of them lies.
func at(list []time.Duration, share float64) float64 {
	slices.Sort(list)
	return float64(list[int(float64(len(list)-1)*share)].Microseconds()) / 1000
}

// processes are what this one has started.
type processes []*exec.Cmd

func command(ctx context.Context, dir, program string, arguments ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, arguments...)
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	return cmd
}

// start runs a server, which prints its address first.
func (p *processes) start(ctx context.Context, dir, program string, arguments ...string) (address string, err error) {
	cmd := command(ctx, dir, program, arguments...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	*p = append(*p, cmd)
	line, err := bufio.NewReader(out).ReadString('\n')
	address = regexp.MustCompile(`http://[0-9.:]+`).FindString(line)
	if err == nil && address == "" {
		err = fmt.Errorf("no address in %q", line)
	}
	if err == nil {
		err = answers(ctx, address)
	}
	return address, err
}

// answers waits until a server has what it answers from.
func answers(ctx context.Context, address string) error {
	for {
		response, err := client.Get(address + "/readyz")
		if err == nil {
			_ = response.Body.Close()
			if response.StatusCode != http.StatusServiceUnavailable {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func (p *processes) stop() {
	for _, cmd := range *p {
		_ = cmd.Process.Signal(os.Interrupt)
	}
	for _, cmd := range *p {
		_ = cmd.Wait() // it was interrupted
	}
}

// load is how busy the machine is, where it says so.
func load() string {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Join(strings.Fields(string(b))[:2], " and ")
}
