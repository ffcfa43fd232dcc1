package ui

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

func TestPages(t *testing.T) {
	hint := &fstest.MapFile{Data: []byte("run make\n")}

	t.Run("a binary without pages says in one line what to do", func(t *testing.T) {
		if _, err := pages(fstest.MapFS{"dist.txt": hint}); err == nil || err.Error() != "run make" {
			t.Errorf("error %v", err)
		}
	})
	t.Run("built pages are at their own paths", func(t *testing.T) {
		built, err := pages(fstest.MapFS{"dist.txt": hint, "dist/index.html": {Data: []byte("page")}})
		if err != nil {
			t.Fatal(err)
		}
		if text, err := fs.ReadFile(built, "index.html"); err != nil || string(text) != "page" {
			t.Errorf("index.html is %q (%v)", text, err)
		}
	})
	t.Run("this binary's pages ask no other host for anything", func(t *testing.T) {
		built, err := Pages()
		if err != nil {
			if !strings.Contains(err.Error(), "make run") || strings.Contains(err.Error(), "\n") {
				t.Errorf("unhelpful: %q", err)
			}
			return
		}
		for _, page := range []string{"index.html", "graphiql.html"} {
			text, err := fs.ReadFile(built, page)
			if err != nil {
				t.Error(err)
			}
			if strings.Contains(string(text), "//") {
				t.Errorf("%s names another host:\n%s", page, text)
			}
		}
	})
}
