// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package helptext

import (
	"fmt"
	"strings"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/openxr/loader"
)

// families say on which systems the rules hold whose numbers begin with a letter.
var families = map[byte]string{
	'D': "On every system", 'L': "On Linux", 'M': "On macOS", 'W': "On Windows", 'R': "The manifest of the runtime",
	'Y': "API layers",
}

// textWidth is how many columns the help topics take.
const textWidth = 80

// Search explains every rule of the search for the active runtime and for API layers: its
// number, its word if steps carry one, and its sentence. It ends with what loaders of
// several versions do differently.
func Search() string {
	var p prose.Writer
	p.Width = textWidth
	p.WriteString("How the Khronos loader finds the active runtime and API layers, rule by rule.\n\"xrprobe runtimes\" names the rules by their words.\n")
	family := byte(0)
	for _, rule := range loader.Rules() {
		if rule.Number[0] != family {
			family = rule.Number[0]
			fmt.Fprintf(&p, "\n%s:\n\n", families[family])
		}
		text := rule.Text
		if rule.Word != "" {
			text = rule.Word + ": " + text
		}
		p.Entry("  "+rule.Number, "%s", text)
	}
	p.WriteString("\nSince which version of the Khronos loader; --loader asks for another:\n\n")
	for _, change := range loader.Changes() {
		p.Entry(" "+change.Since.String(), "%s", change.Text)
	}
	return strings.TrimSpace(p.String())
}
