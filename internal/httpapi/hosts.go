package httpapi

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// hosted refuses requests that name another host than this server goes by. A page of a stranger can point its own name
// at an address of this machine or of this network, and its scripts would then ask in the name of whoever looks at it
// (DNS rebinding); the Host header keeps the stranger's name. An address is no name that could be pointed elsewhere.
func hosted(next http.Handler, allowed []string) http.Handler {
	if slices.Contains(allowed, "*") {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !knownHost(r.Host, allowed) {
			w.Header().Set("Content-Type", mediaJSON)
			refuse(w, refused(http.StatusMisdirectedRequest,
				"this server does not go by the name %.100q; start it with --allow-host to let it", hostName(r.Host)))
			return
		}
		next.ServeHTTP(w, r)
	})
}

func hostName(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

func knownHost(host string, allowed []string) bool {
	name := hostName(host)
	// HTTP/1.0 has no Host, and browsers speak a newer one
	if name == "localhost" || strings.HasSuffix(name, ".localhost") || name == "" {
		return true
	}
	if _, err := netip.ParseAddr(strings.Trim(name, "[]")); err == nil {
		return true
	}
	return slices.ContainsFunc(allowed, func(a string) bool { return hostName(a) == name })
}
