// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"slices"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/rules"
)

// Rule is one rule that the Khronos loader follows. Its Word is the Rule of a [Step].
type Rule = rules.Rule

// Rules returns the rules that this package follows. D rules hold on all systems, L rules on Linux, W rules on Windows and
// M rules on macOS; R rules are about the manifest, and Y rules about API layers.
func Rules() []Rule { return slices.Clone(rules.All) }
