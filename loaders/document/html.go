package document

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/entente-graph/entente/internal/lists"
)

// unread are the elements that are no part of what a page says.
var unread = setOf(`script style noscript template nav aside footer form button select svg math iframe object video
	audio canvas dialog menu head textarea input`)

// blocks are the elements that end a paragraph.
var blocks = setOf(`p div section article main header h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tr td th caption
	blockquote pre hr figure figcaption address details summary fieldset body`)

// readHTML takes a page's text, the way a reader sees it, and its metadata.
func (d *document) readHTML(page string) error {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return fmt.Errorf("no HTML that can be read: %w", err)
	}
	d.metadata(root)
	// One article, or one main part, is what the page is about.
	for _, what := range []atom.Atom{atom.Article, atom.Main, atom.Body} {
		parts := elements(root, what)
		if len(parts) != 1 {
			continue
		}
		out := &pageText{}
		out.walk(parts[0], what != atom.Body, false)
		d.text = strings.TrimSpace(out.b.String())
		if len(d.text) >= 200 {
			break
		}
	}
	if d.text == "" {
		return errors.New("the HTML page holds no text: one that scripts build has to be saved from the browser")
	}
	return nil
}

func elements(n *html.Node, what atom.Atom) (out []*html.Node) {
	for n := range n.Descendants() {
		if n.Type == html.ElementNode && n.DataAtom == what {
			out = append(out, n)
		}
	}
	return out
}

// pageText collects text: one space between words, a blank line between paragraphs.
type pageText struct {
	b     strings.Builder
	space bool
}

func (t *pageText) paragraph() {
	if s := t.b.Len(); s > 0 && !strings.HasSuffix(t.b.String()[max(0, s-2):], "\n\n") {
		t.b.WriteString("\n\n")
	}
	t.space = false
}

// walk goes no deeper than html.Parse lets a page nest (512).
func (t *pageText) walk(n *html.Node, inArticle, preformatted bool) {
	switch n.Type {
	case html.TextNode:
		t.write(n.Data, preformatted)
		return
	case html.ElementNode:
		if unread[n.Data] || n.DataAtom == atom.Header && !inArticle || hidden(n) {
			return
		}
		if n.DataAtom == atom.Br {
			t.b.WriteByte('\n')
			t.space = false
			return
		}
	}
	inArticle = inArticle || n.DataAtom == atom.Article || n.DataAtom == atom.Main
	block := n.Type == html.ElementNode && blocks[n.Data]
	if block {
		t.paragraph()
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		t.walk(c, inArticle, preformatted || n.DataAtom == atom.Pre)
	}
	if block {
		t.paragraph()
	}
}

func (t *pageText) write(text string, preformatted bool) {
	if preformatted {
		t.b.WriteString(text)
		return
	}
	for _, r := range text {
		if unicode.IsSpace(r) {
			t.space = true
			continue
		}
		if t.space && t.b.Len() > 0 && !strings.HasSuffix(t.b.String()[max(0, t.b.Len()-1):], "\n") {
			t.b.WriteByte(' ')
		}
		t.space = false
		t.b.WriteRune(r)
	}
}

func hidden(n *html.Node) bool {
	for _, a := range n.Attr {
		value := strings.ToLower(strings.TrimSpace(a.Val))
		switch a.Key {
		case "hidden":
			return true
		case "aria-hidden":
			return value == "true"
		case "role":
			if slices.Contains([]string{"navigation", "banner", "contentinfo", "complementary", "search", "menu", "dialog"},
				value) {
				return true
			}
		case "style":
			if compact := strings.ReplaceAll(value, " ", ""); strings.Contains(compact, "display:none") ||
				strings.Contains(compact, "visibility:hidden") {
				return true
			}
		}
	}
	return false
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// The names under which pages state their metadata, the most telling first.
var (
	titleNames     = []string{"og:title", "dc.title", "citation_title", "twitter:title"}
	publisherNames = []string{"og:site_name", "dc.publisher", "citation_publisher", "publisher", "article:publisher"}
	dateNames      = []string{
		"article:published_time", "datepublished", "dc.date", "dc.date.issued", "dcterms.created",
		"dcterms.date", "citation_publication_date", "pubdate", "date",
	}
)

func (d *document) metadata(root *html.Node) {
	meta := map[string]string{}
	put := func(key, value string) {
		if key = strings.ToLower(strings.TrimSpace(key)); key != "" && meta[key] == "" {
			meta[key] = strings.TrimSpace(value)
		}
	}
	var title, heading, canonical, ownTime string
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.DataAtom {
		case atom.Meta:
			for _, key := range []string{"property", "name", "itemprop"} {
				put(attribute(n, key), attribute(n, "content"))
			}
		case atom.Title:
			if title == "" && n.Parent != nil && n.Parent.DataAtom == atom.Head {
				title = innerText(n)
			}
		case atom.H1:
			if heading == "" {
				heading = innerText(n)
			}
		case atom.Link:
			if strings.EqualFold(attribute(n, "rel"), "canonical") {
				canonical = attribute(n, "href")
			}
		case atom.Time:
			if ownTime == "" {
				ownTime = attribute(n, "datetime")
			}
		case atom.Script:
			if strings.EqualFold(attribute(n, "type"), "application/ld+json") {
				linkedData(innerText(n), put)
			}
		}
	}
	first := func(names []string) string {
		return cmp.Or(lists.Map(names, func(name string) string { return meta[name] })...)
	}
	d.title = cmp.Or(first(titleNames), meta["ld:headline"], strings.TrimSpace(heading), title)
	d.publisher = cmp.Or(first(publisherNames), meta["ld:publisher"])
	d.url = webAddress(cmp.Or(strings.TrimSpace(canonical), meta["og:url"]))
	for _, stated := range []string{first(dateNames), meta["ld:datepublished"], ownTime} {
		if d.date = anyDate(stated); !d.date.IsZero() {
			break
		}
	}
}

func innerText(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode && b.Len() < 256<<10 {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// linkedData reads what a page's JSON-LD says of an article: schema.org's headline, datePublished and publisher.
func linkedData(text string, put func(key, value string)) {
	var data any
	if len(text) > 256<<10 || json.Unmarshal([]byte(text), &data) != nil {
		return
	}
	var visit func(v any, depth int)
	visit = func(v any, depth int) {
		if depth > 5 {
			return
		}
		switch v := v.(type) {
		case []any:
			for _, inner := range v {
				visit(inner, depth+1)
			}
		case map[string]any:
			visit(v["@graph"], depth+1)
			kind := fmt.Sprint(v["@type"])
			if !strings.Contains(kind, "Article") && !strings.Contains(kind, "Report") && !strings.Contains(kind, "WebPage") {
				return
			}
			for _, key := range []string{"headline", "datePublished"} {
				if s, ok := v[key].(string); ok {
					put("ld:"+key, s)
				}
			}
			if p, ok := v["publisher"].(map[string]any); ok {
				if s, ok := p["name"].(string); ok {
					put("ld:publisher", s)
				}
			}
		}
	}
	visit(data, 0)
}
