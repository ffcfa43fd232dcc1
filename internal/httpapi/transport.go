package httpapi

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
)

// The media types of answers. With the older one a request that is well-formed is answered 200, whatever is wrong with its query; with the newer one the
// status says whether the query was executed.
const (
	mediaJSON     = "application/json"
	mediaResponse = "application/graphql-response+json"
)

// overHTTP is GraphQL over HTTP as https://graphql.github.io/graphql-over-http/draft/ has it. gqlgen's own transports read bodies without end, answer
// `data: null` where nothing was executed and 422 where the specification wants 200 or 400.
type overHTTP struct {
	limit  int64 // of a body, in bytes
	schema *ast.Schema
}

var _ graphql.Transport = overHTTP{}

func (overHTTP) Supports(*http.Request) bool { return true }

func (t overHTTP) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	media := preferred(r.Header.Get("Accept"))
	w.Header().Set("Content-Type", media)
	if r.Method == http.MethodOptions {
		w.Header().Set("Allow", allowed)
		return
	}
	params, refused := t.params(w, r)
	if refused != nil {
		refuse(w, refused)
		return
	}
	ctx := r.Context()
	operation, errs := exec.CreateOperationContext(ctx, params)
	if len(errs) > 0 {
		status := http.StatusOK
		switch {
		case r.Method == http.MethodGet && changes(params):
			w.Header().Set("Allow", http.MethodPost)
			status = http.StatusMethodNotAllowed
		case media == mediaResponse:
			status = http.StatusBadRequest
		}
		writeJSON(w, status, struct {
			Errors gqlerror.List `json:"errors"`
		}{t.explained(errs, operation, params.Variables)})
		return
	}
	handle, ctx := exec.DispatchOperation(ctx, operation)
	response := handle(ctx)
	if response == nil { // its time was over before it began
		refuse(w, &refusal{http.StatusServiceUnavailable, "the time for the question has passed; ask again, or for less at once", codeTimeout})
		return
	}
	writeJSON(w, http.StatusOK, response)
}

const allowed = "GET, POST, OPTIONS"

// params reads what is asked.
func (t overHTTP) params(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, *refusal) {
	switch r.Method {
	case http.MethodGet:
		return fromURL(r)
	case http.MethodPost:
		return t.fromBody(w, r)
	}
	w.Header().Set("Allow", allowed)
	return nil, &refusal{status: http.StatusMethodNotAllowed, message: r.Method + " is not allowed; want GET or POST"}
}

func fromURL(r *http.Request) (*graphql.RawParams, *refusal) {
	values := r.URL.Query()
	params := &graphql.RawParams{Query: values.Get("query"), OperationName: values.Get("operationName"), Headers: r.Header}
	if params.Query == "" {
		return nil, &refusal{status: http.StatusBadRequest, message: "no query: POST {\"query\": …} as application/json, or GET /graphql?query=…; /graphiql is the playground"}
	}
	for name, into := range map[string]*map[string]any{"variables": &params.Variables, "extensions": &params.Extensions} {
		if text := values.Get(name); text != "" {
			if err := decode(strings.NewReader(text), into); err != nil {
				return nil, &refusal{status: http.StatusBadRequest, message: name + " could not be decoded; want a JSON object: " + err.Error()}
			}
		}
	}
	return params, nil
}

func (t overHTTP) fromBody(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, *refusal) {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != mediaJSON {
		return nil, &refusal{status: http.StatusUnsupportedMediaType, message: fmt.Sprintf("Content-Type %q; want application/json", r.Header.Get("Content-Type"))}
	}
	if coding := r.Header.Get("Content-Encoding"); coding != "" && coding != "identity" {
		return nil, &refusal{status: http.StatusUnsupportedMediaType, message: fmt.Sprintf("Content-Encoding %q; want a body that is not compressed", coding)}
	}
	params := &graphql.RawParams{}
	err = decode(http.MaxBytesReader(w, r.Body, t.limit), params)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, &refusal{status: http.StatusRequestEntityTooLarge, message: fmt.Sprintf("the request exceeds the limit of %d bytes", t.limit)}
	case err != nil:
		return nil, &refusal{status: http.StatusBadRequest, message: "the body is no JSON object of the form {\"query\": …, \"variables\": {…}}: " + err.Error()}
	case params.Query == "":
		return nil, &refusal{status: http.StatusBadRequest, message: "the body has no query; want {\"query\": …, \"variables\": {…}}"}
	}
	params.Headers = r.Header
	return params, nil
}

// decode reads one JSON value and nothing behind it.
func decode(from io.Reader, into any) error {
	decoder := json.NewDecoder(from)
	decoder.UseNumber()
	err := decoder.Decode(into)
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong) && wrong.Field != "":
		return fmt.Errorf("%s must not be of type %s", wrong.Field, wrong.Value)
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

// preferred is the media type of an answer: the newer one only where the client names it and wants the older one no more.
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
func changes(params *graphql.RawParams) bool {
	document, err := parser.ParseQuery(&ast.Source{Input: params.Query})
	if err != nil {
		return false
	}
	operation := document.Operations.ForName(params.OperationName)
	return operation != nil && operation.Operation != ast.Query
}

// explained makes gqlgen's words say what is meant and what would be valid: on an operation that is not there, on variables, on the limit of tokens.
func (t overHTTP) explained(errs gqlerror.List, operation *graphql.OperationContext, variables map[string]any) gqlerror.List {
	if len(errs) == 1 && operation != nil && operation.Doc != nil && operation.Operation == nil {
		errs[0].Message = missingOperation(operation)
	}
	for i, err := range errs {
		switch {
		case len(err.Path) > 1 && err.Path[0] == ast.PathName("variable"):
			err.Message = "$" + err.Path[1:].String() + ": " + err.Message
			if wrong := wrongVariable(t.schema, operation.Operation, variables); wrong != nil {
				errs[i] = wrong
			}
		case strings.HasPrefix(err.Message, tokensExceeded):
			err.Message = "the query has too many tokens: " + err.Message
			errcode.Set(err, codeLimit)
		}
	}
	return errs
}

// tokensExceeded is how the parser begins to say that a query has more tokens than it may.
const tokensExceeded = "exceeded token limit"

func missingOperation(operation *graphql.OperationContext) string {
	names := make([]string, len(operation.Doc.Operations))
	for i, o := range operation.Doc.Operations {
		names[i] = o.Name
	}
	if operation.OperationName == "" {
		return "operationName: the document has several operations; want one of " + strings.Join(names, ", ")
	}
	return fmt.Sprintf("operationName: no operation is called %q; want one of %s", operation.OperationName, strings.Join(names, ", "))
}

// refusal is a request that does not reach the executor.
type refusal struct {
	status  int
	message string
	code    string // codeRequest where it is empty
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
