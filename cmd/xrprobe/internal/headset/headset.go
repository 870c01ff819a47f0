// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package headset

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
)

// Line is a label and what is known.
type Line struct{ Label, Text string }

// The labels of lines.
const (
	labelHeadset  = "Headset"
	labelHandheld = "Handheld"
)

const headMounted = "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY"

// Lines returns what the asked runtimes answered about displays: the available headsets,
// then what is unknown, then what is known to be missing, then handheld displays. There is
// always a line about headsets. If several runtimes were asked, each line names those that
// it is about. The function describes a system that is available.
func Lines(r *report.Report, describe func(report.System) string) []Line {
	switch {
	case r.Runtimes == nil && r.Resolution == nil:
		return []Line{{labelHeadset, "unknown: no runtime was asked"}}
	case r.Runtimes == nil:
		return []Line{{labelHeadset, "unknown: the search for the active runtime failed"}}
	case len(r.Runtimes) == 0 && !r.ActiveKnown():
		return []Line{{labelHeadset, "unknown: it is not known which runtime is active"}}
	case len(r.Runtimes) == 0:
		return []Line{{labelHeadset, "none known: no OpenXR runtime is active here"}}
	}
	several := len(r.Runtimes) > 1
	var headsets, handhelds []Line
	var others answers
	for i := range r.Runtimes {
		runtime := &r.Runtimes[i]
		found := false
		for _, system := range runtime.Systems {
			if system.Status != report.SystemAvailable {
				continue
			}
			line := Line{labelHeadset, describe(system)}
			if several {
				line.Text += "; of the runtime " + runtime.ID
			}
			if system.FormFactor == headMounted {
				found = true
				headsets = append(headsets, line)
				continue
			}
			line.Label = labelHandheld
			handhelds = append(handhelds, line)
		}
		if !found {
			others.add(answerOf(runtime), runtime.ID)
		}
	}
	return append(append(headsets, others.lines(several)...), handhelds...)
}

// answer is what is known of a runtime's headset, if none is available.
type answer struct {
	unknown bool
	// text has %s for the runtimes. It is true of one runtime and of several.
	text string
	// short is the text if only one runtime was asked; empty means the text of "the runtime".
	short string
}

// answerOf returns why no headset of a runtime is known, or what the runtime answered.
func answerOf(runtime *report.Runtime) answer {
	for _, system := range runtime.Systems {
		if system.FormFactor == headMounted {
			return ofSystem(system)
		}
	}
	switch {
	case runtime.Cause != nil:
		return failed(runtime.Cause)
	case runtime.Systems != nil:
		return answer{text: "none: %s answered for no head-mounted display"}
	case !runtime.Level.AtLeast(report.LevelLibrary):
		return answer{unknown: true, text: "unknown: nothing was asked of %s, only files were read"}
	default:
		return answer{unknown: true, text: "unknown: nothing above the level " + string(runtime.Level) + " was asked of %s"}
	}
}

func ofSystem(system report.System) answer {
	switch system.Status {
	case report.SystemUnavailable:
		return answer{text: "none connected, according to %s", short: "none connected"}
	case report.SystemUnsupported:
		return answer{text: "none: no head-mounted display is supported by %s"}
	}
	result := string(system.Status)
	if system.Result != nil {
		result = *system.Result
	}
	return answer{unknown: true, text: "unknown: xrGetSystem of %s failed (" + escaped(result) + ")"}
}

// failed says in a word why a runtime did not answer. The problems of the report say more.
func failed(cause *report.Cause) answer {
	verb, word := "did not answer", strings.ReplaceAll(cause.Code, "_", " ")
	switch {
	case !cause.Level.AtLeast(report.LevelLibrary):
		verb = "could not be asked"
	case cause.Result != nil:
		word = "failed at the level " + string(cause.Level) // the problem names the result
	}
	return answer{unknown: true, text: fmt.Sprintf("unknown: %%s %s (%s)", verb, escaped(word))}
}

// escaped keeps a runtime's words from being read as a format.
func escaped(s string) string { return strings.ReplaceAll(s, "%", "%%") }

// answers are the different answers, each with the IDs of its runtimes.
type answers struct {
	list []answer
	ids  [][]string
}

func (a *answers) add(one answer, id string) {
	at := slices.Index(a.list, one)
	if at < 0 {
		at = len(a.list)
		a.list, a.ids = append(a.list, one), append(a.ids, nil)
	}
	a.ids[at] = append(a.ids[at], id)
}

// lines returns the answers, the unknown ones first.
func (a *answers) lines(several bool) []Line {
	var unknown, known []Line
	for i, one := range a.list {
		line := Line{labelHeadset, one.of(a.ids[i], several)}
		if one.unknown {
			unknown = append(unknown, line)
		} else {
			known = append(known, line)
		}
	}
	return append(unknown, known...)
}

// of returns the text with its runtimes.
func (a answer) of(ids []string, several bool) string {
	if several {
		return fmt.Sprintf(a.text, enumeration(ids))
	}
	return cmp.Or(a.short, fmt.Sprintf(a.text, "the runtime"))
}

func enumeration(ids []string) string {
	last := len(ids) - 1
	if last == 0 {
		return ids[0]
	}
	return strings.Join(ids[:last], ", ") + " and " + ids[last]
}
