package main

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// BenchmarkStartToFirstAnswer is the time from the start of a process to its first correct answer over HTTP: with the
// bundled data brought into memory, and out of a file that has them.
func BenchmarkStartToFirstAnswer(b *testing.B) {
	b.Run("memory", func(b *testing.B) { startToFirstAnswer(b, "memory:") })
	b.Run("file", func(b *testing.B) {
		store := "file:" + filepath.Join(b.TempDir(), "e.db")
		cmd := exec.CommandContext(b.Context(), os.Args[0], "load", "curated", "--store", store)
		cmd.Env = append(os.Environ(), asProgram+"=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		startToFirstAnswer(b, store)
	})
}

func startToFirstAnswer(b *testing.B, store string) {
	address := regexp.MustCompile(`http://[0-9.:]+`)
	for b.Loop() {
		cmd := exec.CommandContext(b.Context(), os.Args[0], "serve", "--listen", "127.0.0.1:0", "--store", store, "--log-level", "error")
		cmd.Env = append(os.Environ(), asProgram+"=1")
		out, err := cmd.StdoutPipe()
		if err != nil {
			b.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			b.Fatal(err)
		}
		line, err := bufio.NewReader(out).ReadString('\n')
		if err != nil {
			b.Fatal(err)
		}
		const query = `{"query":"{ paths(from: \"DPRK\", to: [\"Russia\"], asOf: \"2024-12-04\") { paths { hops { label } } } }"}`
		response, err := http.Post(address.FindString(line)+"/graphql", "application/json", strings.NewReader(query))
		if err != nil {
			b.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		if err != nil || !strings.Contains(string(body), "via Article 4 (DEFENSE)") {
			b.Fatalf("%s %v", body, err)
		}
		_ = response.Body.Close()
		b.StopTimer()
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		b.ReportMetric(float64((cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Milliseconds()), "cpu-ms")
		b.StartTimer()
	}
}
