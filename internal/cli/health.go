package cli

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

type healthCommand struct {
	URL string `name:"url" default:"http://127.0.0.1:8080" help:"Where the server is."`
	// ENTENTE_TIMEOUT is the server's
	Timeout time.Duration `default:"2s" env:"ENTENTE_HEALTH_TIMEOUT" help:"How long to wait for its answer."`
}

// Run asks the server; exit code 0 says that it is ready.
func (c *healthCommand) Run(ctx context.Context, env *Env) error {
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	address := strings.TrimSuffix(c.URL, "/") + "/readyz"
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	body, _ := io.ReadAll(io.LimitReader(response.Body, 4<<10))
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s: %s", address, response.Status, strings.TrimSpace(string(body)))
	}
	_, err = fmt.Fprintln(env.Stdout, strings.TrimSpace(string(body))) // "ready", or "degraded" and why
	return err
}
