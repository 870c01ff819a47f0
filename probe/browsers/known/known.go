// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package known

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"github.com/xrprobe/xrprobe/modes/report"
)

// Topic is what a fact is about.
type Topic string

// The topics.
const (
	Enabled   Topic = "enabled"   // whether OpenXR is used unless somebody says otherwise
	Navigator Topic = "navigator" // whether pages have navigator.xr
)

// Fact is what is known of a range of versions.
type Fact struct {
	Topic  Topic
	Engine report.BrowserEngine
	// System is Go's name of the operating system; "*" stands for each.
	System string
	// Since is the first version that it holds for, and Before the first one after that for which it does not or is not known to.
	Since, Before int
	Answer        report.Verdict
	// Text says it in a sentence without a full stop.
	Text   string
	Source string
}

// Of returns what is known of a version of an engine.
func Of(topic Topic, engine report.BrowserEngine, system string, major int) (Fact, bool) {
	for _, fact := range factTable() {
		if fact.Topic == topic && fact.Engine == engine && (fact.System == "*" || fact.System == system) && fact.Since <= major && major < fact.Before {
			return fact, true
		}
	}
	return Fact{}, false
}

// About is where a page meets something.
type About string

// What notes are about.
const (
	Permission About = "permission" // the permission for isSessionSupported
	Policy     About = "policy"     // the policy xr-spatial-tracking
	Inline     About = "inline"     // inline sessions
	Time       About = "time"       // how long answers take
	Emulator   About = "emulator"   // programs in pages that take the place of navigator.xr
	Forced     About = "forced"     // the same, if they are made to
)

// Note is what pages meet today in versions of a browser.
type Note struct {
	About  About
	Engine report.BrowserEngine
	// Since and Before are the versions of the browser, as in Fact.
	Since, Before int
	// Who is the browser or the program in which it was seen, with its version.
	Who string
	// Text says it in a sentence without a full stop.
	Text   string
	Source string
}

// Today returns what pages meet in a version of an engine.
func Today(engine report.BrowserEngine, major int) []Note {
	var list []Note
	for _, note := range noteTable() {
		if note.Engine == engine && note.Since <= major && major < note.Before {
			list = append(list, note)
		}
	}
	return list
}

// Notes returns the notes about something, whatever the engine and the version.
func Notes(about ...About) []Note {
	var list []Note
	for _, note := range noteTable() {
		for _, one := range about {
			if note.About == one {
				list = append(list, note)
			}
		}
	}
	return list
}

//go:embed facts.tsv
var factsTSV string

//go:embed today.tsv
var todayTSV string

var factTable = sync.OnceValue(func() []Fact {
	var table []Fact
	for _, cells := range rows(factsTSV, 8) {
		table = append(table, Fact{Topic(cells[0]), report.BrowserEngine(cells[1]), cells[2], number(cells[3]), number(cells[4]), report.Verdict(cells[5]), cells[6], cells[7]})
	}
	return table
})

var noteTable = sync.OnceValue(func() []Note {
	var table []Note
	for _, cells := range rows(todayTSV, 7) {
		table = append(table, Note{About(cells[0]), report.BrowserEngine(cells[1]), number(cells[2]), number(cells[3]), cells[4], cells[5], cells[6]})
	}
	return table
})

// rows returns the rows of a table that has so many cells. The first line is its header. What is no row is left out.
func rows(text string, cells int) [][]string {
	var table [][]string
	for line := range strings.Lines(text) {
		row := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if !strings.HasPrefix(line, "#") && len(row) == cells {
			table = append(table, row)
		}
	}
	return table
}

func number(text string) int {
	n, _ := strconv.Atoi(text) // the tests read every cell
	return n
}
