// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package strictjson_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/strictjson"
)

// device has a value of each kind.
type device struct {
	Name    string            `json:"name"`
	Width   uint8             `json:"width"`
	Wired   bool              `json:"wired"`
	Views   []view            `json:"views"`
	Labels  map[string]string `json:"labels"`
	Refresh refresh           `json:"refresh"`
}

type view struct {
	Left float64 `json:"left"`
}

// refresh decodes a part of the document by itself.
type refresh struct {
	Rates []int `json:"rates"`
}

func (r *refresh) UnmarshalJSON(data []byte) error {
	type plain refresh
	return reader.Unmarshal(data, (*plain)(r))
}

var reader = strictjson.Reader{File: "d.json", Hint: "see the schema"}

func TestReader_DecodesOneValue(t *testing.T) {
	t.Parallel()
	var got device
	require.NoError(t, reader.Unmarshal([]byte(" {\"name\": \"A\", \"width\": 255, \"views\": [{\"left\": 1.5}], \"refresh\": {\"rates\": [72]}} \r\n\t"), &got))
	require.Equal(t, device{Name: "A", Width: 255, Views: []view{{1.5}}, Refresh: refresh{[]int{72}}}, got)
}

func TestReader_NamesPlaceFieldAndFix(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, text string
		kind       error
		want       string
	}{
		{"nothing", "", strictjson.ErrNotJSON, "d.json:1:1: not valid JSON: it ends too early"},
		{"early end", "{\n  \"name\": \"A", strictjson.ErrNotJSON, "d.json:2:13: not valid JSON: it ends too early"},
		{"early end behind a value", "{\"width\": 1", strictjson.ErrNotJSON, "d.json:1:12: not valid JSON: it ends too early"},
		{"no JSON", "{\n  \"views\": [{},,]}", strictjson.ErrNotJSON, "d.json:2:16: views[1]: not valid JSON: invalid character ','"},
		{"name twice", `{"name": "A", "name": "B"}`, strictjson.ErrNotJSON, "d.json:1:15: name: not valid JSON: duplicate object member name"},
		{"no UTF-8", "{\"name\": \"\xff\"}", strictjson.ErrNotJSON, "d.json:1:11: name: not valid JSON: invalid UTF-8"},
		{"half a surrogate pair", `{"name": "\uD800"}`, strictjson.ErrNotJSON, "d.json:1:11: name: not valid JSON: invalid"},
		{"two values", "{}\n{}", strictjson.ErrNotJSON, "d.json:2:1: something follows the JSON value: remove it"},
		{"rubbish behind", "{} x", strictjson.ErrNotJSON, "d.json:1:4: something follows the JSON value: remove it"},
		{"unknown name", `{"nam": "A"}`, strictjson.ErrUnknownField, "d.json:1:9: nam: there is no such field; see the schema"},
		{"name in another case", `{"Name": "A"}`, strictjson.ErrUnknownField, "d.json:1:10: Name: there is no such field; see the schema"},
		{"unknown name in a list", `{"views": [{}, {"right": 1}]}`, strictjson.ErrUnknownField, "d.json:1:26: views[1].right: there is no such field; see the schema"},
		{"another document", `[1]`, strictjson.ErrType, "d.json:1:1: this list does not fit here; see the schema"},
		{"string", `{"width": "1"}`, strictjson.ErrType, "d.json:1:11: width: this string does not fit here; see the schema"},
		{"number", `{"name": 1}`, strictjson.ErrType, "d.json:1:10: name: this number does not fit here; see the schema"},
		{"large number", `{"width": 256}`, strictjson.ErrType, "d.json:1:11: width: this number does not fit here; see the schema"},
		{"negative number", `{"width": -1}`, strictjson.ErrType, "d.json:1:11: width: this number does not fit here; see the schema"},
		{"boolean", `{"name": true}`, strictjson.ErrType, "d.json:1:10: name: this boolean does not fit here; see the schema"},
		{"object", `{"name": {}}`, strictjson.ErrType, "d.json:1:10: name: this object does not fit here; see the schema"},
		{"value of a map", `{"labels": {"a.b": 1}}`, strictjson.ErrType, "d.json:1:20: labels.a.b: this number does not fit here; see the schema"},
		{"in a part that decodes itself", "{\"refresh\": {\n \"rates\": [72, \"90\"]}}", strictjson.ErrType, "d.json:2:16: refresh.rates[1]: this string does not fit here; see the schema"},
		{"unknown name in such a part", "{\"refresh\": {\n \"rate\": 90}}", strictjson.ErrUnknownField, "d.json:2:10: refresh.rate: there is no such field; see the schema"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			err := reader.Unmarshal([]byte(row.text), &device{})
			var wrong *strictjson.Error
			require.ErrorAs(t, err, &wrong)
			require.ErrorIs(t, err, row.kind)
			require.True(t, strings.HasPrefix(err.Error(), row.want), "%v\nbut %s", err, row.want)
		})
	}
}

func TestReader_LeavesOutAHintThatItDoesNotHave(t *testing.T) {
	t.Parallel()
	err := strictjson.Reader{}.Unmarshal([]byte(`{"nam": "A"}`), &device{})
	require.EqualError(t, err, "1:9: nam: there is no such field")
}

func TestReader_MistakeNamesTheNearestValue(t *testing.T) {
	t.Parallel()
	text := []byte("{\n  \"views\": [\n    {\"left\": 1},\n    {\"left\": 2}\n  ]\n}")
	for field, want := range map[string]string{
		"views[1].left":  "d.json:4:14: views[1].left: wrong",
		"views[1].right": "d.json:4:5: views[1].right: wrong",
		"views[2]":       "d.json:2:12: views[2]: wrong",
		"name":           "d.json:1:1: name: wrong",
		"":               "d.json:1:1: wrong",
	} {
		require.EqualError(t, reader.Mistake(text, field, "wrong"), want)
	}
}

func TestError_LeavesOutWhatIsNotKnown(t *testing.T) {
	t.Parallel()
	for want, e := range map[string]strictjson.Error{
		"f:1:2: a: text": {File: "f", Line: 1, Column: 2, Field: "a", Text: "text"},
		"f: a: text":     {File: "f", Field: "a", Text: "text"},
		"f: text":        {File: "f", Text: "text"},
		"1:2: text":      {Line: 1, Column: 2, Text: "text"},
		"a: text":        {Field: "a", Text: "text"},
		"text":           {Text: "text"},
	} {
		require.EqualError(t, &e, want)
	}
}

func TestKnown_ListsWhatSaysSomething(t *testing.T) {
	t.Parallel()
	text := `{"name": null, "width": 1, "views": [{"left": 0}, {}], "labels": {"a": "", "b": false}}`
	require.Equal(t, []string{"width", "views[0].left", "labels.a", "labels.b"}, strictjson.Known([]byte(text)))
	require.Equal(t, []string{"width"}, strictjson.Known([]byte(`{"width": 1, "views": [`)))
}

func TestWithin_ComparesWholeNames(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		path, value string
		want        bool
	}{
		{"views[1].left", "views", true}, {"views[1].left", "views[1]", true}, {"views[1].left", "", true}, {"views", "views", true},
		{"views", "views[1]", false}, {"views[10]", "views[1]", false}, {"name_of_it", "name", false},
	} {
		require.Equal(t, row.want, strictjson.Within(row.path, row.value), "%s in %s", row.path, row.value)
	}
}

// A document of deeply nested values with a mistake must not keep a reader busy.
func TestReader_FindsAMistakeInADeepDocumentQuickly(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("[", 9000) + strings.Repeat("]", 9000)
	begun := time.Now()
	err := reader.Unmarshal([]byte(`{"other": `+deep+`}`), &device{})
	require.ErrorIs(t, err, strictjson.ErrUnknownField)
	require.Less(t, time.Since(begun), 5*time.Second)
}

// FuzzReader checks that every document is decoded, or refused with a place in it.
func FuzzReader(f *testing.F) {
	for _, text := range []string{"", "{}", `{"name": "A"}`, `{"": {"": 1}}`, `{"labels": {"a/b~c.0": 1}}`, "[[[", `{"refresh": {"rates": [1.5]}}`, "{} {}"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var d device
		err := reader.Unmarshal(data, &d)
		if err == nil {
			require.True(t, json.Valid(data))
			return
		}
		var wrong *strictjson.Error
		require.ErrorAs(t, err, &wrong)
		require.NotEmpty(t, wrong.Text)
		require.True(t, errors.Is(err, strictjson.ErrNotJSON) || errors.Is(err, strictjson.ErrUnknownField) || errors.Is(err, strictjson.ErrType))
		require.Positive(t, wrong.Line)
		require.Positive(t, wrong.Column)
		require.LessOrEqual(t, wrong.Line, strings.Count(string(data), "\n")+1)
	})
}

func Example() {
	var settings struct {
		Origin string `json:"origin"`
	}
	reader := strictjson.Reader{File: "settings.json", Hint: "use origin"}
	fmt.Println(reader.Unmarshal([]byte(`{"orgin": "https://a.example"}`), &settings))
	// Output: settings.json:1:11: orgin: there is no such field; use origin
}
