package httpapi

import (
	"bytes"
	"net/http"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// packer packs answers that are kept; EncodeAll may be called side by side.
var packer = must(zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithLowerEncoderMem(true)))

// gzippers are those that pack nothing just now; each takes a megabyte.
var gzippers = sync.Pool{New: func() any { return must(gzip.NewWriterLevel(nil, gzip.BestSpeed)) }}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err) // the options are constants
	}
	return v
}

// coding is how an answer is packed for a client, as [compressed] chooses it; empty where it is not.
func coding(r *http.Request) string {
	accepted := r.Header.Get("Accept-Encoding")
	z, g := quality(accepted, "zstd"), quality(accepted, "gzip")
	switch {
	case z > 0 && z >= g:
		return "zstd"
	case g > 0:
		return "gzip"
	}
	return ""
}

// packed is an answer that is kept, in the coding that the client takes. It is packed once and then kept so, too.
func (a *answers) packed(asked question, r *http.Request, plain []byte) (out []byte, in string) {
	in = coding(r)
	if in == "" || len(plain) < worthPacking {
		return plain, ""
	}
	key := asked.key + in
	out, known := a.cache.get(key)
	if !known {
		out = pack(in, plain)
		a.cache.put(key, out, len(out))
	}
	return out, in
}

func pack(in string, plain []byte) []byte {
	if in == "zstd" {
		return packer.EncodeAll(plain, nil)
	}
	var out bytes.Buffer
	w := gzippers.Get().(*gzip.Writer)
	w.Reset(&out)
	_, _ = w.Write(plain) // into memory
	_ = w.Close()
	gzippers.Put(w)
	return bytes.Clone(out.Bytes()) // it is kept, without room to grow
}
