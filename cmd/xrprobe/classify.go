// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/probe/hardware"
	"github.com/xrprobe/xrprobe/probe/inventory"
	"github.com/xrprobe/xrprobe/probe/report"
)

func (a *app) classifyCommand() *cobra.Command {
	return a.command("classify", "Class and permission default per mode, from what this host is; asks no runtime", cobra.NoArgs,
		func(context.Context, []string) error {
			host := hardware.Machine{Root: a.root}.Host()
			found := &report.Report{
				Schema: report.SchemaName, Generated: time.Now().UTC().Truncate(time.Second), Tool: tool(),
				Host: host, Classification: inventory.Classes(host), Problems: []report.Problem{},
			}
			return a.print(found, func(p *page, r *report.Report) {
				p.entry("Host", "%s, %s on %s", r.Host.FormFactor, known(r.Host.OS), known(r.Host.Arch))
				for _, evidence := range r.Host.Evidence {
					p.entry("", "because %s", evidence)
				}
				for _, class := range r.Classification {
					p.row("", string(class.Mode), class.Class, class.Default+": "+class.Because)
				}
			})
		})
}
