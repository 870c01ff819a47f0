// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/report"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/suggest"
)

// fromStdin is the name for standard input in --from.
const fromStdin = "-"

// printing are the commands that print a report, so that --from means something to them.
var printing = []string{"xrprobe", "modes", "check", "runtimes", "layers", "devices", "browsers", "doctor", "show", "classify", "ask"}

// asking are the flags about how a machine is asked. A report was made already.
var asking = []string{"runtime", "simulate", "level", "session", "via", "loader", "timeout", "clean-up", "root", "os", "arch", "registry", "env", "user", "as", "label", "identify", "user-agent-composes"}

// validateFrom refuses flags that ask a machine beside --from, and commands without a report.
func (f flags) validateFrom(command *cobra.Command) error {
	if !command.Flags().Changed("from") {
		return nil
	}
	if !slices.Contains(printing, command.Name()) {
		return usageError{fmt.Errorf("%s prints no report: use --from with xrprobe without a command, %s", command.CommandPath(), suggest.Or(printing[1:]))}
	}
	for _, name := range asking {
		if command.Flags().Changed(name) {
			return usageError{fmt.Errorf("--%s and --from contradict each other: a report was made already, and nothing is asked", name)}
		}
	}
	if f.from == "" {
		return usageError{fmt.Errorf("--from: name the file with the report, or - for standard input")}
	}
	return nil
}

// readReport reads the report of a flag: a file, or standard input, unless that is nil.
func readReport(name string, stdin io.Reader) (*report.Report, error) {
	if name == fromStdin && stdin != nil {
		found, err := report.Read(stdin)
		return found, inFile("standard input", err)
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	found, err := report.Read(file)
	return found, inFile(name, err)
}

func inFile(name string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", name, err)
}

// sourceEntry says that a page is about an earlier report.
func (a *app) sourceEntry(p *prose.Writer, r *report.Report) {
	if a.flags.from == "" {
		return
	}
	text := "made " + r.Generated.UTC().Format(time.RFC3339)
	if r.Generated.IsZero() {
		text = "made at an unknown time"
	}
	if r.Host.Label != nil {
		text += " on " + *r.Host.Label
	}
	p.Entry("Report", "%s; nothing was asked now", text)
}
