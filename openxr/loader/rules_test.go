// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader_test

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// rulesWithWord returns the rules that steps carry, by word.
func rulesWithWord() map[string]loader.Rule {
	words := map[string]loader.Rule{}
	for _, rule := range loader.Rules() {
		if rule.Word != "" {
			words[rule.Word] = rule
		}
	}
	return words
}

// requireKnownRules fails if a step carries a word that is not in the table.
func requireKnownRules(t testing.TB, steps []loader.Step) {
	t.Helper()
	words := rulesWithWord()
	for _, step := range steps {
		require.Contains(t, words, step.Rule, "%+v", step)
	}
}

func TestRules_AreUniqueAndComplete(t *testing.T) {
	t.Parallel()
	numbers, words := map[string]bool{}, map[string]bool{}
	for _, rule := range loader.Rules() {
		require.Regexp(t, `^[DLMWRY][1-9][0-9]?b?$`, rule.Number)
		require.False(t, numbers[rule.Number], "%s is in the table twice", rule.Number)
		numbers[rule.Number] = true
		require.Regexp(t, `^[A-Z].*\.$|^[a-z_]+ .*\.$`, rule.Text, rule.Number)
		require.NotEmpty(t, rule.Source, rule.Number)
		if rule.Word == "" {
			continue
		}
		require.Regexp(t, `^[a-z]+(_[a-z]+)*$`, rule.Word)
		require.False(t, words[rule.Word], "%s is in the table twice", rule.Word)
		words[rule.Word] = true
	}
}

func TestRules_ReturnsACopy(t *testing.T) {
	t.Parallel()
	loader.Rules()[0].Word = "changed"
	require.Equal(t, "runtime_json", loader.Rules()[0].Word)
}

// TestRules_StepsCarryEveryWord resolves hosts whose steps carry, together, exactly the words of the table.
func TestRules_StepsCarryEveryWord(t *testing.T) {
	t.Parallel()
	on := func(goos string, environment env, secure bool) loader.Host {
		host := linux(t, nil, environment)
		host.GOOS = goos
		host.Secure = func() bool { return secure }
		host.Registry = source{}
		return host
	}
	set := env{"XR_RUNTIME_JSON": "/x.json", "XDG_CONFIG_HOME": "/cfg"}
	carried := map[string]bool{}
	for _, host := range []loader.Host{
		on("linux", set, false), on("linux", env{"XR_RUNTIME_JSON": ""}, false), on("linux", set, true),
		on("darwin", nil, false), on("windows", set, true), on("windows", nil, false),
	} {
		got, err := host.Resolve(t.Context())
		require.NoError(t, err)
		requireKnownRules(t, got.Steps)
		for _, step := range got.Steps {
			carried[step.Rule] = true
		}
	}
	for word, rule := range rulesWithWord() {
		require.True(t, carried[word], "no step carries %s (%s)", word, rule.Number)
	}
}

// TestRules_CommentsNameRulesOfTheTable reads the comments of this package: the rules that they name are in the table, and
// the table has no rule that neither a step nor a comment names.
func TestRules_CommentsNameRulesOfTheTable(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	named := map[string]bool{}
	for _, file := range files {
		if file == "rules.go" || strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, number := range numbersInComments(t, file) {
			named[number] = true
		}
	}
	numbers := map[string]bool{}
	for _, rule := range loader.Rules() {
		numbers[rule.Number] = true
		require.True(t, rule.Word != "" || named[rule.Number], "no step and no comment names %s", rule.Number)
	}
	for number := range named {
		require.True(t, numbers[number], "a comment names %s, which is not in the table", number)
	}
}

var ruleNumber = regexp.MustCompile(`\b([DLMWRY])([1-9][0-9]?b?)\b(?: to ([DLMWRY])([1-9][0-9]?))?`)

// numbersInComments returns the rules that the comments of a file name. Of a range such as "L1 to L7" it returns those that
// the table has.
func numbersInComments(t *testing.T, file string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
	require.NoError(t, err)
	var numbers []string
	for _, group := range parsed.Comments {
		for _, match := range ruleNumber.FindAllStringSubmatch(group.Text(), -1) {
			numbers = append(numbers, match[1]+match[2])
			if match[3] == "" {
				continue
			}
			require.Equal(t, match[1], match[3], "%s: %s", file, match[0])
			numbers = append(numbers, match[3]+match[4])
			numbers = append(numbers, between(match[1], match[2], match[4])...)
		}
	}
	return numbers
}

func between(letter, first, last string) []string {
	from, _ := strconv.Atoi(first)
	to, _ := strconv.Atoi(last)
	var numbers []string
	for _, rule := range loader.Rules() {
		n, _ := strconv.Atoi(strings.TrimSuffix(rule.Number[1:], "b"))
		if strings.HasPrefix(rule.Number, letter) && from < n && n < to {
			numbers = append(numbers, rule.Number)
		}
	}
	return numbers
}
