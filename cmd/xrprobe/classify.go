// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/probe/hardware"
	"github.com/xrprobe/xrprobe/probe/inventory"
	"github.com/xrprobe/xrprobe/probe/report"
)

func (a *app) classifyCommand() *cobra.Command {
	return a.command("classify", "Class and permission default per mode, from the host alone", noArguments,
		func(ctx context.Context, _ []string) error {
			found, err := a.hostReport(ctx)
			if err != nil {
				return err
			}
			return a.print(found, func(p *page, r *report.Report) {
				p.table(table{kind: "host", header: []string{"FORM FACTOR", "OS", "ARCH", "BECAUSE"}, rows: [][]string{
					{string(r.Host.FormFactor), known(r.Host.OS), known(r.Host.Arch), strings.Join(r.Host.Evidence, "; ")},
				}})
				p.table(classTable(r))
			})
		})
}

// hostReport is a report of the host alone: this one, or a data sheet's.
func (a *app) hostReport(ctx context.Context) (*report.Report, error) {
	if a.simulate != "" {
		a.level = string(report.LevelManifest)
		r, err := a.request()
		if err != nil {
			return nil, err
		}
		return a.probe(ctx, r)
	}
	host := hardware.Machine{Root: a.root}.Host()
	host.Label = a.labelled()
	return &report.Report{
		Schema: report.SchemaName, Generated: time.Now().UTC().Truncate(time.Second), Tool: tool(),
		Host: host, Classification: inventory.Classes(host), Problems: []report.Problem{},
	}, nil
}

func classTable(r *report.Report) table {
	t := table{kind: "class", header: []string{"MODE", "CLASS", "DEFAULT", "BECAUSE"}}
	for _, class := range r.Classification {
		t.rows = append(t.rows, []string{string(class.Mode), class.Class, class.Default, class.Because})
	}
	return t
}
