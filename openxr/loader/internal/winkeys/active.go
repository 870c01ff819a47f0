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
	// Unknown says what is not known on which Manifest depends. It is zero if nothing is unknown.
	Unknown UnknownChoice
	// Note says why Manifest is "".
	Note string
}

// UnknownChoice is the error of a search whose end depends on something that is not known. It matches Kind.
type UnknownChoice struct {
	// Because says what is not known, and Variable names the environment variable, if it is one.
	Because, Variable string
	// NotExported says that what is known of the registry are exports which do not have the key.
	NotExported bool
	Kind        error
}

// Error returns Because.
func (u UnknownChoice) Error() string { return u.Because }

// Is reports whether target is Kind.
func (u UnknownChoice) Is(target error) bool { return target == u.Kind }

// ReadActive reads the value ActiveRuntime of a key, in which names of variables may stand. Here, on the machine of this process, a
// variable that lookup does not know is not set; of another machine it is not known, unless the registry tells it.
func ReadActive(source registry.Source, key string, lookup func(string) (string, bool), here bool) Active {
	values, err := source.Values(key)
	at := slices.IndexFunc(values, func(v registry.Value) bool { return strings.EqualFold(v.Name, ActiveRuntime) })
	switch {
	case errors.Is(err, fs.ErrNotExist) && isWithoutSoftware(source):
		return Active{Unknown: UnknownChoice{NotExported: true, Because: "no export of its registry has anything of " + registry.LocalMachine + `\SOFTWARE`}}
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
		unknown := ""
		text = expand(text, func(name string) (string, bool) {
			value, known := lookup(name)
			if known || here || name == "" || unknown != "" {
				return value, known
			}
			if value, known = told(source, key, name); !known {
				unknown = name
			}
			return value, known
		})
		if unknown != "" {
			return doubtful(key, value, unknown, "what the variable "+unknown+" is there is not known")
		}
	case value.Kind != registry.String:
		return Active{Failed: true, Note: fmt.Sprintf("the value is %s, and the loader reads only texts", value.Kind)}
	}
	if len(utf16.Encode([]rune(text))) >= maxValue {
		return Active{Failed: true, Note: fmt.Sprintf("the value is too long: the loader reads at most %d characters", maxValue-1)}
	}
	if text == "" {
		return Active{Note: "the value is empty"}
	}
	if share := strings.ReplaceAll(text, "/", `\`); strings.HasPrefix(share, `\\`) && !strings.HasPrefix(share, `\\?\`) {
		return doubtful(key, value, "", "a share of another machine is not read")
	}
	return Active{Manifest: text}
}

// isWithoutSoftware reports whether a registry has keys of a machine, and no key of its programs. An export of a machine's devices is so.
func isWithoutSoftware(source registry.Source) bool {
	keys, lists := source.(registry.Lister)
	if !lists {
		return false
	}
	names, err := keys.Keys(registry.LocalMachine)
	return err == nil && !slices.ContainsFunc(names, func(name string) bool { return strings.EqualFold(name, "SOFTWARE") })
}

func doubtful(key string, value registry.Value, variable, why string) Active {
	return Active{Unknown: UnknownChoice{Variable: variable, Because: fmt.Sprintf("the value %s of %s is %s, and %s", ActiveRuntime, key, value.Text(), why)}}
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
