// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package lazyregexp_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/probe/internal/lazyregexp"
)

var word = lazyregexp.Regexp{Source: `^[a-z]+$`}

func TestRegexp_MatchesFromSeveralGoroutines(t *testing.T) {
	t.Parallel()
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if got := word.Get(); !got.MatchString("layer") || got.MatchString("a layer") {
				t.Error("the expression matches a word and nothing else")
			}
		})
	}
	group.Wait()
	require.Same(t, word.Get(), word.Get(), "it is compiled once")
}

func TestRegexp_RefusesAWrongExpression(t *testing.T) {
	t.Parallel()
	wrong := lazyregexp.Regexp{Source: `(`}
	require.Panics(t, func() { wrong.Get() })
}
