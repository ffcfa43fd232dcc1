package loaders

// Clip is a text of at most so many characters; what is longer ends in an ellipsis.
func Clip(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return text
}
