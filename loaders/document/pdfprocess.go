package document

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"sync/atomic"
	"time"
)

// The environment variable by which a process knows that it is one that reads a PDF file, and the exit code of one that
// needs too much memory.
const (
	pdfProcess    = "ENTENTE_READ_PDF"
	exitPDFMemory = 17
)

// maxPDFMemory bounds the memory of a process that reads a PDF file, in bytes.
const maxPDFMemory = 1 << 30

// apart tells whether this program can be started to read a PDF file.
var apart atomic.Bool

// pdfText is what a process that reads a PDF file writes.
type pdfText struct {
	Title string
	Text  string
	Pages []int
	Fault string // why it cannot be read
}

// ReadPDFApart has PDF files read by processes of their own, which end with their minute and have bounded memory
// whatever a file is made to do: the library that reads them can be brought into endless loops, and to use up all
// memory. A program calls it before anything else in main. In such a process it reads the file from standard input and
// does not come back. In a program that does not call it, PDF files are read by a goroutine, which goes on after its
// minute where a file makes it.
func ReadPDFApart() {
	apart.Store(true)
	if os.Getenv(pdfProcess) == "" {
		return
	}
	debug.SetMaxStack(64 << 20)
	go watchMemory()
	time.AfterFunc(2*maxPDFTime, func() { os.Exit(1) }) // nobody waits any more
	raw, err := io.ReadAll(os.Stdin)
	d := &document{}
	if err == nil {
		err = d.pdfGuarded(bytes.NewReader(raw))
	}
	out := pdfText{Title: d.title, Text: d.text, Pages: d.pages}
	if err != nil {
		out = pdfText{Fault: err.Error()}
	}
	if json.NewEncoder(os.Stdout).Encode(out) != nil {
		os.Exit(1)
	}
	os.Exit(0)
}

func watchMemory() {
	sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	for {
		metrics.Read(sample)
		if sample[0].Value.Uint64()-sample[1].Value.Uint64() > maxPDFMemory {
			os.Exit(exitPDFMemory)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// readPDFApart has another process read the file.
func (d *document) readPDFApart(raw []byte) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), maxPDFTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, program)
	cmd.Env = append(os.Environ(), pdfProcess+"=1")
	cmd.Stdin = bytes.NewReader(raw)
	var out bytes.Buffer
	cmd.Stdout = &out
	err = cmd.Run()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("not read within %s; %s", maxPDFTime, convert)
	case errors.As(err, &exit) && exit.ExitCode() == exitPDFMemory:
		return fmt.Errorf("takes more than %d MB of memory to read; %s", maxPDFMemory>>20, convert)
	case err != nil && !errors.As(err, &exit):
		return fmt.Errorf("no process could be started to read it: %w", err)
	}
	var read pdfText
	if err != nil || json.Unmarshal(out.Bytes(), &read) != nil {
		return unreadable("it ended the process that read it")
	}
	if read.Fault != "" {
		return errors.New(read.Fault)
	}
	d.title, d.text, d.pages = read.Title, read.Text, read.Pages
	return nil
}

func unreadable(why string) error {
	return fmt.Errorf("damaged, or a kind of PDF that cannot be read (%.200s); %s", strings.ToValidUTF8(why, "?"), convert)
}
