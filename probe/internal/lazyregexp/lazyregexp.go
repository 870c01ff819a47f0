// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package lazyregexp

import (
	"regexp"
	"sync"
)

// Regexp is a regular expression that [Regexp.Get] compiles. A package-level variable that is a literal of this type costs
// nothing at start: the linker lays it out. It must not be copied.
type Regexp struct {
	// Source is the expression's text, in the syntax of the package regexp.
	Source string

	once     sync.Once
	compiled *regexp.Regexp
}

// Get returns the compiled expression. It may be called by several goroutines. It panics if the source is wrong, so a test of
// each expression's user finds that out.
func (r *Regexp) Get() *regexp.Regexp {
	r.once.Do(func() { r.compiled = regexp.MustCompile(r.Source) })
	return r.compiled
}
