// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package webxr

import (
	"fmt"
	"strings"
)

// parse returns the word s. As in Web IDL's enumerations, s must equal the word: the case counts,
// and there is no space and no prefix.
// https://webidl.spec.whatwg.org/#idl-enumeration
func parse[T ~string](what, s string, all []T) (T, error) {
	for _, word := range all {
		if string(word) == s {
			return word, nil
		}
	}
	names := make([]string, 0, len(all))
	for _, word := range all {
		names = append(names, string(word))
	}
	return "", fmt.Errorf("%q is not %s: use one of %s", s, what, strings.Join(names, ", "))
}
