// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !js

package permission_test

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/third_party/lab/mutation"
)

//go:embed QUESTIONNAIRE.md
var questionnaire string

// testNamed matches a test that an answer names: its package's directory, and its name.
var testNamed = regexp.MustCompile("`([a-z/]+)\\.(Test[A-Za-z0-9_]+)`")

// Every question of the review and every promise has one answer, and the tests that each
// answer names exist.
func TestQuestionnaire_EveryAnswerHasATest(t *testing.T) {
	t.Parallel()
	var want []string
	for i := 1; i <= 22; i++ {
		want = append(want, fmt.Sprintf("%02d", i))
	}
	want = append(want, mutation.Numbered("Q-", 1, 11)...)
	var got []string
	for _, answer := range strings.Split(questionnaire, "\n**")[1:] {
		name, text, dotted := strings.Cut(answer, ".")
		require.True(t, dotted, answer)
		got = append(got, name)
		before, held, hold := strings.Cut(text, "Held by ")
		require.True(t, hold, "%s: no test is named", name)
		require.Greater(t, len(strings.Fields(before)), 5, "%s: no answer", name)
		tests := testNamed.FindAllStringSubmatch(held, -1)
		require.NotEmpty(t, tests, name)
		for _, test := range tests {
			require.Contains(t, mutation.TestsOf(t, "../..", test[1]), test[2], name)
		}
	}
	require.Equal(t, want, got)
}
