package httpapi

import (
	"context"
	"regexp"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/entente-graph/entente/resolvers/execution"
	"github.com/entente-graph/entente/resolvers/valuecheck"
)

// The cache of parsed documents is bounded by their text; a tree takes about a hundred times that.
const (
	cachedDocuments = 1 << 20
	cachedDocument  = 32 << 10
)

// document is a query that may be executed.
type document struct {
	*ast.QueryDocument
	fragments map[string]*ast.FragmentDefinition
}

// documents parse, price and validate queries, in this order: validation takes time that grows with the square of what
// it is given, so it only sees what has been found affordable. It is a gqlgen extension, and the cache in which gqlgen
// finds what is parsed already.
type documents struct {
	limits   Limits
	contract *contract
	cache    *byteCache[*document]
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationParameterMutator
	graphql.OperationContextMutator
	graphql.Cache[*ast.QueryDocument]
} = (*documents)(nil)

func newDocuments(l Limits, schema *ast.Schema) *documents {
	return &documents{l, newContract(schema), newByteCache[*document](cachedDocuments, cachedDocument)}
}

// asking is what one request asks: its document once that is prepared, or why it is refused.
type asking struct {
	document *document
	refused  gqlerror.List
	meter    *meter
	passing  bool // see measure
	exec     graphql.GraphExecutor
}

type askingKey struct{}

func askingOf(ctx context.Context) *asking {
	a, _ := ctx.Value(askingKey{}).(*asking)
	return a
}

func (*documents) ExtensionName() string                   { return "Documents" }
func (*documents) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters is called with what came over HTTP, before gqlgen parses it.
func (d *documents) MutateOperationParameters(ctx context.Context, params *graphql.RawParams) *gqlerror.Error {
	a := askingOf(ctx)
	var m measure
	if a.document, m, a.refused = d.prepare(params); len(a.refused) > 0 {
		return a.refused[0]
	}
	a.passing = m.passing
	_ = a.meter.spend(2 * m.roots) // which is within the limit
	return nil
}

// MutateOperationContext puts the meter around every field.
func (*documents) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	meter := askingOf(ctx).meter
	op.ResolverMiddleware = meter.around(op.ResolverMiddleware)
	execution.Count(op, meter)
	return nil
}

// Get gives gqlgen the document of this very request.
func (*documents) Get(ctx context.Context, _ string) (*ast.QueryDocument, bool) {
	return askingOf(ctx).document.QueryDocument, true
}

// Add has nothing to add: every document that is executed was prepared here.
func (*documents) Add(context.Context, string, *ast.QueryDocument) {}

// prepare makes a document that may be executed. Where there are errors it is as far as it came, perhaps nil.
func (d *documents) prepare(params *graphql.RawParams) (doc *document, m measure, errs gqlerror.List) {
	if len(params.Query) > d.limits.Query {
		return nil, m, gqlerror.List{exceeded("the query of %d bytes exceeds the limit of %d", len(params.Query),
			d.limits.Query)}
	}
	doc, known := d.cache.get(params.Query)
	if !known {
		parsed, errs := d.parse(params.Query)
		if len(errs) > 0 {
			return nil, m, errs
		}
		doc = &document{parsed, byName(parsed)}
	}
	asked := doc.Operations
	// what is wrong otherwise is told behind the validation
	if one := doc.Operations.ForName(params.OperationName); one != nil {
		asked = ast.OperationList{one}
	}
	for _, operation := range asked {
		var err *gqlerror.Error
		if m, err = d.limits.price(d.contract, operation, doc.fragments, params.Variables); err != nil {
			return doc, m, gqlerror.List{err}
		}
	}
	if known {
		return doc, m, nil
	}
	if err := survey(doc.QueryDocument, doc.fragments); err != nil {
		return doc, m, gqlerror.List{err}
	}
	if errs := validate(d.contract.Schema, doc.QueryDocument); len(errs) > 0 {
		return doc, m, errs
	}
	d.cache.put(params.Query, doc, len(params.Query))
	return doc, m, nil
}

// tokensExceeded is how the parser begins to say that a query has more tokens than it may.
const tokensExceeded = "exceeded token limit"

func (d *documents) parse(query string) (*ast.QueryDocument, gqlerror.List) {
	parsed, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: query}, d.limits.Tokens)
	if err != nil {
		known := gqlerror.List{gqlerror.WrapIfUnwrapped(err)}
		errcode.Set(known[0], errcode.ParseFailed)
		if strings.HasPrefix(known[0].Message, tokensExceeded) {
			known[0].Message = "the query has too many tokens: " + known[0].Message
			errcode.Set(known[0], codeLimit)
		}
		return nil, short(known, maxErrors)
	}
	if len(parsed.Operations) == 0 {
		return nil, gqlerror.List{invalid("no operation provided")}
	}
	return parsed, nil
}

// unknownValue is what the validation says of a value to which none of its enum is similar.
var unknownValue = regexp.MustCompile(`^(?:Value ".*" does not exist in|Enum) "\W*(\w+)\W*" (?:enum|cannot .*)\.$`)

// enough ends a validation that has found as many errors as are told.
type enough struct{}

// validate stops at the first errors: to find a name that is meant takes longer than to send a thousand that mean
// nothing.
func validate(schema *ast.Schema, parsed *ast.QueryDocument) (errs gqlerror.List) {
	found := 0
	bounded := rules.NewRules()
	for name, rule := range rules.NewDefaultRules().GetInner() {
		bounded.AddRule(name, func(observers *core.Events, add core.AddErrFunc) {
			rule(observers, func(options ...core.ErrorOption) {
				if found++; found > maxErrors {
					panic(enough{})
				}
				add(append(options, func(err *gqlerror.Error) { errs = append(errs, err) })...)
			})
		})
	}
	defer func() {
		switch fault := recover(); fault.(type) {
		case nil, enough:
			for _, err := range errs {
				errcode.Set(err, errcode.ValidationFailed)
				if enum := unknownValue.FindStringSubmatch(err.Message); enum != nil {
					err.Message += " Want " + valuecheck.Wanted(schema, ast.NamedType(enum[1], nil)) + "."
				}
			}
			errs = short(errs, maxErrors)
		default:
			panic(fault)
		}
	}()
	_ = validator.ValidateWithRules(schema, parsed, bounded)
	return errs
}
