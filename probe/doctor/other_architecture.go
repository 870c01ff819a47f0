// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"
	"fmt"
	"path"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
)

var otherArchitecture = Linter{
	ID:      "other_architecture",
	Explain: "No runtime is active for this architecture, while another one has a file of its own, or the loader is too old to read such files.",
	Check:   inTurn(turnOtherArchitecture),
}

// architectures are the words in the names of manifests for one architecture.
var architectures = []string{
	"x86_64", "x32", "i686", "aarch64", "armv7a-vfp", "armv5te", "mips64", "mips", "ppc64", "ppc64el",
	"s390x", "hppa", "alpha", "ia64", "m68k", "riscv64", "sparc64", "loongarch64",
}

func findOtherArchitecture(_ context.Context, p *Patient) []report.Problem {
	own := p.Host.ArchWord()
	at, known := choicePlace(p)
	if own == "" || !known {
		return nil
	}
	for _, dir := range searched(p.Report) {
		names, _ := p.Host.ReadDir(dir)
		slices.Sort(names)
		for _, name := range names {
			word := archOf(name)
			if word == own && !p.Host.ReadsArchitectureFiles() && isFile(p.Host, path.Join(dir, name)) {
				return problem("other_architecture", report.SeverityWarning, fmt.Sprintf("The only active manifest is %s, which the loader %s does not read: it looks for active_runtime.json alone.",
					runtimeAt(p.Host, path.Join(dir, name)), p.Host.Loader), at.link(p.Host, path.Join(dir, name)))
			}
			if word == own || !slices.Contains(architectures, word) || !isFile(p.Host, path.Join(dir, name)) {
				continue
			}
			text := fmt.Sprintf("The only active manifest is for %s programs: %s; %s programs do not read it.", word, runtimeAt(p.Host, path.Join(dir, name)), own)
			if usable, _ := installed(p); len(usable) > 0 {
				return problem("other_architecture", report.SeverityWarning, text, at.link(p.Host, usable[0].Path))
			}
			return problem("other_architecture", report.SeverityWarning, text,
				fmt.Sprintf("Install the %s build of the runtime, and link its manifest to %s.", own, at.path))
		}
	}
	return nil
}
