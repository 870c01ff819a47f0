// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"io"
	"os"
	"runtime"

	"golang.org/x/term"
)

// isTerminal reports whether a person sees what is written, as it is written.
func isTerminal(w io.Writer) bool {
	file, isFile := w.(*os.File)
	return isFile && term.IsTerminal(int(file.Fd()))
}

// coloured decides whether the answer has colours: on a terminal that shows them, for
// somebody who did not refuse them. https://no-color.org
func (a *app) coloured() bool {
	return isTerminal(a.stdout) && !a.noColor &&
		os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && runtime.GOOS != "windows"
}

// colour is the number that a terminal knows a colour by.
type colour string

const (
	plain  colour = ""
	bold   colour = "1"
	red    colour = "31"
	green  colour = "32"
	yellow colour = "33"
)

// colourOf gives words of the answer a colour, and all others none.
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

// paint returns text in a colour, where the page has colours.
func (p *page) paint(c colour, text string) string {
	if !p.coloured || c == plain || text == "" {
		return text
	}
	return "\x1b[" + string(c) + "m" + text + "\x1b[0m"
}
