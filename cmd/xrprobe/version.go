// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/classify/permission/protocol"
	"github.com/xrprobe/xrprobe/classify/profile"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/findings"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/use"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/requirement"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/probe/glsession"
)

// tool returns this program's name and version, as reports have them. The version is the
// module's, which the Go command recorded when it built the program.
func tool() report.Tool {
	version := "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		version = info.Main.Version
	}
	return report.Tool{Name: "xrprobe", Version: version}
}

// sourceTime is the time of the commit that the program was built from, which the Go
// command recorded. It is the beginning of 1970 if the Go command recorded none.
func sourceTime() time.Time {
	at := time.Unix(0, 0).UTC()
	info, known := debug.ReadBuildInfo()
	if !known {
		return at
	}
	for _, setting := range info.Settings {
		if written, err := time.Parse(time.RFC3339, setting.Value); err == nil && setting.Key == "vcs.time" {
			at = written
		}
	}
	return at
}

// build is what version says about the program.
type build struct {
	report.Tool
	// GLFW reports whether the program can create sessions with OpenGL.
	GLFW bool `json:"glfw"`
}

func withOrWithout(has bool) string {
	if has {
		return "with"
	}
	return "without"
}

func (a *app) versionCommand() *cobra.Command {
	return a.command("version", "The version of xrprobe", noArguments,
		func(context.Context, []string) error {
			if a.flags.format() != outputHuman {
				return json.NewEncoder(a.stdout).Encode(build{Tool: tool(), GLFW: glsession.BuiltIn})
			}
			_, err := fmt.Fprintf(a.stdout, "xrprobe %s (%s, %s/%s, %s GLFW)\n", tool().Version, runtime.Version(), runtime.GOOS, runtime.GOARCH, withOrWithout(glsession.BuiltIn))
			return err
		})
}

// schemas are the JSON Schemas of what xrprobe reads and prints, by name.
var schemas = map[string]func() []byte{
	"report": report.Schema, "sheet": simulated.SheetJSONSchema, "profile": profile.JSONSchema,
	"protocol": protocol.JSONSchema, "requirements": requirement.JSONSchema, "check": requirement.AnswerJSONSchema, "use": use.JSONSchema,
	"doctor": findings.Schema,
}

func (a *app) schemaCommand() *cobra.Command {
	names := slices.Sorted(maps.Keys(schemas))
	command := a.command("schema NAME", "The JSON Schema of what xrprobe prints and reads", exactlyOne("schema", names),
		func(_ context.Context, args []string) error {
			_, err := a.stdout.Write(schemas[args[0]]())
			return err
		})
	command.ValidArgs, command.ValidArgsFunction = names, nil
	return command
}
