package httpapi

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/internal/utf8text"
	"github.com/entente-graph/entente/resolvers/valuecheck"
)

// The media types of answers. With the older one a request that is well-formed is answered 200, whatever is wrong with
// its query; with the newer one the status says whether the query was executed.
const (
	mediaJSON     = "application/json"
	mediaResponse = "application/graphql-response+json"
)

// overHTTP is GraphQL over HTTP as https://graphql.github.io/graphql-over-http/draft/ has it. gqlgen's own transports
// read bodies without end, answer `data: null` where nothing was executed and 422 where the specification wants 200 or
// 400.
type overHTTP struct {
	limits    Limits
	traffic   *traffic
	persisted bool // clients may send the hash of a query instead of it
	answers   *answers
	schema    *ast.Schema
}

var _ graphql.Transport = (*overHTTP)(nil)

func (*overHTTP) Supports(*http.Request) bool { return true }

func (t *overHTTP) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	media := preferred(r.Header.Get("Accept"))
	w.Header().Set("Content-Type", media)
	if r.Method == http.MethodOptions {
		w.Header().Set("Allow", allowed)
		return
	}
	params, release, wrong := t.params(w, r)
	if release != nil {
		defer release()
	}
	if wrong != nil {
		if wrong.code == codeBusy {
			w.Header().Set("Retry-After", strconv.Itoa(retryAfter))
		}
		refuse(w, wrong)
		return
	}
	w.Header().Add("Vary", "Accept")
	ctx, asked, keeps := t.answers.question(r.Context(), params)
	conditional := keeps && (r.Method == http.MethodGet || asked.byHash)
	if conditional && asked.validated(r) {
		tagged(w, asked)
		w.WriteHeader(http.StatusNotModified)
		return
	}
	out, kept := outcome{status: http.StatusOK}, false
	if keeps {
		out.body, kept = t.answers.cache.get(asked.key)
	}
	if !kept {
		leave, ok := t.traffic.enter(r.Context())
		if !ok {
			busy(w, "too many questions are being answered")
			return
		}
		out = t.execute(ctx, r, media, params, exec)
		leave()
		if kept = keeps && out.lasting; kept {
			t.answers.cache.put(asked.key, out.body, len(out.body))
		}
	}
	if conditional && kept {
		tagged(w, asked)
		if strings.TrimSpace(r.Header.Get("If-None-Match")) == "*" { // whatever it has, now that there is an answer
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	if kept {
		out.body, out.coding = t.answers.packed(asked, r, out.body)
	}
	t.send(w, out)
}

// tagged lets the client, and what lies between, keep an answer and ask whether it is still right: any load may change
// it.
func tagged(w http.ResponseWriter, asked question) {
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("ETag", asked.tag())
}

func (t *overHTTP) send(w http.ResponseWriter, out outcome) {
	if out.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", http.MethodPost)
	}
	taken, ok := t.traffic.hold(len(out.body))
	if !ok {
		busy(w, "too many answers are being taken")
		return
	}
	defer taken()
	answering(w, len(out.body))
	if out.again {
		w.Header().Set("Retry-After", strconv.Itoa(retryAfter))
	}
	if out.coding != "" {
		w.Header().Set("Content-Encoding", out.coding)
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(out.body)))
	w.WriteHeader(out.status)
	_, _ = w.Write(out.body) // fails where the client has left, or its time is over
}

// outcome is what came of a question.
type outcome struct {
	status  int
	body    []byte
	coding  string // of a body that is packed
	again   bool   // the store could not be reached; it may be in a moment
	lasting bool   // the same question has the same answer as long as data and day are the same
}

// execute answers what is asked, within the time that there is for it.
func (t *overHTTP) execute(pinned context.Context, r *http.Request, media string, params *graphql.RawParams,
	exec graphql.GraphExecutor,
) outcome {
	start := time.Now()
	ctx, cancel := context.WithTimeout(pinned, t.limits.Timeout)
	defer cancel()
	a := &asking{meter: newMeter(ctx, t.limits), exec: exec}
	ctx = context.WithValue(ctx, askingKey{}, a)
	operation, errs := exec.CreateOperationContext(ctx, params)
	if len(errs) > 0 {
		if len(a.refused) > 0 {
			errs = a.refused
		}
		errs = short(t.explained(errs, operation, params.Variables), maxErrors)
		status := http.StatusOK
		switch {
		case r.Method == http.MethodGet && changes(a.document, params.OperationName):
			status = http.StatusMethodNotAllowed
		case media == mediaResponse && !aboutPersisted(errs):
			status = http.StatusBadRequest
		}
		return outcome{status: status, body: encode(&graphql.Response{Errors: errs}, false)}
	}
	handle, ctx := exec.DispatchOperation(ctx, operation)
	response := handle(ctx)
	switch {
	case response == nil: // its time was over before it began
		return outcome{
			status: http.StatusServiceUnavailable,
			body:   encode(&graphql.Response{Errors: gqlerror.List{outOfTime()}}, false),
		}
	case a.meter.stopped() != nil:
		response.Errors, response.Data = gqlerror.List{a.meter.stopped()}, nil
	case len(response.Data) > t.limits.Answer:
		response.Errors, response.Data = gqlerror.List{tooLarge(t.limits.Answer)}, nil
	}
	response.Errors = short(response.Errors, maxFieldErrors)
	// a search that ran into its time found what it could
	lasting := len(response.Errors) == 0 && !a.passing && time.Since(start) < t.limits.search()
	again := slices.ContainsFunc(response.Errors, func(err *gqlerror.Error) bool {
		return err.Extensions["code"] == codeBusy
	})
	return outcome{status: http.StatusOK, body: encode(response, true), again: again, lasting: lasting}
}

// encode puts an answer together; its data is JSON already, and encoding/json would read it once more.
func encode(response *graphql.Response, executed bool) []byte {
	var errs, extensions []byte
	if len(response.Errors) > 0 {
		errs = compact(response.Errors)
	}
	if len(response.Extensions) > 0 {
		extensions = compact(response.Extensions)
	}
	out := make([]byte, 1, len(errs)+len(response.Data)+len(extensions)+len(`{"errors":,"data":null,"extensions":}`)+1)
	out[0] = '{'
	member := func(name string, value []byte) {
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(append(append(append(out, '"'), name...), `":`...), value...)
	}
	if errs != nil {
		member("errors", errs)
	}
	switch {
	case executed && len(response.Data) > 0:
		member("data", response.Data)
	case executed:
		member("data", []byte("null"))
	}
	if extensions != nil {
		member("extensions", extensions)
	}
	return append(out, "}\n"...)
}

// compact is a value in JSON on one line, with its < and > as they are.
func compact(value any) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

const allowed = "GET, POST, OPTIONS"

// params reads what is asked.
func (t *overHTTP) params(w http.ResponseWriter, r *http.Request,
) (params *graphql.RawParams, release func(), wrong *refusal) {
	switch r.Method {
	case http.MethodGet:
		params, wrong = t.fromURL(r)
		return params, nil, wrong
	case http.MethodPost:
		return t.fromBody(w, r)
	}
	w.Header().Set("Allow", allowed)
	return nil, nil, refused(http.StatusMethodNotAllowed, "%s is not allowed; want GET or POST", r.Method)
}

func (t *overHTTP) fromURL(r *http.Request) (*graphql.RawParams, *refusal) {
	values := r.URL.Query()
	for _, name := range []string{"query", "operationName", "variables", "extensions"} {
		if err := utf8text.Check([]byte(values.Get(name))); err != nil {
			return nil, refused(http.StatusBadRequest, "%s: %v", name, err)
		}
	}
	params := &graphql.RawParams{Query: values.Get("query"), OperationName: values.Get("operationName"), Headers: r.Header}
	for name, into := range map[string]*map[string]any{"variables": &params.Variables, "extensions": &params.Extensions} {
		if text := values.Get(name); text != "" {
			if err := decode(strings.NewReader(text), into); err != nil {
				return nil, refused(http.StatusBadRequest, "%s could not be decoded; want a JSON object: %v", name, err)
			}
		}
	}
	return params, t.lacking(params, "no query: POST {\"query\": …} as application/json, or GET /graphql?query=…; "+
		"/graphiql is the playground")
}

func (t *overHTTP) fromBody(w http.ResponseWriter, r *http.Request,
) (params *graphql.RawParams, release func(), wrong *refusal) {
	media, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	inUTF8 := slices.Contains([]string{"", "utf-8", "utf8"}, strings.ToLower(parameters["charset"]))
	if err != nil || media != mediaJSON || !inUTF8 {
		return nil, nil, refused(http.StatusUnsupportedMediaType, "Content-Type %.100q; want application/json in UTF-8",
			r.Header.Get("Content-Type"))
	}
	if coding := r.Header.Get("Content-Encoding"); coding != "" && coding != "identity" {
		return nil, nil, refused(http.StatusUnsupportedMediaType,
			"Content-Encoding %.100q; want a body that is not compressed", coding)
	}
	body := &counted{Reader: http.MaxBytesReader(w, r.Body, t.limits.Body), traffic: t.traffic}
	params, err = asked(utf8text.NewReader(body))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, body.release, refused(http.StatusRequestEntityTooLarge,
			"the request exceeds the limit of %d bytes", t.limits.Body)
	case errors.Is(err, errBusy):
		return nil, body.release,
			&refusal{http.StatusServiceUnavailable, tryAgain("too many requests are being read"), codeBusy}
	case errors.Is(err, os.ErrDeadlineExceeded):
		message := fmt.Sprintf("the request did not come within %v", bodyTime)
		return nil, body.release, &refusal{http.StatusRequestTimeout, message, codeTimeout}
	case err != nil:
		return nil, body.release, refused(http.StatusBadRequest,
			`the body is no JSON object of the form {"query": …, "variables": {…}}: %v`, err)
	}
	bodyRead(w)
	params.Headers = r.Header
	return params, body.release, t.lacking(params, "the body has no query; want {\"query\": …, \"variables\": {…}}")
}

// lacking refuses what is no question: neither a query nor the hash of one.
func (t *overHTTP) lacking(params *graphql.RawParams, message string) *refusal {
	hashed := params.Extensions["persistedQuery"] != nil
	switch {
	case params.Query == "" && !hashed:
		return refused(http.StatusBadRequest, "%s", message)
	case params.Query == "" && !t.persisted:
		return &refusal{http.StatusOK, "PersistedQueryNotSupported", "PERSISTED_QUERY_NOT_SUPPORTED"}
	case !t.persisted:
		delete(params.Extensions, "persistedQuery") // the query is there, the hash says nothing more
	}
	return nil
}

// asked reads the body of a request. Its keys are those written there: into a struct encoding/json would read "Query"
// as "query".
func asked(body io.Reader) (*graphql.RawParams, error) {
	var members map[string]json.RawMessage
	if err := decode(body, &members); err != nil {
		return nil, err
	}
	params := &graphql.RawParams{}
	for _, member := range []struct {
		name string
		into any
	}{
		{"query", &params.Query},
		{"operationName", &params.OperationName},
		{"variables", &params.Variables},
		{"extensions", &params.Extensions},
	} {
		if text, given := members[member.name]; given {
			if err := decode(bytes.NewReader(text), member.into); err != nil {
				return nil, fmt.Errorf("%s: %w", member.name, err)
			}
		}
	}
	return params, nil
}

// decode reads one JSON value and nothing behind it.
func decode(from io.Reader, into any) error {
	decoder := json.NewDecoder(from)
	decoder.UseNumber()
	err := decoder.Decode(into)
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong):
		return fmt.Errorf("it is of type %s", wrong.Value)
	case err != nil:
		return err
	}
	switch _, err := decoder.Token(); {
	case err == nil:
		return errors.New("more than one value")
	case errors.Is(err, io.EOF):
		return nil
	default:
		return err
	}
}

// preferred is the media type of an answer: the newer one only where the client names it and wants the older one no
// more.
func preferred(accept string) string {
	if q := quality(accept, mediaResponse); q > 0 && q >= quality(accept, mediaJSON) {
		return mediaResponse
	}
	return mediaJSON
}

// quality is how much a client wants what a header of the Accept kind names: from 0, not at all, to 1.
func quality(header, token string) float64 {
	for part := range strings.SplitSeq(header, ",") {
		name, params, err := mime.ParseMediaType(part)
		if err != nil || name != token {
			continue
		}
		if q, err := strconv.ParseFloat(params["q"], 64); err == nil {
			return q
		}
		return 1
	}
	return 0
}

// changes tells whether the operation asked for is no query: such must not come by GET.
func changes(doc *document, name string) bool {
	if doc == nil {
		return false
	}
	operation := doc.Operations.ForName(name)
	return operation != nil && operation.Operation != ast.Query
}

// aboutPersisted tells whether the client is only asked to send the query too: clients look for that in answers of
// status 200.
func aboutPersisted(errs gqlerror.List) bool {
	return len(errs) == 1 && errs[0].Extensions["code"] == "PERSISTED_QUERY_NOT_FOUND"
}

// explained makes gqlgen's words say what is meant and what would be valid: on an operation that is not there, on
// variables.
func (t *overHTTP) explained(errs gqlerror.List, operation *graphql.OperationContext, variables map[string]any,
) gqlerror.List {
	if len(errs) == 1 && operation != nil && operation.Doc != nil && operation.Operation == nil {
		errs[0].Message = missingOperation(operation)
	}
	for _, err := range errs {
		if err.Extensions["code"] == nil { // of persisted queries
			errcode.Set(err, codeRequest)
		}
	}
	return valuecheck.Explained(t.schema, errs, operation, variables)
}

func missingOperation(operation *graphql.OperationContext) string {
	names := lists.Map(operation.Doc.Operations, func(o *ast.OperationDefinition) string { return o.Name })
	if operation.OperationName == "" {
		return "operationName: the document has several operations; want one of " + strings.Join(names, ", ")
	}
	return fmt.Sprintf("operationName: no operation is called %q; want one of %s", operation.OperationName,
		strings.Join(names, ", "))
}

// refusal is a request that does not reach the executor.
type refusal struct {
	status  int
	message string
	code    string // codeRequest where it is empty
}

func refused(status int, format string, arguments ...any) *refusal {
	return &refusal{status: status, message: fmt.Sprintf(format, arguments...)}
}

func refuse(w http.ResponseWriter, r *refusal) {
	code := map[string]any{"code": cmp.Or(r.code, codeRequest)}
	writeJSON(w, r.status, map[string]any{"errors": []any{map[string]any{"message": r.message, "extensions": code}}})
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value)
}
