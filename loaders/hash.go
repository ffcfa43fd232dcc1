package loaders

import (
	"crypto/sha256"
	"encoding/hex"
)

// Hash is a short name for a text that an id cannot hold: 16 hexadecimal digits.
func Hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}
