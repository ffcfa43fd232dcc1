package input

import (
	"context"
	"io"
	"slices"
)

// OpenStoppable is Open that gives up when ctx ends: somebody may name a pipe that nobody writes to. The call that
// waits for it goes on in the background then, and leaves nothing behind.
func OpenStoppable(ctx context.Context, paths []string, stdin io.Reader,
	bounds Bounds,
) (files []File, done func(), err error) {
	var temporary temporaries
	type result struct {
		files []File
		err   error
	}
	opened := make(chan result, 1)
	go func() {
		files, err := openFiles(paths, stdin, bounds, &temporary)
		opened <- result{files, err}
	}()
	select {
	case r := <-opened:
		return r.files, temporary.remove, r.err
	case <-ctx.Done():
		temporary.remove()
		return nil, func() {}, ctx.Err()
	}
}

// Stoppable makes the reading of files end with ctx, also where a loader reads all of a file before it yields anything.
func Stoppable(ctx context.Context, files []File) []File {
	files = slices.Clone(files)
	for i := range files {
		open := files[i].Open
		files[i].Open = func() (io.ReadCloser, error) {
			r, err := open()
			if err != nil {
				return nil, err
			}
			return &plain{&stopping{ctx, r}, r}, nil
		}
	}
	return files
}

type stopping struct {
	ctx context.Context
	r   io.Reader
}

func (s *stopping) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}
