// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol_test

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/xrprobe/xrprobe/classify/permission/protocol"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
)

// A browser for headsets gives every page the same answer, at once.
func ExampleServe() {
	client := strings.NewReader(`
{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocol":"xrprobe.protocol/1","strategy":"ask-when-present","profile":{"schema":"xrprobe.profile/1","name":"mine","product":"Mine","version":"1","os":"android","form_factor":"standalone_headset","webxr":true,"ar_module":false,"back_ends":["openxr"],"headset_only":true,"strings":[{"user_agent":"Mozilla/5.0 (Mine)","app_version":"5.0 (Mine)"}],"client_hints":{"form_factors":[],"brands":[]}}}}
{"jsonrpc":"2.0","id":2,"method":"documentState","params":{"document":1,"state":"visible","origin":"https://a.example","secure_context":true,"allowed":["xr-spatial-tracking"]}}
{"jsonrpc":"2.0","id":3,"method":"isSessionSupported","params":{"document":1,"mode":"immersive-vr"}}
{"jsonrpc":"2.0","id":4,"method":"isSessionSupported","params":{"document":1,"mode":"immersive-ar"}}`[1:])
	config := protocol.Config{Source: navigator.FixedSource{Report: &report.Report{}}, Tool: report.Tool{Name: "mine", Version: "1"}}
	if err := protocol.Serve(context.Background(), config, client, os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {"jsonrpc":"2.0","id":1,"result":{"protocol":"xrprobe.protocol/1","tool":{"name":"mine","version":"1"},"limits":{"line_bytes":65536,"documents":1000,"pending":32}}}
	// {"jsonrpc":"2.0","id":2,"result":true}
	// {"jsonrpc":"2.0","id":3,"result":true}
	// {"jsonrpc":"2.0","id":4,"result":false}
}
