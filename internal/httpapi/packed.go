package httpapi

import (
	"bytes"
	"net/http"
	"strconv"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// packer packs answers that are kept; EncodeAll may be called side by side.
var packer = must(zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithLowerEncoderMem(true)))

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
func (a *answers) packed(asked question, r *http.Request, plain answer) (out answer, in string) {
	in = coding(r)
	if in == "" || plain.size() < worthPacking {
		return plain, ""
	}
	key := asked.key + in
	out, known := a.cache.get(key)
	if !known {
		out[0] = pack(in, plain)
		a.cache.put(key, out, out.size())
	}
	return out, in
}

func pack(in string, plain answer) []byte {
	whole := bytes.Join(plain[:], nil)
	if in == "zstd" {
		return packer.EncodeAll(whole, nil)
	}
	var out bytes.Buffer
	w := must(gzip.NewWriterLevel(&out, gzip.BestSpeed))
	_, _ = w.Write(whole) // into memory
	_ = w.Close()
	return out.Bytes()
}

// announce says how the body is packed, and how long it is.
func announce(w http.ResponseWriter, in string, size int) {
	if in != "" {
		w.Header().Set("Content-Encoding", in)
		w.Header().Set("Content-Length", strconv.Itoa(size))
	}
}
