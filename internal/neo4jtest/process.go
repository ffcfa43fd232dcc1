package neo4jtest

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// keeper is the parent of the Java process. It obeys one word on its standard input, and when that closes, because the
// test process has ended or was killed, it ends the server and deletes its files: nothing outlives the tests.
//
//go:embed keeper.sh
var keeper string

type javaEngine struct {
	command []string
	home    string
	keeper  *exec.Cmd
	orders  io.WriteCloser
}

// startProcess runs Neo4j's own jars under the Java that is installed.
func startProcess(ctx context.Context) (*Server, error) {
	java, err := findJava(ctx)
	if err != nil {
		return nil, err
	}
	jars, err := fetchJars(ctx)
	if err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	hostAddress := address("127.0.0.1", port)
	home, err := prepareHome(hostAddress)
	if err != nil {
		return nil, err
	}
	engine := &javaEngine{home: home, command: []string{
		java, "-cp", filepath.Join(jars, "*"), "-Xmx768m", quickJVM, "-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError",
		"--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/java.io=ALL-UNNAMED",
		"--add-opens=java.base/sun.nio.ch=ALL-UNNAMED", "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
		"org.neo4j.server.CommunityEntryPoint", "--home-dir=" + home, "--config-dir=" + filepath.Join(home, "conf"), "--console-mode",
	}}
	if err := engine.start(ctx); err != nil {
		return nil, errors.Join(err, os.RemoveAll(home))
	}
	if err := waitUntilFirstReady(ctx, hostAddress); err != nil {
		return nil, errors.Join(err, engine.lastLog(), engine.close(ctx))
	}
	return &Server{url: serverURL(hostAddress), engine: engine}, nil
}

func prepareHome(hostAddress string) (string, error) {
	home, err := os.MkdirTemp("", "entente-neo4j-")
	if err != nil {
		return "", err
	}
	for _, dir := range []string{"conf", "data", "logs", "plugins", "import", "run", "licenses", "certificates"} {
		if err := os.Mkdir(filepath.Join(home, dir), 0o700); err != nil {
			return "", err
		}
	}
	settings := strings.Join([]string{
		"server.default_listen_address=127.0.0.1",
		"server.bolt.listen_address=" + hostAddress,
		"server.http.enabled=false",
		"server.memory.heap.max_size=768m",
		"server.memory.pagecache.size=128m",
		"dbms.usage_report.enabled=false",
	}, "\n")
	return home, os.WriteFile(filepath.Join(home, "conf", "neo4j.conf"), []byte(settings), 0o600)
}

func (e *javaEngine) start(context.Context) error {
	cmd := exec.Command("sh", append([]string{"-c", keeper, "neo4j-keeper", e.home}, e.command...)...)
	orders, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start Neo4j: %w", err)
	}
	e.keeper, e.orders = cmd, orders
	return nil
}

func (e *javaEngine) stop(ctx context.Context) error { return e.order(ctx, "stop\n") }
func (e *javaEngine) kill(ctx context.Context) error { return e.order(ctx, "kill\n") }
func (e *javaEngine) close(ctx context.Context) error {
	return errors.Join(e.order(ctx, ""), os.RemoveAll(e.home))
}

// order tells the keeper what to do and waits until the server is gone. A keeper that is gone already is obeyed.
func (e *javaEngine) order(ctx context.Context, word string) error {
	if e.keeper == nil {
		return nil
	}
	_, err := io.WriteString(e.orders, word)
	err = errors.Join(err, e.orders.Close())
	ended := make(chan struct{})
	go func(cmd *exec.Cmd) {
		_ = cmd.Wait() // the keeper's exit status is the server's, which a signal ended
		close(ended)
	}(e.keeper)
	e.keeper = nil
	select {
	case <-ended:
		return err
	case <-ctx.Done():
		return fmt.Errorf("Neo4j does not end: %w", ctx.Err())
	}
}

// lastLog returns the end of what the server wrote, for the message about a failed start.
func (e *javaEngine) lastLog() error {
	file, err := os.Open(filepath.Join(e.home, "console.log"))
	if err != nil {
		return err
	}
	defer file.Close()
	return lastWords(file)
}

var javaVersion = regexp.MustCompile(`version "(\d+)`)

// findJava returns a Java that Neo4j 5 runs on.
func findJava(ctx context.Context) (string, error) {
	java := "java"
	if home := os.Getenv("JAVA_HOME"); home != "" {
		java = filepath.Join(home, "bin", "java")
	}
	out, err := exec.CommandContext(ctx, java, "-version").CombinedOutput()
	if err != nil {
		return "", &notHere{tried: []string{"no Java"}}
	}
	found := javaVersion.FindSubmatch(out)
	if found == nil || (string(found[1]) != "17" && string(found[1]) != "21") {
		return "", &notHere{tried: []string{"this Java is neither 17 nor 21"}}
	}
	return java, nil
}
