// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package requirement

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/strictjson"
)

// Error is what is wrong with a file, and where. Field is a path such as "requirements[0].extension", or "" for the whole file.
type Error = strictjson.Error

// MaxSize is how many bytes a file has at most: many times what a program needs.
const MaxSize = 1 << 20

// maxDepth is how deep requirements may be in each other.
const maxDepth = 8

// Parse reads a file. Its name is for errors, which are [*Error], and for answers.
func Parse(name string, data []byte) (File, error) {
	reader := strictjson.Reader{File: name, Hint: "see `xrprobe schema requirements`"}
	if len(data) > MaxSize {
		return File{}, &Error{File: name, Text: fmt.Sprintf("the file is too long: it has at most %d bytes", MaxSize)}
	}
	if err := ofAnotherSchema(reader, data); err != nil {
		return File{}, err
	}
	f := File{Name: name}
	if err := reader.Unmarshal(data, &f); err != nil {
		return File{}, err
	}
	if field := nullIn(data); field != "" {
		return File{}, reader.Mistake(data, field, "null requires nothing: leave the key out, or write a value")
	}
	if field, text := f.mistake(data); text != "" {
		return File{}, reader.Mistake(data, field, text)
	}
	return f, nil
}

// ofAnotherSchema returns an error for a document that names another schema: all its keys would look like mistakes.
func ofAnotherSchema(reader strictjson.Reader, data []byte) error {
	var named struct {
		Schema string `json:"schema"`
	}
	if json.Unmarshal(data, &named) != nil || named.Schema == "" || named.Schema == SchemaName {
		return nil
	}
	return reader.Mistake(data, "schema", fmt.Sprintf("this program does not know the schema %q here: write %q", named.Schema, SchemaName))
}

// nullIn returns the path of a null, or "". The data is valid JSON.
func nullIn(data []byte) string {
	var document any
	if json.Unmarshal(data, &document) != nil {
		return "" // cannot happen: the reader has decoded the same data
	}
	return nullBelow("", document)
}

func nullBelow(path string, value any) string {
	switch value := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			at := strings.TrimPrefix(path+"."+key, ".")
			if value[key] == nil {
				return at
			}
			if found := nullBelow(at, value[key]); found != "" {
				return found
			}
		}
	case []any:
		for i, element := range value {
			at := fmt.Sprintf("%s[%d]", path, i)
			if element == nil {
				return at
			}
			if found := nullBelow(at, element); found != "" {
				return found
			}
		}
	}
	return ""
}

// mistake returns the first field whose value is wrong, and what to do.
func (f File) mistake(data []byte) (field, text string) {
	var written struct {
		Requirements []map[string]json.RawMessage `json:"requirements"`
	}
	_ = json.Unmarshal(data, &written) // the reader has decoded the same data
	switch {
	case f.Schema != SchemaName:
		return "schema", fmt.Sprintf("it is missing: write \"schema\": %q", SchemaName)
	case strings.TrimSpace(f.Title) == "":
		return "title", "it is missing: say whose requirements these are"
	}
	return listMistake("requirements", f.Requirements, written.Requirements, 1)
}

// listMistake looks for a mistake in a list of requirements. Written has the keys of each.
func listMistake(path string, list []Requirement, written []map[string]json.RawMessage, depth int) (field, text string) {
	switch {
	case len(list) == 0:
		return path, "it requires nothing: write at least one requirement"
	case depth > maxDepth:
		return path, fmt.Sprintf("requirements are more than %d deep in each other", maxDepth)
	}
	for i, r := range list {
		at := fmt.Sprintf("%s[%d]", path, i)
		if key, text := r.mistake(written[i]); text != "" {
			return strings.TrimSuffix(at+"."+key, "."), text
		}
		if field, text := partsMistake(at, r, written[i], depth+1); text != "" {
			return field, text
		}
	}
	return "", ""
}

// partsMistake looks for a mistake in the parts of a requirement that has some.
func partsMistake(path string, r Requirement, written map[string]json.RawMessage, depth int) (field, text string) {
	key := r.kind().key
	if key != "any" && key != "all" {
		return "", ""
	}
	var inside []map[string]json.RawMessage
	_ = json.Unmarshal(written[key], &inside) // as in File.mistake
	return listMistake(path+"."+key, append(r.Any, r.All...), inside, depth)
}
