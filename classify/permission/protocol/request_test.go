// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
)

// after returns the lines without their times.
func after(lines []string) []string {
	var texts []string
	for _, line := range lines {
		_, text, _ := strings.Cut(line, " ")
		texts = append(texts, text)
	}
	return texts
}

// opened sends "initialize", connects a headset for both modes and opens documents of one
// top-level origin: 1 is the page, and 2 a frame of a third party in it.
func opened(t *testing.T) *talk {
	t.Helper()
	w := newTalk(t, 1, nil)
	w.send(initialize(t, "ask-when-present", "chrome-windows-156"))
	w.plug(plugs()["both"])
	w.send(`{"jsonrpc":"2.0","method":"documentState","params":{"document":1,"state":"visible","origin":"https://a.example","secure_context":true,"allowed":["xr-spatial-tracking"]}}`)
	w.send(`{"jsonrpc":"2.0","method":"documentState","params":{"document":2,"state":"visible","origin":"https://a.example","secure_context":true,"allowed":["xr-spatial-tracking"],"third_party":true}}`)
	w.received()
	return w
}

// A frame of a third party cannot take away the prompt of its page: each prompt names its
// document and its request, and the answer reaches that request.
func TestProtocol_PromptsBelongToTheirRequest(t *testing.T) {
	t.Parallel()
	request := func(document, id string) string {
		return `{"jsonrpc":"2.0","id":` + id + `,"method":"requestSession","params":{"document":` + document +
			`,"mode":"immersive-vr","required":["local-floor"],"transient_activation":true,"intent_understood":true}}`
	}
	for _, order := range [][]string{{"1", "2"}, {"2", "1"}} {
		w := opened(t)
		for _, document := range order {
			w.send(request(document, `"of `+document+`"`))
		}
		w.wait(500 * time.Millisecond)
		prompts := map[string]string{} // by request
		shown := regexp.MustCompile(`"prompt":(\d+),"shown":true,"permission":"xr","document":(\d+),"request":"(of \d+)"`)
		for _, line := range w.received() {
			if found := shown.FindStringSubmatch(line); found != nil {
				require.Equal(t, "of "+found[2], found[3])
				prompts[found[3]] = found[1]
			}
		}
		require.Len(t, prompts, 2, "each request has its prompt")
		w.send(`{"jsonrpc":"2.0","method":"promptAnswered","params":{"prompt":` + prompts["of 2"] + `,"answer":"block"}}`)
		w.send(`{"jsonrpc":"2.0","method":"promptAnswered","params":{"prompt":` + prompts["of 1"] + `,"answer":"allow","features":["local-floor"]}}`)
		require.Contains(t, after(w.received()), `{"jsonrpc":"2.0","id":"of 1","result":{"optional":[],"blend_mode":"opaque"}}`)
		w.wait(time.Minute)
		require.Contains(t, after(w.received()), `{"jsonrpc":"2.0","id":"of 2","error":{"code":1,"message":"NotSupportedError"}}`)
	}
}

// In a document that policy blocks, makeXRCompatible resolves without a compatible context.
func TestProtocol_BlockedContext(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.send(`{"jsonrpc":"2.0","method":"documentState","params":{"document":3,"state":"visible","origin":"https://a.example","secure_context":true,"allowed":[]}}`)
	w.send(`{"jsonrpc":"2.0","id":1,"method":"makeXRCompatible","params":{"document":3}}`)
	require.Equal(t, []string{`{"jsonrpc":"2.0","id":1,"result":null}`}, after(w.received()))
}

// A page that asks about both modes causes two prompts that may be shown as one.
func TestProtocol_PromptsShareAGroup(t *testing.T) {
	t.Parallel()
	w := opened(t)
	for _, mode := range []string{"immersive-vr", "immersive-ar"} {
		w.send(`{"jsonrpc":"2.0","method":"isSessionSupported","params":{"document":1,"mode":"` + mode + `"}}`)
	}
	w.wait(500 * time.Millisecond)
	lines := w.received()
	require.Len(t, lines, 2)
	for _, line := range lines {
		require.Contains(t, line, `"group":1,`)
	}
}

// watched is a source that records that it was watched.
type watched struct{ done chan struct{} }

func (s watched) Watch(ctx context.Context, _ func(*report.Report)) error {
	close(s.done)
	<-ctx.Done()
	return ctx.Err()
}

// If the profile makes every immersive mode never or usually supported, the source that executes
// no runtime is watched, and no other.
func TestProtocol_CertainProfilesHaveAnotherSource(t *testing.T) {
	t.Parallel()
	for profile, certain := range map[string]bool{
		"chrome-windows-156": false, "chrome-android-phone-156": false,
		"quest-browser-39-quest-3": true, "chrome-macos-156": true, "safari-iphone-18": true,
	} {
		sources := map[bool]watched{true: {make(chan struct{})}, false: {make(chan struct{})}}
		w := newTalk(t, 1, func(c *Config) { c.Source, c.Certain = sources[false], sources[true] })
		w.send(initialize(t, "ask-when-present", profile))
		<-sources[certain].done
		w.conn.close()
		select {
		case <-sources[!certain].done:
			require.Fail(t, "both sources are watched", profile)
		default:
		}
	}
}

// Events keep their order while the client does not read, also where a later one replaces an
// earlier one.
func TestProtocol_EventsKeepTheirOrder(t *testing.T) {
	t.Parallel()
	o := newOutbox()
	for _, name := range []string{"incompatible", "devicechange", "", "incompatible", "devicechange"} {
		o.putLatest(name, []byte(name+"\n"))
	}
	require.Equal(t, "\nincompatible\ndevicechange\n", string(o.take()))
}

// A client that has not read gets the end of a session, and then the events that follow from it.
func TestProtocol_EndOfSession(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.send(`{"jsonrpc":"2.0","method":"requestSession","params":{"document":1,"mode":"immersive-vr","transient_activation":true,"intent_understood":true}}`)
	w.wait(time.Second)
	w.send(`{"jsonrpc":"2.0","method":"makeXRCompatible","params":{"document":1}}`)
	w.received()
	w.plug(plugs()["nothing"])
	want := []string{
		`{"jsonrpc":"2.0","method":"sessionend","params":{"document":1}}`,
		`{"jsonrpc":"2.0","method":"incompatible","params":{"document":1}}`,
		`{"jsonrpc":"2.0","method":"devicechange","params":{"document":1}}`,
	}
	require.Equal(t, want, after(w.received()))
}

// A request without an id has no answer, and its prompt names no request.
func TestProtocol_PromptOfARequestWithoutID(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.send(`{"jsonrpc":"2.0","method":"requestSession","params":{"document":1,"mode":"immersive-vr","required":["local-floor"],"transient_activation":true,"intent_understood":true}}`)
	w.wait(time.Second)
	lines := w.received()
	require.Len(t, lines, 1)
	require.False(t, slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, `"request"`) }))
}

// A request that is given up is answered once, its prompt is withdrawn, and another may follow.
func TestProtocol_RequestIsGivenUp(t *testing.T) {
	t.Parallel()
	w := opened(t)
	const request = `{"jsonrpc":"2.0","id":"it","method":"requestSession","params":{"document":1,"mode":"immersive-vr","required":["local-floor"],"transient_activation":true,"intent_understood":true}}`
	giveUp := func(id string) string {
		return `{"jsonrpc":"2.0","id":2,"method":"requestGivenUp","params":{"document":1,"request":` + id + `}}`
	}
	w.send(giveUp(`"it"`))
	require.Equal(t, []string{`{"jsonrpc":"2.0","id":2,"result":false}`}, after(w.received()), "there is none yet")
	w.send(request)
	w.send(`{"jsonrpc":"2.0","id":"that","method":"isSessionSupported","params":{"document":1,"mode":"immersive-ar"}}`)
	w.wait(time.Second)
	w.received()
	w.send(giveUp(`"that"`))
	w.send(giveUp(`"it"`))
	require.Equal(t, []string{
		`{"jsonrpc":"2.0","id":2,"result":false}`,
		`{"jsonrpc":"2.0","id":"it","error":{"code":-32002,"message":"the request was given up"}}`,
		`{"jsonrpc":"2.0","id":2,"result":true}`,
		`{"jsonrpc":"2.0","method":"prompt","params":{"prompt":1,"shown":false}}`,
	}, withoutHeadsetPrompts(after(w.received())))
	w.send(request)
	w.wait(time.Minute)
	require.Contains(t, after(w.received()), `{"jsonrpc":"2.0","id":"it","error":{"code":1,"message":"NotSupportedError"}}`)
}

// withoutHeadsetPrompts returns the lines that are not about the prompt about headsets.
func withoutHeadsetPrompts(lines []string) []string {
	return slices.DeleteFunc(lines, func(line string) bool { return strings.Contains(line, "xr-session-supported") })
}

// A reset of everything forgets also what is not stored: features of sessions, and prompts that
// were blocked before their denial was stored.
func TestProtocol_ResetForgetsWhatIsNotStored(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.answer, w.after = "block", 0
	w.send(`{"jsonrpc":"2.0","method":"isSessionSupported","params":{"document":1,"mode":"immersive-ar"}}`)
	w.wait(time.Second)
	for _, document := range []string{"1", "2"} {
		w.send(`{"jsonrpc":"2.0","method":"documentState","params":{"document":` + document + `,"state":"gone"}}`)
	}
	w.received()
	w.answer = ""
	w.send(`{"jsonrpc":"2.0","method":"reset","params":{}}`)
	w.send(`{"jsonrpc":"2.0","method":"documentState","params":{"document":3,"state":"visible","origin":"https://a.example","secure_context":true,"allowed":["xr-spatial-tracking"]}}`)
	w.send(`{"jsonrpc":"2.0","method":"isSessionSupported","params":{"document":3,"mode":"immersive-ar"}}`)
	w.wait(time.Second)
	require.Contains(t, strings.Join(w.received(), "\n"), `"shown":true`)
}
