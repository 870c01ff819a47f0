// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package demand reads the files of `xrprobe check --require`, and tells people how a machine was judged by them:
//
//	files, err := demand.Read([]string{"game.json", "-"}, os.Stdin)
//	answer := requirement.Judge(found, files...)
//	table, line := demand.Table(answer), demand.Missing(answer)
//
// It judges nothing itself.
package demand
