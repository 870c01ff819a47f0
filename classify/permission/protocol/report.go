// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"bytes"
	"context"

	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
)

// reportSource is the connection's source of reports. If Config.Reports is set, it sends
// each report to the client too. A report that is still queued is replaced by the next.
type reportSource struct {
	connection *connection
	source     navigator.Source
}

// Watch implements [navigator.Source].
func (s reportSource) Watch(ctx context.Context, changed func(*report.Report)) error {
	c := s.connection
	return s.source.Watch(ctx, func(r *report.Report) {
		if c.config.Reports {
			c.out.putLatest("report", reportNotification(r))
		}
		changed(r)
	})
}

// reportNotification returns the notification with a report, which marshals itself.
func reportNotification(r *report.Report) []byte {
	var text bytes.Buffer
	if err := r.WriteLine(&text); err != nil {
		return notification("report", nil)
	}
	line := append([]byte(`{"jsonrpc":"2.0","method":"report","params":{"report":`), bytes.TrimSpace(text.Bytes())...)
	return append(line, "}}\n"...)
}
