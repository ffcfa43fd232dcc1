package neo4jtest

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/network"
	"github.com/moby/moby/client"
	"github.com/testcontainers/testcontainers-go"
	tclog "github.com/testcontainers/testcontainers-go/log"
	tcneo4j "github.com/testcontainers/testcontainers-go/modules/neo4j"
	"github.com/testcontainers/testcontainers-go/wait"
)

const (
	image      = "neo4j:" + version + "-community"
	boltPort   = "7687/tcp"
	ownerLabel = "entente.neo4jtest.owner"
)

// quickJVM keeps Java from compiling what a short life never pays back: a start takes 6 s of the server's CPU instead
// of 10, and then to load the bundled data, COW and ATOP 33 s instead of 58.
const quickJVM = "-XX:TieredStopAtLevel=1"

type dockerEngine struct{ container *tcneo4j.Neo4jContainer }

// place finds where a container can be reached: the name of the engine's host, and a free port. The port is chosen here,
// because Docker would choose another at every start, and a server that was stopped has to come back under its address.
func place(ctx context.Context) (host string, port int, err error) {
	tclog.SetDefault(tclog.NewNoopLogger())
	// removeOrphans does the reaper's work without a second image, which a machine may be unable to fetch.
	if err := os.Setenv("TESTCONTAINERS_RYUK_DISABLED", "true"); err != nil {
		return "", 0, err
	}
	if host, err = dockerHost(ctx); err != nil {
		return "", 0, &notHere{tried: []string{"no Docker engine answers"}}
	}
	port, err = freePort()
	return host, port, err
}

// with are the options of a container that answers at a port, after it has said so within a time.
func with(port int, auth string, within time.Duration) testcontainers.CustomizeRequestOption {
	return func(request *testcontainers.GenericContainerRequest) error {
		for _, option := range []testcontainers.ContainerCustomizer{
			testcontainers.WithEnv(map[string]string{
				"NEO4J_AUTH": auth, "JAVA_TOOL_OPTIONS": quickJVM, "NEO4J_server_http_enabled": "false",
			}),
			testcontainers.WithLabels(map[string]string{ownerLabel: owner()}),
			testcontainers.WithHostConfigModifier(func(c *container.HostConfig) {
				c.PortBindings = network.PortMap{
					network.MustParsePort(boltPort): {{HostIP: netip.MustParseAddr("127.0.0.1"), HostPort: strconv.Itoa(port)}},
				}
			}),
			testcontainers.WithWaitStrategy(wait.ForLog("Started.").WithStartupTimeout(within)),
		} {
			if err := option.Customize(request); err != nil {
				return err
			}
		}
		return nil
	}
}

// startContainer runs the image with testcontainers.
func startContainer(ctx context.Context) (*Server, error) {
	host, port, err := place(ctx)
	if err != nil {
		return nil, err
	}
	removeOrphans(ctx)
	hostAddress := address(host, port)
	ctr, err := tcneo4j.Run(ctx, image,
		// Without NEO4J_AUTH the server starts with its own first password: to set another one beforehand takes a
		// second Java.
		with(port, "", 5*time.Minute),
		tcneo4j.WithNeo4jSettings(map[string]string{
			"server.memory.heap.max_size":  "768m",
			"server.memory.pagecache.size": "128m",
		}),
	)
	if err == nil {
		err = waitUntilFirstReady(ctx, hostAddress)
	}
	if err != nil && ctr != nil {
		err = errors.Join(err, lastLog(ctx, ctr), testcontainers.TerminateContainer(ctr))
	}
	if err != nil {
		return nil, err
	}
	return &Server{url: serverURL(hostAddress), engine: dockerEngine{ctr}}, nil
}

// importScript imports what is in /import and starts the server on it, in the official image and in one that holds only
// Neo4j's jars.
//
//go:embed import.sh
var importScript string

// Imported returns the URL of a server of its own on what neo4j-admin makes of a folder, for which it needs Docker.
func Imported(t testing.TB, dir string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	host, port, err := place(ctx)
	if err != nil {
		t.Skipf("needs Docker, to import into a Neo4j that is not running: %v", err)
	}
	ctr, err := testcontainers.Run(ctx, image, with(port, "none", 5*time.Minute),
		testcontainers.WithEntrypoint("sh", "-c", importScript),
		testcontainers.WithFiles(testcontainers.ContainerFile{HostFilePath: dir, ContainerFilePath: "/import", FileMode: 0o755}),
	)
	if ctr != nil {
		t.Cleanup(func() {
			if err := testcontainers.TerminateContainer(ctr); err != nil {
				t.Error(err)
			}
		})
	}
	if err != nil && ctr != nil {
		err = errors.Join(err, lastLog(ctx, ctr))
	}
	url := "neo4j://" + address(host, port)
	if err == nil {
		err = waitUntilReady(ctx, url)
	}
	if err != nil {
		t.Fatal(err)
	}
	return url
}

// dockerHost returns the name under which published ports are reached, or an error where no engine answers in 20
// seconds.
func dockerHost(ctx context.Context) (host string, err error) {
	// testcontainers panics where it finds no way at all to an engine.
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("docker: %v", r)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	provider, err := testcontainers.NewDockerProvider()
	if err != nil {
		return "", err
	}
	defer provider.Close()
	if err := provider.Health(ctx); err != nil {
		return "", err
	}
	// Inside a container testcontainers takes the gateway for the engine's host, which is wrong where the engine runs
	// in that container too.
	if info, err := provider.Client().Info(ctx, client.InfoOptions{}); err == nil && os.Getenv("TESTCONTAINERS_HOST_OVERRIDE") == "" {
		if here, err := os.Hostname(); err == nil && here == info.Info.Name {
			return "localhost", nil
		}
	}
	return provider.DaemonHost(ctx)
}

func (e dockerEngine) start(ctx context.Context) error { return e.container.Start(ctx) }

func (e dockerEngine) stop(ctx context.Context) error {
	return e.container.Stop(ctx, new(30*time.Second))
}

func (e dockerEngine) kill(ctx context.Context) error {
	docker, err := testcontainers.NewDockerClientWithOpts(ctx)
	if err != nil {
		return err
	}
	defer docker.Close()
	_, err = docker.ContainerKill(ctx, e.container.GetContainerID(), client.ContainerKillOptions{Signal: "KILL"})
	return err
}

func (e dockerEngine) close(context.Context) error {
	return testcontainers.TerminateContainer(e.container)
}

// lastLog returns the end of what the container wrote, for the message about a failed start.
func lastLog(ctx context.Context, ctr testcontainers.Container) error {
	logs, err := ctr.Logs(ctx)
	if err != nil {
		return err
	}
	defer logs.Close()
	return lastWords(logs)
}

// removeOrphans ends the containers of test processes of this machine that were killed.
func removeOrphans(ctx context.Context) {
	docker, err := testcontainers.NewDockerClientWithOpts(ctx)
	if err != nil {
		return
	}
	defer docker.Close()
	list, err := docker.ContainerList(ctx, client.ContainerListOptions{All: true, Filters: make(client.Filters).Add("label", ownerLabel)})
	if err != nil {
		return
	}
	for _, c := range list.Items {
		pid, host, _ := strings.Cut(c.Labels[ownerLabel], "@")
		if here, err := os.Hostname(); err != nil || host != here || alive(pid) {
			continue
		}
		_, _ = docker.ContainerRemove(ctx, c.ID, client.ContainerRemoveOptions{Force: true, RemoveVolumes: true})
	}
}

func owner() string {
	host, _ := os.Hostname()
	return strconv.Itoa(os.Getpid()) + "@" + host
}

func alive(pid string) bool {
	n, err := strconv.Atoi(pid)
	if err != nil {
		return true
	}
	p, err := os.FindProcess(n)
	return err == nil && p.Signal(syscall.Signal(0)) == nil
}
