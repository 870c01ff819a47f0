// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// maxEdits is how many edits a word may be away from the choice that was meant.
const maxEdits = 2

// nearest returns the choice that the user probably meant, or "". The beginning of a
// choice counts as near, if it has at least three letters.
func nearest(word string, choices []string) string {
	word = strings.ToLower(word)
	best, least := "", maxEdits+1
	for _, choice := range choices {
		distance := editDistance(word, choice)
		if len(word) > 2 && strings.HasPrefix(choice, word) {
			distance = min(distance, maxEdits)
		}
		if distance < least && distance < len(choice) {
			best, least = choice, distance
		}
	}
	return best
}

// editDistance returns the Levenshtein distance of two words: how many characters must be
// inserted, deleted or replaced to get from one to the other. It keeps one row of the
// usual table.
func editDistance(from, to string) int {
	source, target := []rune(from), []rune(to)
	row := make([]int, len(target)+1)
	for j := range row {
		row[j] = j
	}
	for i, have := range source {
		diagonal := row[0]
		row[0] = i + 1
		for j, want := range target {
			replaced := diagonal
			if have != want {
				replaced++
			}
			diagonal, row[j+1] = row[j+1], min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(target)]
}

// oneOf returns a usage error unless the word is one of the choices. The error names what
// the word was given for, the nearest choice, and all choices.
func oneOf(what, word string, choices []string) error {
	if slices.Contains(choices, word) {
		return nil
	}
	return usageError{fmt.Errorf("%s %q: %suse %s", what, word, didYouMean(word, choices), orList(choices))}
}

// didYouMean returns the beginning of a sentence that names the nearest choice, or "".
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

// flagError makes an error of parsing flags a usage error, and adds the nearest flag to
// an unknown one.
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

// unknownCommand returns the error for a word that is not a command. It names the command
// that was probably meant, or all of them.
func unknownCommand(root *cobra.Command, word string) error {
	var names []string
	for _, command := range root.Commands() {
		if command.IsAvailableCommand() {
			names = append(names, command.Name())
		}
	}
	if near := nearest(word, names); near != "" {
		return usageError{fmt.Errorf("there is no command %q: did you mean %q?", word, near)}
	}
	return usageError{fmt.Errorf("there is no command %q: use %s", word, orList(names))}
}
