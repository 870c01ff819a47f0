// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package runtimejson_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
	"github.com/xrprobe/xrprobe/probe/doctor/runtimejson"
)

func TestExplain_FindsTheRightFile(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	loadertest.Lay(t, root, map[string]string{"/home/ann/x.json": "{}"})
	h := loader.Host{GOOS: "linux", Root: root, LookupEnv: func(name string) (string, bool) { return "/home/ann", name == "HOME" }}
	for text, row := range map[string]struct {
		explained bool
		right     string
	}{
		`"/home/ann/x.json"`:      {true, "/home/ann/x.json"},
		`'/home/ann/x.json'`:      {true, "/home/ann/x.json"},
		`"/home/ann/x.json`:       {true, "/home/ann/x.json"},
		"/home/ann/x.json ":       {true, "/home/ann/x.json"},
		"$HOME/x.json":            {true, "/home/ann/x.json"},
		"${HOME}/x.json":          {true, "/home/ann/x.json"},
		"~/x.json":                {true, "/home/ann/x.json"},
		"file:///home/ann/x.json": {true, "/home/ann/x.json"},
		"/home/ann/x.json:/y":     {true, "/home/ann/x.json"},
		"x.json":                  {true, runtimejson.WorkingDirectory},
		"$NOWHERE/x.json":         {true, ""},
		"%HOME%/x.json":           {true, runtimejson.WorkingDirectory},
		"/gone.json":              {false, ""},
	} {
		because, right := runtimejson.Explain(h, text, "/"+text)
		require.Equal(t, row.explained, because != "", text)
		require.Equal(t, row.right, right, text)
	}
}
