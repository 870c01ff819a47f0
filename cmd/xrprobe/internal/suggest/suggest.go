// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package suggest

import (
	"fmt"
	"strings"
)

// maxEdits is how many edits a word may be away from the choice that was meant. A short word
// must be nearer.
const maxEdits = 2

func allowed(word string) int { return min(maxEdits, (len([]rune(word))+1)/3) }

// Nearest returns the choice that the user probably meant, or "". The beginning of a
// choice counts as near, if it has at least three letters.
func Nearest(word string, choices []string) string {
	word = strings.ToLower(word)
	best, least := "", allowed(word)+1
	for _, choice := range choices {
		distance := editDistance(word, choice)
		if len(word) > 2 && strings.HasPrefix(choice, word) {
			distance = min(distance, allowed(word))
		}
		if distance < least && distance < len(choice) {
			best, least = choice, distance
		}
	}
	return best
}

// editDistance returns how many characters must be inserted, deleted or replaced, or how many
// neighbours swapped, to get from one word to the other. It keeps two rows of the usual table.
func editDistance(from, to string) int {
	source, target := []rune(from), []rune(to)
	above, row := []int(nil), make([]int, len(target)+1)
	for j := range row {
		row[j] = j
	}
	for i, have := range source {
		next := make([]int, len(row))
		next[0] = i + 1
		for j, want := range target {
			replaced := row[j]
			if have != want {
				replaced++
			}
			next[j+1] = min(replaced, next[j]+1, row[j+1]+1)
			if i > 0 && j > 0 && have == target[j-1] && source[i-1] == want {
				next[j+1] = min(next[j+1], above[j-1]+1)
			}
		}
		above, row = row, next
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
