package memstore

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// owner says which process holds a file. It is written beside the file, since the file itself cannot be read by another
// process while it is held, and it only serves the message: the lock is the operating system's.
type owner struct {
	PID     int       `json:"pid"`
	Host    string    `json:"host"`
	Command string    `json:"command"`
	Since   time.Time `json:"since"`
}

func ownerPath(path string) string { return path + ".owner" }

func writeOwner(path string) error {
	host, _ := os.Hostname()
	b, err := json.Marshal(owner{
		PID: os.Getpid(), Host: host, Command: filepath.Base(os.Args[0]),
		Since: time.Now().UTC().Truncate(time.Second),
	})
	if err != nil {
		return err
	}
	return os.WriteFile(ownerPath(path), b, 0o600)
}

// inUseBy says who holds the file, in words.
func inUseBy(path string) string {
	b, err := os.ReadFile(ownerPath(path))
	var o owner
	if err != nil || json.Unmarshal(b, &o) != nil || o.PID == 0 {
		return "another process"
	}
	return fmt.Sprintf("%s (process %d on %s, since %s)", o.Command, o.PID, o.Host, o.Since.Format(time.RFC3339))
}
