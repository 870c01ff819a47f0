// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

const (
	vr = "immersive-vr"
	ar = "immersive-ar"
)

var keyA = permission.Key{Origin: originA, Mode: webxr.ImmersiveVR}

// minute lets a minute pass, in which every question is answered.
func (w *world) minute() { w.clock.Advance(time.Minute) }

// prompts lets the time pass after which every prompt that is needed is up.
func (w *world) prompts() { w.clock.Advance(permission.PromptDelayMax) }

// consents makes the user allow each prompt after a second.
func (w *world) consents() {
	w.user.choice, w.user.ignores, w.user.after = permission.Allow, false, time.Second
}

// Each strategy gives each of its answers.
func TestGate_Strategies(t *testing.T) {
	t.Parallel()
	const (
		yes = "1 immersive-vr supported: true <nil>"
		no  = "1 immersive-vr supported: false <nil>"
	)
	rows := []struct {
		name      string
		strategy  permission.Strategy
		connected *report.Report
		consents  bool
		want      []string
		state     webxr.PermissionState // the stored state
		prompts   int
	}{
		{"always-ask, there, consent", permission.AlwaysAsk, both(), true, []string{"immersive-vr is prompt", "immersive-vr change to granted", yes}, webxr.Granted, 1},
		{"always-ask, there, none", permission.AlwaysAsk, both(), false, []string{"immersive-vr is prompt", "immersive-vr change to denied", no}, webxr.Denied, 1},
		{"always-ask, not there, consent", permission.AlwaysAsk, reportOf(), true, []string{"immersive-vr is prompt", "immersive-vr change to granted", no}, webxr.Granted, 1},
		{"always-ask, not there, none", permission.AlwaysAsk, reportOf(), false, []string{"immersive-vr is prompt", "immersive-vr change to denied", no}, webxr.Denied, 1},
		{"always-ask, nothing known, consent", permission.AlwaysAsk, nil, true, []string{"immersive-vr is prompt", "immersive-vr change to granted", no}, webxr.Granted, 1},
		{"always-true, there", permission.AlwaysTrue, both(), false, []string{"immersive-vr is granted", "1 immersive-vr supported: true <nil>, at once"}, webxr.Prompt, 0},
		{"always-true, not there", permission.AlwaysTrue, reportOf(), false, []string{"immersive-vr is granted", "1 immersive-vr supported: true <nil>, at once"}, webxr.Prompt, 0},
		{"ask-when-present, there, consent", permission.AskWhenPresent, both(), true, []string{"immersive-vr is prompt", "immersive-vr change to granted", yes}, webxr.Granted, 1},
		{"ask-when-present, there, none", permission.AskWhenPresent, both(), false, []string{"immersive-vr is prompt", "immersive-vr change to denied", no}, webxr.Denied, 1},
		{"ask-when-present, not there", permission.AskWhenPresent, reportOf(), true, []string{"immersive-vr is prompt", "immersive-vr change to denied", no}, webxr.Denied, 0},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, seeded(1), with(row.strategy))
			w.plug(row.connected)
			if row.consents {
				w.consents()
			}
			a := w.regular("a", originA)
			a.query(vr)
			a.ask(vr)
			w.minute()
			w.require("a", row.want...)
			require.Len(t, w.user.asked, row.prompts)
			require.Equal(t, row.state, w.gate.Regular().State(keyA))
		})
	}
}

// An unknown class counts as highly variable, which gives nothing away.
func TestGate_UnknownClassIsHighlyVariable(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1), func(c *permission.Config) { c.Classes = classes{webxr.ImmersiveVR: "sometimes"} })
	w.plug(reportOf())
	a := w.regular("a", originA)
	a.ask(vr)
	w.clock.Advance(permission.SettleMin - time.Millisecond)
	require.Empty(t, w.seen("a"))
	w.minute()
	w.require("a", "1 immersive-vr supported: false <nil>")
}

// A user interface that shows nothing is like a user who ignores the prompt.
func TestGate_PrompterThatShowsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1), func(c *permission.Config) { c.Prompter = mute{} })
	w.plug(both())
	a := w.regular("a", originA)
	a.ask(vr)
	w.clock.Advance(0)
	a.Freeze()
	a.Thaw()
	w.minute()
	w.require("a", "1 immersive-vr supported: false <nil>")
}

type mute struct{}

func (mute) Ask(permission.Prompt) func() { return nil }

func TestParseChoice_Names(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]permission.Choice{"allow": permission.Allow, "block": permission.Block, "dismiss": permission.Dismiss} {
		got, ok := permission.ParseChoice(name)
		require.True(t, ok)
		require.Equal(t, want, got)
	}
	for _, name := range []string{"", "Allow", "ignore"} {
		got, ok := permission.ParseChoice(name)
		require.False(t, ok)
		require.Equal(t, permission.Dismiss, got, "what is not a choice decides nothing")
	}
}

func TestParseStrategy_Names(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]permission.Strategy{
		"always-ask": permission.AlwaysAsk, "always-true": permission.AlwaysTrue, "ask-when-present": permission.AskWhenPresent,
	} {
		got, err := permission.ParseStrategy(name)
		require.NoError(t, err)
		require.Equal(t, want, got)
		require.Equal(t, name, got.String())
	}
	for _, name := range []string{"c", "Always-Ask", ""} {
		_, err := permission.ParseStrategy(name)
		require.EqualError(t, err, fmt.Sprintf("%q is not a strategy: use one of always-ask, always-true, ask-when-present", name))
	}
	require.Equal(t, "strategy 7", permission.Strategy(7).String())
	require.Equal(t, permission.AskWhenPresent, permission.Config{}.Strategy, "the zero value shows no more prompts than necessary")
}

// forbidden is a store, a prompter and a source of random numbers that fails the test if used.
type forbidden struct{ t *testing.T }

func (f forbidden) Load(permission.Key) (permission.Entry, bool) {
	f.t.Error("the store was read")
	return permission.Entry{}, false
}
func (f forbidden) Save(permission.Key, permission.Entry) { f.t.Error("the store was written") }
func (f forbidden) Delete(permission.Key)                 { f.t.Error("the store was written") }
func (f forbidden) Ask(permission.Prompt) func() {
	f.t.Error("a prompt was shown")
	return func() {}
}
func (f forbidden) Read([]byte) (int, error) {
	f.t.Error("a random number was drawn")
	return 0, nil
}

// If a mode is never or usually supported, a question uses no store, no prompt, no random
// number, and no device: no report was received.
func TestGate_CertainClassesTouchNothing(t *testing.T) {
	t.Parallel()
	rows := []struct {
		class    webxr.Class
		strategy permission.Strategy
		state    webxr.PermissionState
		want     string
	}{
		{webxr.NeverSupport, permission.AskWhenPresent, webxr.Denied, "1 immersive-vr supported: false <nil>, at once"},
		{webxr.NeverSupport, permission.AlwaysAsk, webxr.Denied, "1 immersive-vr supported: false <nil>, at once"},
		{webxr.NeverSupport, permission.AlwaysTrue, webxr.Denied, "1 immersive-vr supported: false <nil>, at once"},
		{webxr.UsuallySupport, permission.AskWhenPresent, webxr.Granted, "1 immersive-vr supported: true <nil>, at once"},
		{webxr.UsuallySupport, permission.AlwaysAsk, webxr.Granted, "1 immersive-vr supported: true <nil>, at once"},
		{webxr.HighlyVariable, permission.AlwaysTrue, webxr.Granted, "1 immersive-vr supported: true <nil>, at once"},
	}
	for _, row := range rows {
		t.Run(string(row.class)+" "+row.strategy.String(), func(t *testing.T) {
			t.Parallel()
			trap := forbidden{t}
			w := newWorld(t, seeded(1), func(c *permission.Config) {
				c.Classes, c.Strategy = classes{webxr.ImmersiveVR: row.class, webxr.ImmersiveAR: row.class}, row.strategy
				c.Store, c.Prompter, c.Random = trap, trap, trap
			})
			a := w.regular("a", originA)
			a.ask(vr)
			a.query(vr)
			w.minute()
			w.require("a", row.want, "immersive-vr is "+string(row.state))
		})
	}
	t.Run("a session that is never supported", func(t *testing.T) {
		t.Parallel()
		trap := forbidden{t}
		w := newWorld(t, seeded(1), func(c *permission.Config) {
			c.Classes, c.Store, c.Prompter, c.Random = classes{webxr.ImmersiveVR: webxr.NeverSupport, webxr.ImmersiveAR: webxr.NeverSupport}, trap, trap, trap
		})
		a := w.regular("a", originA)
		a.request(vr)
		w.clock.Advance(0)
		w.require("a", "1 immersive-vr session: false "+webxr.NotSupportedError.Error())
	})
}

// An answer that depends only on the document comes before the call returns. The checks run
// in the order of the specification.
func TestDocument_DecidesAlone(t *testing.T) {
	t.Parallel()
	insecure, outside, blocked := document(originA), document(originA), document(originA)
	insecure.SecureContext, outside.Window, blocked.Allowed = false, false, nil
	third := document(originA)
	third.ThirdParty = true
	rows := []struct {
		name     string
		document permission.DocumentConfig
		mode     string
		want     string
		state    string
	}{
		{"no mode", document(originA), "immersive", "1 immersive supported: false " + webxr.TypeError.Error() + ", at once", "immersive query: " + webxr.TypeError.Error()},
		{"inline", document(originA), "inline", "1 inline supported: true <nil>, at once", "inline is granted"},
		{"inline in a blocked frame", blocked, "inline", "1 inline supported: true <nil>, at once", "inline is denied"},
		{"a blocked frame", blocked, vr, "1 immersive-vr supported: false " + webxr.SecurityError.Error() + ", at once", "immersive-vr is denied"},
		{"no mode in a blocked frame", blocked, "x", "1 x supported: false " + webxr.TypeError.Error() + ", at once", "x query: " + webxr.TypeError.Error()},
		{"a third party", third, vr, "1 immersive-vr supported: false " + webxr.SecurityError.Error() + ", at once", "immersive-vr is denied"},
		{"no secure context", insecure, vr, "1 immersive-vr supported: false " + navigator.ErrNotExposed.Error() + ", at once", "immersive-vr is denied"},
		{"no window", outside, vr, "1 immersive-vr supported: false " + navigator.ErrNotExposed.Error() + ", at once", "immersive-vr is denied"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, seeded(1), func(c *permission.Config) { c.FirstPartyOnly = true })
			w.plug(both())
			a := w.open(w.gate.Regular(), "a", row.document)
			require.Equal(t, row.document.SecureContext && row.document.Window, a.Exposed())
			a.ask(row.mode)
			a.query(row.mode)
			w.minute()
			w.require("a", row.want, row.state)
			require.Empty(t, w.user.asked)
		})
	}
}

// A third-party document may use what policy allows, by the decision about its top-level
// origin, unless FirstPartyOnly is set.
func TestDocument_ThirdParty(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	w.gate.Regular().Set(keyA, webxr.Granted)
	c := document(originA)
	c.ThirdParty = true
	w.open(w.gate.Regular(), "frame", c).ask(vr)
	w.clock.Advance(0)
	w.require("frame", "1 immersive-vr supported: true <nil>")
}

func TestDocument_Query(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	a := w.regular("a", originA)
	for _, name := range []string{"xr", "vr", "camera", "", "xr-session-supported ", "XR-SESSION-SUPPORTED"} {
		_, err := a.Query(name, vr, nil)
		require.Equal(t, webxr.TypeError, err, name)
	}
	_, err := a.Query("xr-session-supported", "", nil)
	require.Equal(t, webxr.TypeError, err, "a descriptor needs a mode")
	a.Freeze()
	_, err = a.Query("xr-session-supported", vr, nil)
	require.Equal(t, webxr.InvalidStateError, err, "not fully active")
	_, err = a.QueryXR(vr, navigator.SessionInit{}, nil)
	require.Equal(t, webxr.InvalidStateError, err)
	a.Thaw()
	status, err := a.Query("xr-session-supported", vr, nil)
	require.NoError(t, err)
	w.gate.Regular().Set(keyA, webxr.Denied)
	require.Equal(t, webxr.Prompt, status.State(), "the state changes in a task")
	w.clock.Advance(0)
	require.Equal(t, webxr.Denied, status.State())
	a.close()
	_, err = a.Query("xr-session-supported", vr, nil)
	require.Equal(t, webxr.InvalidStateError, err, "gone")
}

// Decisions are stored by origin and mode, and can be revoked. Documents that queried the
// permission receive the changes.
func TestPartition_Set(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	a := w.regular("a", originA)
	a.query(vr)
	a.query(ar)
	profile := w.gate.Regular()
	for _, state := range []webxr.PermissionState{webxr.Granted, webxr.Granted, webxr.Denied, webxr.Prompt} {
		profile.Set(keyA, state)
		w.clock.Advance(0)
		require.Equal(t, state, profile.State(keyA))
	}
	require.Equal(t, webxr.Prompt, profile.State(permission.Key{Origin: originA, Mode: webxr.ImmersiveAR}))
	require.Equal(t, webxr.Prompt, profile.State(permission.Key{Origin: originB, Mode: webxr.ImmersiveVR}))
	w.require("a", "immersive-vr is prompt", "immersive-ar is prompt",
		"immersive-vr change to granted", "immersive-vr change to denied", "immersive-vr change to prompt")
}

// When a decision expires, the page receives a change, and the next call shows a prompt.
func TestPartition_DecisionExpires(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1), func(c *permission.Config) { c.Lifetime = time.Hour })
	w.plug(both())
	w.consents()
	a := w.regular("a", originA)
	a.ask(vr)
	w.minute()
	a.query(vr)
	w.clock.Advance(59 * time.Minute)
	require.Equal(t, webxr.Granted, w.gate.Regular().State(keyA))
	w.clock.Advance(time.Second + permission.PromptDelayMax)
	require.Equal(t, webxr.Prompt, w.gate.Regular().State(keyA))
	b := w.regular("b", originA)
	b.query(vr)
	b.ask(vr)
	w.minute()
	w.require("a", "1 immersive-vr supported: true <nil>", "immersive-vr is granted", "immersive-vr change to prompt", "immersive-vr change to granted")
	w.require("b", "immersive-vr is prompt", "immersive-vr change to granted", "1 immersive-vr supported: true <nil>")
	require.Len(t, w.user.asked, 2)
	w.clock.Advance(time.Hour)
	require.Equal(t, "immersive-vr change to prompt", w.seen("b")[3], "a status that is older than the decision receives its end")
}

// When a denial expires, the next call shows a prompt, whether the user blocked the first
// prompt before the answer or after it.
func TestPartition_DenialExpires(t *testing.T) {
	t.Parallel()
	for _, after := range []time.Duration{time.Second, permission.SettleMax + time.Second} {
		w := newWorld(t, seeded(1), func(c *permission.Config) { c.Lifetime = time.Hour })
		w.plug(both())
		w.user.choice, w.user.ignores, w.user.after = permission.Block, false, after
		a := w.regular("a", originA)
		a.ask(vr)
		w.clock.Advance(2 * time.Hour)
		a.ask(vr)
		w.prompts()
		require.Len(t, w.user.asked, 2, after)
	}
}

// After the user resets a decision in the settings, the next call shows a prompt, even if no
// decision was stored.
func TestPartition_ResetAllowsANewPrompt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	a := w.regular("a", originA)
	a.ask(vr)
	w.prompts()
	w.answer(keyA, permission.Block)
	a.close()
	w.gate.Regular().Set(keyA, webxr.Prompt)
	w.regular("b", originA).ask(vr)
	w.prompts()
	require.Len(t, w.user.asked, 2)
}

// If XR is off, the user sees no prompt, even under the strategy always-ask.
func TestGate_NoPromptWhereXRIsOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1), with(permission.AlwaysAsk))
	w.plug(both())
	c := document(originA)
	c.Off = true
	w.open(w.gate.Regular(), "a", c).ask(vr)
	w.minute()
	w.require("a", "1 immersive-vr supported: false <nil>")
	require.Empty(t, w.user.asked)
}

// A stored decision of an earlier run of the program counts until it expires.
func TestStore_OutlivesTheGate(t *testing.T) {
	t.Parallel()
	noon := (&navigator.Virtual{}).Now()
	store := permission.Memory{
		keyA: {State: webxr.Granted, Expires: noon.Add(time.Minute)},
		{Origin: originB, Mode: webxr.ImmersiveVR}: {State: webxr.Denied, Expires: noon},
	}
	w := newWorld(t, seeded(1), func(c *permission.Config) { c.Store = store })
	w.plug(both())
	w.regular("a", originA).query(vr)
	w.regular("b", originB).query(vr)
	w.minute()
	w.require("a", "immersive-vr is granted", "immersive-vr change to prompt")
	w.require("b", "immersive-vr is prompt")
	require.NotContains(t, store, keyA, "revoked")
}

// There is one prompt at a time for an origin and a mode, whichever documents call.
func TestGate_OnePromptAtATime(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	first, second, other := w.regular("first", originA), w.regular("second", originA), w.regular("other", originB)
	for range 100 {
		first.ask(vr)
		second.ask(vr)
	}
	first.ask(ar)
	other.ask(vr)
	w.clock.Advance(time.Second)
	require.ElementsMatch(t, []permission.Key{keyA, {Origin: originA, Mode: webxr.ImmersiveAR}, {Origin: originB, Mode: webxr.ImmersiveVR}}, w.user.asked)
	w.answer(keyA, permission.Allow)
	w.clock.Advance(0)
	require.Len(t, w.seen("first"), 100)
	require.Len(t, w.seen("second"), 100)
	require.Empty(t, w.seen("other"))
}

// Consent after the answer replaces the denial, and the page receives the change.
func TestGate_LateAllow(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	a := w.regular("a", originA)
	a.query(vr)
	a.ask(vr)
	w.clock.Advance(permission.SettleMax)
	require.Contains(t, w.user.up, shown{w.gate.Regular(), keyA}, "the prompt is still up")
	w.answer(keyA, permission.Allow)
	w.clock.Advance(0)
	a.ask(vr)
	w.minute()
	w.require("a", "immersive-vr is prompt", "immersive-vr change to denied", "1 immersive-vr supported: false <nil>",
		"immersive-vr change to granted", "2 immersive-vr supported: true <nil>")
}

// The prompt is withdrawn after PromptWindow. Consent after that does not count.
func TestGate_PromptWindow(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	w.regular("a", originA).ask(vr)
	w.clock.Advance(permission.PromptWindow - time.Millisecond)
	prompt, up := w.user.up[shown{w.gate.Regular(), keyA}]
	require.True(t, up)
	w.clock.Advance(time.Millisecond)
	require.Empty(t, w.user.up, "withdrawn")
	prompt.Answer(permission.Allow)
	require.Equal(t, webxr.Denied, w.gate.Regular().State(keyA))
}

// If a headset is plugged in after the question, the prompt may still appear within
// PromptWindow, even after the answer. Later it does not.
func TestGate_HardwareThatComesLater(t *testing.T) {
	t.Parallel()
	for after, asked := range map[time.Duration]int{time.Second: 1, 40 * time.Second: 1, permission.PromptWindow: 0} {
		t.Run(after.String(), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, seeded(1))
			w.consents()
			w.regular("a", originA).ask(vr)
			w.clock.Advance(after)
			w.plug(both())
			w.plug(both())
			w.minute()
			require.Len(t, w.user.asked, asked)
			want := webxr.Denied
			if asked > 0 {
				want = webxr.Granted
			}
			require.Equal(t, want, w.gate.Regular().State(keyA))
		})
	}
}

// A decision in the settings answers the pending calls.
func TestPartition_SetAnswersPendingCalls(t *testing.T) {
	t.Parallel()
	for state, want := range map[webxr.PermissionState]string{webxr.Granted: "true", webxr.Denied: "false"} {
		w := newWorld(t, seeded(1))
		w.plug(both())
		w.regular("a", originA).ask(vr)
		w.prompts()
		require.Len(t, w.user.up, 1)
		w.gate.Regular().Set(keyA, state)
		w.clock.Advance(0)
		w.require("a", "1 immersive-vr supported: "+want+" <nil>")
		require.Empty(t, w.user.up)
		w.minute()
		require.Len(t, w.seen("a"), 1, "once")
	}
	w := newWorld(t, seeded(1))
	w.regular("a", originA).ask(vr)
	w.gate.Regular().Set(keyA, webxr.Prompt)
	w.minute()
	w.require("a", "1 immersive-vr supported: false <nil>")
}

// When a document closes, its question ends, its prompt is withdrawn, and no denial is stored.
// A user who blocked the prompt sees none from the next document, which cannot notice that.
func TestDocument_ClosedWhilePending(t *testing.T) {
	t.Parallel()
	for choice, prompts := range map[permission.Choice]int{permission.Block: 1, permission.Dismiss: 2} {
		w := newWorld(t, seeded(1))
		w.plug(both())
		a := w.regular("a", originA)
		a.ask(vr)
		w.clock.Advance(time.Second)
		w.answer(keyA, choice)
		a.close()
		require.Empty(t, w.user.up)
		w.minute()
		require.Equal(t, webxr.Prompt, w.gate.Regular().State(keyA), "no record")
		w.regular("b", originA).ask(vr)
		w.minute()
		require.Empty(t, w.seen("a"))
		w.require("b", "1 immersive-vr supported: false <nil>")
		require.Len(t, w.user.asked, prompts)
		// The denial is stored now. When it is revoked, a prompt may appear.
		w.gate.Regular().Set(keyA, webxr.Prompt)
		w.regular("c", originA).ask(vr)
		w.prompts()
		require.Len(t, w.user.asked, prompts+1)
	}
}

// A prompt is shown for a document that asks. When that document is closed or frozen, the
// prompt is shown for another one.
func TestGate_PromptMovesToAnotherDocument(t *testing.T) {
	t.Parallel()
	for name, away := range map[string]func(*page){"gone": func(p *page) { p.close() }, "frozen": func(p *page) { p.Freeze() }} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, seeded(1))
			w.plug(both())
			first, second := w.regular("first", originA), w.regular("second", originA)
			first.ask(vr)
			second.ask(vr)
			w.prompts()
			require.True(t, w.user.sees(first.Document))
			away(first)
			w.clock.Advance(0)
			require.True(t, w.user.sees(second.Document))
			require.False(t, w.user.sees(first.Document))
			w.answer(keyA, permission.Allow)
			w.clock.Advance(0)
			w.require("second", "1 immersive-vr supported: true <nil>")
		})
	}
}

// A document in the back/forward cache receives nothing, and its prompt is withdrawn.
func TestDocument_FrozenReceivesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	a := w.regular("a", originA)
	a.query(vr)
	a.ask(vr)
	w.clock.Advance(time.Second)
	require.Len(t, w.user.up, 1)
	a.Freeze()
	w.clock.Advance(0)
	require.Empty(t, w.user.up, "withdrawn")
	w.clock.Advance(500 * time.Millisecond)
	a.Thaw()
	w.clock.Advance(0)
	require.Len(t, w.user.up, 1, "asked again")
	a.Freeze()
	w.minute()
	w.require("a", "immersive-vr is prompt")
	require.Equal(t, webxr.Prompt, w.gate.Regular().State(keyA), "no active document received it, so it is not stored")
	a.Thaw()
	w.clock.Advance(0)
	w.require("a", "immersive-vr is prompt", "1 immersive-vr supported: false <nil>")
	a.Freeze()
	a.Thaw()
	w.clock.Advance(0)
	require.Len(t, w.seen("a"), 2, "once")
}

// If a headset is plugged in while the document is frozen, the prompt appears when it is
// thawed.
func TestDocument_HardwareThatComesWhileFrozen(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	a := w.regular("a", originA)
	a.ask(vr)
	a.Freeze()
	w.prompts()
	w.plug(both())
	require.Empty(t, w.user.up)
	a.Thaw()
	w.clock.Advance(0)
	require.Len(t, w.user.up, 1)
}

// An incognito profile reads nothing of the regular profile, leaves nothing in it, and is
// answered in the same way.
func TestGate_Incognito(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	w.gate.Regular().Set(keyA, webxr.Granted)
	incognito := w.gate.NewIncognito()
	require.Equal(t, webxr.Prompt, incognito.State(keyA))
	a := w.open(incognito, "a", document(originA))
	a.query(vr)
	a.ask(vr)
	w.minute()
	w.require("a", "immersive-vr is prompt", "immersive-vr change to denied", "1 immersive-vr supported: false <nil>")
	require.Equal(t, webxr.Denied, incognito.State(keyA))
	require.Equal(t, webxr.Granted, w.gate.Regular().State(keyA))
	other := w.gate.NewIncognito()
	require.Equal(t, webxr.Prompt, other.State(keyA))
	b := w.open(other, "b", document(originA))
	b.ask(vr)
	w.prompts()
	require.Len(t, w.user.up, 1)
	incognito.Close()
	require.Equal(t, webxr.Prompt, incognito.State(keyA), "gone with its profile")
	w.plug(reportOf())
	b.ask(ar)
	other.Close()
	w.clock.Advance(0)
	require.Empty(t, w.user.up, "and its prompts")
	b.ask(ar)
	w.prompts()
	w.plug(both())
	require.Empty(t, w.user.up, "and what it waits for")
}

// A feature that was granted in one profile needs consent again in another profile.
func TestGate_IncognitoSessions(t *testing.T) {
	t.Parallel()
	requests := 0
	w := newWorld(t, seeded(1), func(c *permission.Config) { c.XR = requested{c.XR, &requests} })
	w.plug(both())
	w.consents()
	incognito := w.gate.NewIncognito()
	for _, step := range []struct {
		partition *permission.Partition
		requests  int
	}{{w.gate.Regular(), 1}, {w.gate.Regular(), 1}, {incognito, 2}, {incognito, 2}} {
		p := w.open(step.partition, "page", document(originA))
		p.request(vr)
		w.minute()
		require.Equal(t, step.requests, requests)
		p.close()
	}
	incognito.Close()
	w.open(incognito, "page", document(originA)).request(vr)
	w.minute()
	require.Equal(t, 3, requests, "and it is gone with the profile")
	require.NotContains(t, w.seen("page"), "1 immersive-vr session: false "+webxr.NotSupportedError.Error())
}

// requested counts the requested features.
type requested struct {
	navigator.Permissions
	requests *int
}

func (c requested) Request(d navigator.PermissionDescriptor, settle func(navigator.Grant)) func() {
	*c.requests += len(d.Required)
	return c.Permissions.Request(d, settle)
}

// Without Config.XR, only sessions that need no consent begin.
func TestDocument_SessionsWithoutFeatures(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1), func(c *permission.Config) { c.XR = nil })
	w.plug(both())
	a := w.regular("a", originA)
	a.request(vr)
	w.minute()
	a.RequestSession(acted, vr, navigator.SessionInit{}, func(r navigator.SessionResult) { a.see("plain session: %v", r.Err) })
	w.minute()
	w.require("a", "1 immersive-vr session: false "+webxr.NotSupportedError.Error(), "plain session: <nil>")
}

// No two opaque origins are equal: each document has its own decisions.
func TestPartition_OpaqueOrigins(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	w.consents()
	a := w.open(w.gate.Regular(), "a", document("null"))
	a.ask(vr)
	w.minute()
	b := w.open(w.gate.Regular(), "b", document("null"))
	a.query(vr)
	b.query(vr)
	w.require("a", "1 immersive-vr supported: true <nil>", "immersive-vr is granted")
	w.require("b", "immersive-vr is prompt")
	require.Equal(t, webxr.Prompt, w.gate.Regular().State(permission.Key{Origin: "null", Mode: webxr.ImmersiveVR}))
}

// freezing is a user interface whose page is frozen while its prompt is being shown.
type freezing struct {
	*user
	page *page
}

func (f *freezing) Ask(prompt permission.Prompt) func() {
	f.page.Freeze()
	return f.user.Ask(prompt)
}

// If the page is frozen before its prompt is up, the prompt is withdrawn as soon as it is up.
func TestGate_PromptThatComesTooLate(t *testing.T) {
	t.Parallel()
	prompter := &freezing{}
	w := newWorld(t, seeded(1), func(c *permission.Config) { prompter.user = c.Prompter.(*user); c.Prompter = prompter })
	w.plug(both())
	prompter.page = w.regular("a", originA)
	prompter.page.ask(vr)
	w.prompts()
	require.Len(t, w.user.asked, 1)
	require.Empty(t, w.user.up)
}
