// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package prose

import (
	"io"
	"os"
	"strconv"

	"golang.org/x/term"
)

// IsTerminal reports whether a terminal shows what is written.
func IsTerminal(w io.Writer) bool {
	file, isFile := w.(*os.File)
	return isFile && term.IsTerminal(int(file.Fd()))
}

// UsualWidth is how wide text is where nothing says otherwise. Text is never narrower than
// MinWidth and never wider than MaxWidth, which nobody reads with ease.
const (
	UsualWidth = 80
	MinWidth   = 40
	MaxWidth   = 200
)

// Width returns how many columns a line may take: as many as the variable COLUMNS says, or
// those of the terminal, or UsualWidth.
func Width(w io.Writer) int {
	if columns, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && columns > 0 {
		return min(max(columns, MinWidth), MaxWidth)
	}
	file, isFile := w.(*os.File)
	if !isFile {
		return UsualWidth
	}
	columns, _, err := term.GetSize(int(file.Fd()))
	if err != nil || columns <= 0 { // 0: a terminal that does not know its size
		return UsualWidth
	}
	return min(max(columns, MinWidth), MaxWidth)
}

// colour is the number of a colour in a terminal's escape sequence.
type colour string

const (
	plain  colour = ""
	bold   colour = "1"
	red    colour = "31"
	green  colour = "32"
	yellow colour = "33"
)

// colourOf returns the colour of a word of the answer. Most words have none.
func colourOf(word string) colour {
	switch word {
	case "supported", "yes", "granted":
		return green
	case "unsupported", "unavailable", "unknown", "unverified", "no", "denied", "prompt", "Warning":
		return yellow
	case "Problem", "Error":
		return red
	default:
		return plain
	}
}

// Bold returns text in bold, if the writer has colours.
func (p *Writer) Bold(text string) string { return p.paint(bold, text) }

// paint returns text in a colour, if the writer has colours.
func (p *Writer) paint(c colour, text string) string {
	if !p.Coloured || c == plain || text == "" {
		return text
	}
	return "\x1b[" + string(c) + "m" + text + "\x1b[0m"
}
