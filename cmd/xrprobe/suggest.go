// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// maxEdits is how many letters a word may be away from the one that was meant.
const maxEdits = 2

// nearest returns the choice that somebody probably meant, or "".
func nearest(word string, choices []string) string {
	best, least := "", maxEdits+1
	for _, choice := range choices {
		edits := levenshtein.Distance(strings.ToLower(word), choice, nil)
		if len(word) > 2 && strings.HasPrefix(choice, strings.ToLower(word)) {
			edits = min(edits, maxEdits)
		}
		if edits < least && edits < len(choice) {
			best, least = choice, edits
		}
	}
	return best
}

// oneOf checks a word. The error names what has the word, the nearest right one, and
// all of them.
func oneOf(what, word string, choices []string) error {
	if slices.Contains(choices, word) {
		return nil
	}
	return usageError{fmt.Errorf("%s %q: %suse %s", what, word, didYouMean(word, choices), orList(choices))}
}

func didYouMean(word string, choices []string) string {
	if near := nearest(word, choices); near != "" {
		return fmt.Sprintf("did you mean %q? Or ", near)
	}
	return ""
}

// orList writes "a, b or c".
func orList(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// flagError adds the nearest flag to what is wrong with one.
func flagError(command *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) || unknown.GetSpecifiedShortnames() != "" {
		return usageError{err}
	}
	var names []string
	command.Flags().VisitAll(func(flag *pflag.Flag) { names = append(names, flag.Name) })
	if near := nearest(unknown.GetSpecifiedName(), names); near != "" {
		return usageError{fmt.Errorf("%w: did you mean --%s?", err, near)}
	}
	return usageError{err}
}

// noCommand says that a word is no subcommand, and which was probably meant.
func noCommand(command *cobra.Command, word string) error {
	var names []string
	for _, sub := range command.Root().Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
		}
	}
	if near := nearest(word, names); near != "" {
		return usageError{fmt.Errorf("there is no command %q: did you mean %q?", word, near)}
	}
	return usageError{fmt.Errorf("there is no command %q: use %s", word, orList(names))}
}
