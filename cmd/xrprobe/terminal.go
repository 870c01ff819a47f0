// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"io"
	"os"
	"runtime"

	"golang.org/x/term"
)

// isTerminal reports whether a terminal shows what is written.
func isTerminal(w io.Writer) bool {
	file, isFile := w.(*os.File)
	return isFile && term.IsTerminal(int(file.Fd()))
}

// usualWidth is how wide a page is where no terminal says otherwise.
const usualWidth = 80

// pageWidth is how many columns the lines of a page may take: those of the terminal, or
// usualWidth.
func pageWidth(w io.Writer) int {
	file, isFile := w.(*os.File)
	if !isFile {
		return usualWidth
	}
	columns, _, err := term.GetSize(int(file.Fd()))
	if err != nil || columns == 0 { // 0: a terminal that does not know its size
		return usualWidth
	}
	return columns
}

// coloured reports whether the answer has colours: on a terminal that shows them, unless
// the user refused them. https://no-color.org
func (a *app) coloured() bool {
	return isTerminal(a.stdout) && !a.flags.noColor &&
		os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && runtime.GOOS != "windows"
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
	case "unsupported", "unavailable", "unknown", "unverified", "no", "denied", "prompt":
		return yellow
	case "Problem":
		return red
	default:
		return plain
	}
}

// paint returns text in a colour, if the page has colours.
func (p *page) paint(c colour, text string) string {
	if !p.coloured || c == plain || text == "" {
		return text
	}
	return "\x1b[" + string(c) + "m" + text + "\x1b[0m"
}
