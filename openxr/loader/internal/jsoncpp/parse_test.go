// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package jsoncpp_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/jsoncpp"
)

func TestParse_Accepts(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, strict string }{
		{"plain", `{"a": [1, -0.5e+3, true, false, null, "b"]}`, ""},
		{"empty object", `{}`, ""},
		{"empty array", `[]`, ""},
		{"trailing comma in an object", `{"a": 1,}`, "comma after the last element"},
		{"trailing comma in an array", `[1, ]`, "comma after the last element"},
		{"line comment", "{ // why\n}", "comment"},
		{"line comment that a carriage return ends", "[1 // why\r]", "comment"},
		{"line comment at the end", `{} // why`, "text after the end"},
		{"block comment", `{"a": 1 /* why */}`, "comment"},
		{"comment before a value", `{"a": /**/ 1}`, "comment"},
		{"comment after the last element", `[1 /**/]`, "comment"},
		{"comment in an empty object", `{/**/}`, "comment"},
		{"byte order mark", "\uFEFF{}", "byte order mark"},
		{"text after the document", `{} nonsense`, "text after the end"},
		{"second document", `{}{`, "text after the end"},
		{"NUL after the document", "{}\x00", "text after the end"},
		{"leading zeros", `[007]`, `"007"`},
		{"plus sign", `[+5]`, `"+5"`},
		{"point without digits before", `[-.5]`, `"-.5"`},
		{"point without digits after", `[1.]`, `"1."`},
		{"exponent after a bare point", `[1.e3]`, `"1.e3"`},
		{"minus sign alone", `[-]`, `"-"`},
		{"number beyond a double", `[1e999]`, ""},
		{"control character in a string", "[\"a\nb\"]", "control character"},
		{"invalid UTF-8", "[\"\xFF\"]", "UTF-8"},
		{"root of another kind", `5`, ""},
		{"words run together after the root", `nullnull`, "text after the end"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			doc, err := jsoncpp.Parse([]byte(test.text))
			require.NoError(t, err)
			if test.strict == "" {
				require.Empty(t, doc.Strict)
				return
			}
			require.Len(t, doc.Strict, 1)
			require.Contains(t, doc.Strict[0].Text, test.strict)
		})
	}
}

func TestParse_Refuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text   string
		line, column int
		says         string
	}{
		{"nothing", "", 1, 1, "value is missing before the end"},
		{"white space", " \n", 2, 1, "value is missing before the end"},
		{"NUL first", "\x00{}", 1, 1, "value is missing before the end"},
		{"byte order mark alone", "\uFEFF", 1, 1, "value is missing before the end"},
		{"hash comment", "{\n  # why\n}", 2, 3, "'#'"},
		{"single quotes", `{'a': 1}`, 1, 2, "double quotes"},
		{"UTF-16", "\xFF\xFE{\x00}\x00", 1, 1, "UTF-16"},
		{"bare key", `{a: 1}`, 1, 2, `"a"`},
		{"misspelled word", `[nul]`, 1, 2, "only words"},
		{"misspelled true", `[tru]`, 1, 2, "only words"},
		{"misspelled false", `[fals]`, 1, 2, "only words"},
		{"NaN", `[NaN]`, 1, 2, `"N"`},
		{"infinity", `[-Infinity]`, 1, 2, "infinity"},
		{"plus alone", `[+]`, 1, 2, "not a number"},
		{"exponent alone", `[1e]`, 1, 2, "not a number"},
		{"sign of the exponent alone", `[1e+]`, 1, 2, "not a number"},
		{"colon missing", `{"a" 1}`, 1, 6, "':' is missing before a number"},
		{"comment before the colon", `{"a" /**/ : 1}`, 1, 6, "':' is missing before a comment"},
		{"comment in an empty array", `[/**/]`, 1, 6, "value is missing before ']'"},
		{"comment after a trailing comma", `[1, /**/]`, 1, 9, "value is missing before ']'"},
		{"comma alone in an object", `{,}`, 1, 2, "key in double quotes"},
		{"comma alone in an array", `[,]`, 1, 2, "value is missing before ','"},
		{"comma missing in an object", `{"a": 1 "b": 2}`, 1, 9, "',' or '}' is missing before a string"},
		{"comma missing in an array", `[true null]`, 1, 7, "',' or ']' is missing before a word"},
		{"object without end", `{"a": 1`, 1, 8, "',' or '}' is missing before the end"},
		{"object that ends after a comma", `{"a": 1,`, 1, 9, "key in double quotes or '}' is missing before the end"},
		{"array without end", `[1`, 1, 3, "',' or ']' is missing before the end"},
		{"wrong bracket", `[1}`, 1, 3, "',' or ']' is missing before '}'"},
		{"NUL inside", "{\"a\": 1\x00}", 1, 8, "',' or '}' is missing before the end"},
		{"string without end", `{"a`, 1, 2, "no closing quote"},
		{"string that ends with a backslash", `["a\`, 1, 2, "no closing quote"},
		{"string whose quote is escaped", `["a\"]`, 1, 2, "no closing quote"},
		{"comment without end", `/* why`, 1, 1, "no end"},
		{"comment of one asterisk", `/*/ {}`, 1, 1, "no end"},
		{"slash", `/ {}`, 1, 1, "begins with"},
		{"unknown escape", `["ab\x"]`, 1, 5, `\x does not exist`},
		{"escape of three digits", `["\u00g1"]`, 1, 3, "four hexadecimal digits"},
		{"escape that ends early", `["\u00"]`, 1, 3, "four hexadecimal digits"},
		{"high surrogate alone", `["\ud83d"]`, 1, 3, "no second half"},
		{"high surrogate before text", `["\ud83dabcdef"]`, 1, 3, "no second half"},
		{"second half with bad digits", `["\ud83d\u00g1"]`, 1, 3, "four hexadecimal digits"},
		{"after carriage returns", "[\r1,\r\n1\n 1]", 4, 2, "',' or ']' is missing"},
		{"column after a byte order mark", "\uFEFF #", 1, 2, "'#'"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := jsoncpp.Parse([]byte(test.text))
			var syntax *jsoncpp.SyntaxError
			require.ErrorAs(t, err, &syntax)
			require.Contains(t, syntax.Text, test.says)
			require.Equal(t, [2]int{test.line, test.column}, [2]int{syntax.Line, syntax.Column})
			require.False(t, syntax.TooDeep)
		})
	}
}

func TestParse_Depth(t *testing.T) {
	t.Parallel()
	nest := func(opener, inside, closer string, depth int) string {
		return strings.Repeat(opener, depth) + inside + strings.Repeat(closer, depth)
	}
	tests := []struct {
		name, text string
		deep       bool
	}{
		{"array of 1000", nest("[", "", "]", 1000), false},
		{"array of 1001", nest("[", "", "]", 1001), true},
		{"number at 1000", nest("[", "1", "]", 999), false},
		{"number at 1001", nest("[", "1", "]", 1000), true},
		{"object of 1000", nest(`{"a":`, "{}", "}", 999), false},
		{"object of 1001", nest(`{"a":`, "{}", "}", 1000), true},
		{"depth before the missing end", strings.Repeat("[", 1000), true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := jsoncpp.Parse([]byte(test.text))
			if !test.deep {
				require.NoError(t, err)
				return
			}
			var syntax *jsoncpp.SyntaxError
			require.ErrorAs(t, err, &syntax)
			require.True(t, syntax.TooDeep)
		})
	}
}

func TestParse_Strings(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"escapes", `"\"\\\/\b\f\n\r\t"`, "\"\\/\b\f\n\r\t"},
		{"one byte", `"\u0041"`, "A"},
		{"two bytes", `"\u00E9"`, "é"},
		{"three bytes", `"\u20ac"`, "€"},
		{"NUL", `"a\u0000b"`, "a\x00b"},
		{"pair", `"\ud83d\ude00x"`, "😀x"},
		{"pair with any second half", `"\ud83d\u0041"`, "\U0001F441"},
		{"low surrogate alone", `"\udc00"`, "\xED\xB0\x80"},
		{"raw bytes", "\"\xFF\x01\"", "\xFF\x01"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			doc, err := jsoncpp.Parse([]byte(test.text))
			require.NoError(t, err)
			require.Equal(t, test.want, doc.Root.Text)
		})
	}
}

func TestParse_Values(t *testing.T) {
	t.Parallel()
	doc, err := jsoncpp.Parse([]byte(`{"a": 1, "b": ["x", {}, null, true], "a": {"c": "d"}}`))
	require.NoError(t, err)
	want := jsoncpp.Value{Kind: jsoncpp.Object, Members: map[string]jsoncpp.Value{
		"a": {Kind: jsoncpp.Object, Offset: 42, Members: map[string]jsoncpp.Value{"c": {Kind: jsoncpp.String, Offset: 48, Text: "d"}}},
		"b": {Kind: jsoncpp.Array, Offset: 14, Items: []jsoncpp.Value{
			{Kind: jsoncpp.String, Offset: 15, Text: "x"},
			{Kind: jsoncpp.Object, Offset: 20},
			{Kind: jsoncpp.Null, Offset: 24},
			{Kind: jsoncpp.Bool, Offset: 30},
		}},
	}}
	require.Empty(t, cmp.Diff(want, doc.Root, cmpopts.EquateEmpty()))
	require.Equal(t, []jsoncpp.Remark{{Offset: 37, Text: "a"}}, doc.Duplicates)
	require.Empty(t, doc.Strict)
}

func TestParse_BoundsRemarks(t *testing.T) {
	t.Parallel()
	doc, err := jsoncpp.Parse([]byte("[" + strings.Repeat("[1,],", 1000) + `{"":0` + strings.Repeat(`,"":0`, 1000) + "}]"))
	require.NoError(t, err)
	require.Len(t, doc.Strict, 16)
	require.Len(t, doc.Duplicates, 16)
}

func TestKind_String(t *testing.T) {
	t.Parallel()
	doc, err := jsoncpp.Parse([]byte(`[null, true, 1, "", [], {}]`))
	require.NoError(t, err)
	var names []string
	for _, item := range doc.Root.Items {
		names = append(names, item.Kind.String())
	}
	require.Equal(t, []string{"null", "a boolean", "a number", "a string", "an array", "an object"}, names)
	require.Equal(t, "kind 9", jsoncpp.Kind(9).String())
}

// FuzzParse compares the dialect with the standard library. A document without remarks is JSON. JSON is accepted unless it
// is too deep or has a surrogate that jsoncpp refuses.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "{}", `{"a":[1,-2.5e3,true,null,"\u00e9\ud83d\ude00"],}`, "// c\n{}x", "[+1,01,-]", "\uFEFF[/*c*/1]", `{"a":1,"a":2}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := jsoncpp.Parse(data)
		var syntax *jsoncpp.SyntaxError
		if errors.As(err, &syntax) {
			require.Positive(t, syntax.Line)
			require.Positive(t, syntax.Column)
			surrogates := strings.Contains(strings.ToLower(string(data)), `\ud`)
			require.False(t, json.Valid(data) && !surrogates && !syntax.TooDeep, "JSON was refused: %v", err)
			return
		}
		require.NoError(t, err)
		if len(doc.Strict) == 0 {
			require.True(t, json.Valid(data), "a document that is not JSON has no remark")
		}
	})
}
