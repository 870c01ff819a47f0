// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package winkeys

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

// maxValue is the size of the loader's buffer in UTF-16 units, including the NUL at the end.
const maxValue = 1024

// Active is what a key says of the active runtime.
type Active struct {
	// Manifest is the path in the value ActiveRuntime, or "".
	Manifest string
	// Failed says that there is a value which the loader cannot read, or that the key cannot be read.
	Failed bool
	// Note says why Manifest is "".
	Note string
}

// ReadActive reads the value ActiveRuntime of a key, in which names of variables may stand.
func ReadActive(source registry.Source, key string, lookup func(string) (string, bool)) Active {
	values, err := source.Values(key)
	at := slices.IndexFunc(values, func(v registry.Value) bool { return strings.EqualFold(v.Name, ActiveRuntime) })
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Active{Note: "the registry has no such key"}
	case at < 0 && err != nil:
		return Active{Failed: true, Note: err.Error()}
	case at < 0:
		return Active{Note: "the registry has no such value"}
	}
	value, text := values[at], values[at].Text()
	switch {
	case value.Kind == registry.ExpandString:
		text = expand(text, lookup)
	case value.Kind != registry.String:
		return Active{Failed: true, Note: fmt.Sprintf("the value is %s, and the loader reads only texts", value.Kind)}
	}
	if len(utf16.Encode([]rune(text))) >= maxValue {
		return Active{Failed: true, Note: fmt.Sprintf("the value is too long: the loader reads at most %d characters", maxValue-1)}
	}
	if text == "" {
		return Active{Note: "the value is empty"}
	}
	return Active{Manifest: text}
}

// expand puts values in the place of %NAME%. The name of a variable that is not set stays, as in Windows.
func expand(text string, lookup func(string) (string, bool)) string {
	before, after, found := strings.Cut(text, "%")
	name, rest, ends := strings.Cut(after, "%")
	if !found || !ends {
		return text
	}
	if value, set := lookup(name); set && name != "" {
		return before + value + expand(rest, lookup)
	}
	return before + "%" + name + expand("%"+rest, lookup)
}
