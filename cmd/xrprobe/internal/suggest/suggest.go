// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package suggest

import (
	"fmt"
	"strings"
)

// maxEdits is how many edits a word may be away from the choice that was meant.
const maxEdits = 2

// Nearest returns the choice that the user probably meant, or "". The beginning of a
// choice counts as near, if it has at least three letters.
func Nearest(word string, choices []string) string {
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

// Sentence returns the beginning of a sentence that names the nearest choice, or "".
func Sentence(word string, choices []string) string {
	if near := Nearest(word, choices); near != "" {
		return fmt.Sprintf("did you mean %q? Or ", near)
	}
	return ""
}

// Or writes "a, b or c".
func Or(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
